package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * A system call on its way: its arguments, and how far its handler has come. Each thread has one, filled in anew by {@link
 * Syscalls} for every call.
 */
public final class SyscallCall implements Step {
    private final OsThread thread;
    private final WakeUp wakeUp;
    private @Nullable SyscallRow row;

    int descriptor;
    long number;
    long secondNumber;
    /** An argument that is no number: a path, a buffer, a program. */
    @Nullable
    Object object;
    /** For the meters alone, no argument of the real call: place of the datagram in its ideal schedule. */
    long idealPs;
    /** For the meters alone: what the buffer sent holds. */
    int file;

    long fileOffset;

    /** What the kernel does for the call while the thread sleeps: the transfer of {@code transmit}. */
    @Nullable
    Transfer transfer;

    int phase;
    long startPs;
    private long chargedPs;
    private DelayPart chargedPart = DelayPart.SYSCALL;

    SyscallCall(OsThread thread, Kernel kernel) {
        this.thread = thread;
        this.wakeUp = new WakeUp(thread, kernel);
    }

    /** Begins a new call of a row. */
    SyscallCall of(SyscallRow newRow) {
        row = newRow;
        descriptor = 0;
        number = 0;
        secondNumber = 0;
        object = null;
        idealPs = Packet.UNSCHEDULED;
        file = 0;
        fileOffset = 0;
        transfer = null;
        phase = 0;
        return this;
    }

    SyscallRow row() {
        SyscallRow current = row;
        if (current == null) {
            throw new IllegalStateException("no system call was made yet");
        }
        return current;
    }

    /** The name of the call. */
    public String name() {
        return row().name();
    }

    /** The arguments as strace prints them. */
    public String arguments() {
        return row().arguments().apply(this);
    }

    /** When the thread entered the kernel, in picoseconds. */
    public long startedPs() {
        return startPs;
    }

    OsThread thread() {
        return thread;
    }

    /** Wakes the thread, from a timer or when pages have come. */
    WakeUp wakeUp() {
        return wakeUp;
    }

    /** The object argument, as what it must be. */
    <T> T object(Class<T> type) {
        return type.cast(java.util.Objects.requireNonNull(object));
    }

    /** The kernel works for some CPU time, then visits the handler again in the next phase. */
    SyscallResult charge(DelayPart part, long ps) {
        chargedPs = ps;
        chargedPart = part;
        phase++;
        return SyscallResult.working();
    }

    void demandCharge() {
        thread.demand(chargedPs, chargedPart);
    }
}
