package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

/** Bits of what a descriptor is ready for, as in Linux {@code include/uapi/linux/eventpoll.h} and {@code asm-generic/poll.h}. */
public final class PollEvents {
    /** There is something to read or to accept, or the end was reached. */
    public static final int IN = 0x001;
    /** A write would not block. */
    public static final int OUT = 0x004;
    /** An error is pending, or something stands in the error queue; reported whether asked for or not. */
    public static final int ERR = 0x008;
    /** Both directions have ended; reported whether asked for or not. */
    public static final int HUP = 0x010;
    /** Of {@code poll} alone: the descriptor is not open. */
    public static final int INVALID = 0x020;
    /** The other end has closed its direction. */
    public static final int READ_HUP = 0x2000;
    /** Of epoll alone: report once, then not again before {@code EPOLL_CTL_MOD}. */
    public static final int ONE_SHOT = 1 << 30;
    /** Of epoll alone: report changes, not states. */
    public static final int EDGE = 1 << 31;

    /** What is reported without being asked for. */
    static final int ALWAYS = ERR | HUP;

    private PollEvents() {}

    /** As strace prints them, with the prefix of the call: {@code EPOLL} or {@code POLL}. */
    static String text(String prefix, int events) {
        List<String> names = new ArrayList<>();
        nameIf(events, IN, prefix + "IN", names);
        nameIf(events, OUT, prefix + "OUT", names);
        nameIf(events, READ_HUP, prefix + "RDHUP", names);
        nameIf(events, ERR, prefix + "ERR", names);
        nameIf(events, HUP, prefix + "HUP", names);
        nameIf(events, INVALID, prefix + "NVAL", names);
        nameIf(events, ONE_SHOT, prefix + "ONESHOT", names);
        nameIf(events, EDGE, prefix + "ET", names);
        return names.isEmpty() ? "0" : String.join("|", names);
    }

    private static void nameIf(int events, int bit, String name, List<String> names) {
        if ((events & bit) != 0) {
            names.add(name);
        }
    }
}
