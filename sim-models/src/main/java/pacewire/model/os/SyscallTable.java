package pacewire.model.os;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/** Every system call, one row each; and how often each was made on this machine. */
public final class SyscallTable {
    static final SyscallRow READ = new SyscallRow(
            0, "read", SyscallTable::noMore, new ReadCall(), c -> c.descriptor + ", \"\"..., " + c.number);
    static final SyscallRow WRITE = new SyscallRow(
            1,
            "write",
            SyscallTable::noMore,
            new WriteCall(),
            c -> c.descriptor + ", " + quoted(c, length(c)) + ", " + length(c));
    static final SyscallRow CLOSE =
            new SyscallRow(3, "close", SyscallTable::noMore, new CloseCall(), c -> "" + c.descriptor);
    static final SyscallRow SOCKET = new SyscallRow(
            41,
            "socket",
            SyscallTable::noMore,
            new SocketCall(),
            c -> "AF_INET, " + (c.number == SocketCall.STREAM ? "SOCK_STREAM" : "SOCK_DGRAM") + ", IPPROTO_IP");
    static final SyscallRow CONNECT = new SyscallRow(
            42,
            "connect",
            SyscallTable::noMore,
            new ConnectCall(),
            c -> c.descriptor + ", " + address(c.number, c.secondNumber) + ", 16");
    static final SyscallRow SENDTO = new SyscallRow(
            44,
            "sendto",
            SyscallTable::noMore,
            new SendtoCall(),
            c -> c.descriptor + ", \"\"..., " + c.number + ", 0, NULL, 0");
    static final SyscallRow RECVFROM = new SyscallRow(
            45,
            "recvfrom",
            SyscallTable::noMore,
            new RecvfromCall(),
            c -> c.descriptor + ", " + quoted(c, (int) c.number) + ", " + length(c) + ", 0, NULL, NULL");
    static final SyscallRow RECVMSG = new SyscallRow(
            47,
            "recvmsg",
            SyscallTable::noMore,
            new RecvmsgCall(),
            c -> c.descriptor + ", " + event(c) + ", MSG_ERRQUEUE");
    static final SyscallRow BIND = new SyscallRow(
            49, "bind", SyscallTable::noMore, new BindCall(), c -> c.descriptor + ", " + address(0, c.number) + ", 16");
    static final SyscallRow LISTEN =
            new SyscallRow(50, "listen", SyscallTable::noMore, new ListenCall(), c -> c.descriptor + ", " + c.number);
    static final SyscallRow CLONE = new SyscallRow(
            56,
            "clone",
            MachineProfile::threadCreationPs,
            new CloneCall(),
            c -> "flags=CLONE_VM|CLONE_FILES|CLONE_THREAD");
    static final SyscallRow EXIT = new SyscallRow(60, "exit", SyscallTable::noMore, new ExitCall(), c -> "0");
    static final SyscallRow CLOCK_NANOSLEEP = new SyscallRow(
            230,
            "clock_nanosleep",
            SyscallTable::noMore,
            new ClockNanosleepCall(),
            c -> "CLOCK_MONOTONIC, TIMER_ABSTIME, " + timespec(c.number) + ", NULL");
    static final SyscallRow OPENAT = new SyscallRow(
            257,
            "openat",
            MachineProfile::fileOpenPs,
            new OpenatCall(),
            c -> "AT_FDCWD, \"" + c.object + "\", O_RDONLY");
    static final SyscallRow ACCEPT4 = new SyscallRow(
            288,
            "accept4",
            MachineProfile::acceptPs,
            new AcceptCall(),
            c -> c.descriptor + ", " + acceptedAddress(c) + ", SOCK_CLOEXEC");
    /** Our own call; Linux has no number for it, and numbers up to 470 were taken in 2025. */
    static final SyscallRow TRANSMIT = new SyscallRow(
            600, "transmit", SyscallTable::noMore, new TransmitCall(), c -> c.descriptor + ", " + transmitArguments(c));

    private static final List<SyscallRow> ROWS = List.of(
            READ,
            WRITE,
            CLOSE,
            SOCKET,
            CONNECT,
            SENDTO,
            RECVFROM,
            RECVMSG,
            BIND,
            LISTEN,
            CLONE,
            EXIT,
            CLOCK_NANOSLEEP,
            OPENAT,
            ACCEPT4,
            TRANSMIT);

    private static final int LARGEST_NUMBER = 600;

    private final long[] made = new long[LARGEST_NUMBER + 1];

    SyscallTable() {}

    /** The names of all calls, in the order of their numbers. */
    public static List<String> names() {
        return ROWS.stream().map(SyscallRow::name).toList();
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

    /** The base cost of a call that takes no more than entry and exit, and what its handler charges. */
    private static long noMore(MachineProfile profile) {
        return 0;
    }

    private static int length(SyscallCall call) {
        return call.object(byte[].class).length;
    }

    /** The first bytes of the call's buffer as strace quotes them, cut after 32 characters (its default -s 32). */
    private static String quoted(SyscallCall call, int bytes) {
        String text = new String(call.object(byte[].class), 0, bytes, StandardCharsets.UTF_8);
        String head = text.length() > 32 ? text.substring(0, 32) : text;
        String escaped = head.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\"", "\\\"");
        return "\"" + escaped + "\"" + (text.length() > 32 ? "..." : "");
    }

    /** The address that the call has filled in; no port is 0, so that one says that nobody was accepted. */
    private static String acceptedAddress(SyscallCall call) {
        return call.secondNumber == 0 ? "NULL, NULL" : address(call.number, call.secondNumber) + ", [16]";
    }

    private static String address(long host, long port) {
        return "{sa_family=AF_INET, sin_port=htons(" + port + "), sin_addr=inet_addr(\"" + HostAddress.of((int) host)
                + "\")}";
    }

    private static String timespec(long ps) {
        long nanoseconds = -Math.floorDiv(-ps, SimTime.NANOSECOND);
        return "{tv_sec=" + nanoseconds / 1_000_000_000 + ", tv_nsec=" + nanoseconds % 1_000_000_000 + "}";
    }

    private static String event(SyscallCall call) {
        return call.object(EventBuffer.class)
                .event()
                .map(event -> "{" + event.kind() + (event.detail().isEmpty() ? "" : ": " + event.detail()) + "}")
                .orElse("{}");
    }

    private static String transmitArguments(SyscallCall call) {
        TransmitRequest request = call.object(TransmitRequest.class);
        StringBuilder text = new StringBuilder("[");
        for (TransmitRequest.FileRange range : request.files()) {
            text.append(text.length() > 1 ? ", " : "")
                    .append("{\"")
                    .append(range.path())
                    .append("\", ");
            text.append(range.bytes() == TransmitRequest.FileRange.WHOLE_FILE ? "WHOLE_FILE" : range.bytes())
                    .append('}');
        }
        return text + "], " + request.files().size() + ", " + metrics(request);
    }

    private static String metrics(TransmitRequest request) {
        var metrics = request.metrics();
        StringBuilder text = new StringBuilder("{");
        if (metrics.minRate() != null) {
            text.append("min_rate=").append(metrics.minRate()).append(", ");
        }
        if (metrics.maxRate() != null) {
            text.append("max_rate=").append(metrics.maxRate()).append(", ");
        }
        if (metrics.hasMaxJitter()) {
            text.append("max_jitter=")
                    .append(SimTime.format(metrics.maxJitterPs()))
                    .append(", ");
        }
        if (metrics.hasMaxDelay()) {
            text.append("max_delay=")
                    .append(SimTime.format(metrics.maxDelayPs()))
                    .append(", ");
        }
        return text + "priority=" + metrics.priority() + ", weight=" + metrics.weight() + "}";
    }
}
