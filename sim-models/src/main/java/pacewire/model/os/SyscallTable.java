package pacewire.model.os;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every system call, one row each; and how often each was made on this machine. */
public final class SyscallTable {
    private static final List<SyscallRow> ROWS = List.of(
            ReadCall.ROW,
            WriteCall.ROW,
            CloseCall.ROW,
            FstatCall.ROW,
            PollCall.ROW,
            MmapCall.ROW,
            MunmapCall.ROW,
            PreadCall.ROW,
            SendfileCall.ROW,
            SocketCall.ROW,
            ConnectCall.ROW,
            SendtoCall.ROW,
            RecvfromCall.ROW,
            SendmsgCall.ROW,
            RecvmsgCall.ROW,
            BindCall.ROW,
            ListenCall.ROW,
            SetsockoptCall.ROW,
            GetsockoptCall.ROW,
            CloneCall.ROW,
            ExitCall.ROW,
            FcntlCall.ROW,
            PrctlCall.ROW,
            FadviseCall.ROW,
            ClockNanosleepCall.ROW,
            EpollWaitCall.ROW,
            EpollControlCall.ROW,
            OpenatCall.ROW,
            SpliceCall.ROW,
            TimerfdCreateCall.ROW,
            TimerfdSettimeCall.ROW,
            AcceptCall.ROW,
            EpollCreateCall.ROW,
            PipeCall.ROW,
            SendmmsgCall.ROW,
            IoUringSetupCall.ROW,
            IoUringEnterCall.ROW,
            TransmitCall.ROW);

    private static final int LARGEST_NUMBER = 600;

    private final long[] made = new long[LARGEST_NUMBER + 1];

    SyscallTable() {}

    /** The names of all calls, in the order of their numbers. */
    public static List<String> names() {
        return ROWS.stream().map(SyscallRow::name).toList();
    }

    /** All calls, in the order of their numbers. */
    public static List<SyscallDescription> descriptions() {
        return ROWS.stream()
                .map(row -> new SyscallDescription(row.number(), row.name(), row.summary(), row.errors()))
                .toList();
    }

    void count(SyscallRow row) {
        made[row.number()]++;
    }

    /** Calls made so far by name, unused ones with 0. */
    SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (SyscallRow row : ROWS) {
            counts.put(row.name(), made[row.number()]);
        }
        return counts;
    }
}
