package pacewire.report.page;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.report.page.ReportTable.Tone;
import pacewire.report.text.Figures;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.ServerResult;

import static pacewire.report.page.ReportTable.prose;
import static pacewire.report.page.ReportTable.tone;

/** What the way of one system call claims for itself, and what this run has measured of it. */
final class OneCallTable {
    private static final String TRANSMIT = "transmit";

    /** With these an application waits for an instant that it has set itself. */
    private static final List<String> PACING_CALLS =
            List.of("clock_nanosleep", "nanosleep", "timerfd_create", "timerfd_settime", "epoll_wait", "poll");

    /** With these an application hands over data by itself. */
    private static final List<String> SENDING_CALLS =
            List.of("sendto", "sendmsg", "sendmmsg", "sendfile", "splice", "io_uring_enter");

    private OneCallTable() {}

    /** The claims; null for other applications. */
    static @Nullable ReportTable of(RunResult result) {
        if (!result.scenario().server().application().type().equals(TRANSMIT)) {
            return null;
        }
        ServerResult server = result.server();
        long transmits = calls(server, List.of(TRANSMIT));
        ReportTable table = ReportTable.of(prose("Claim"), prose("Measured"), tone("Holds"));
        add(
                table,
                "Clients ask over a connection, for files and with metrics",
                Figures.count(transmits) + " requests read from TCP connections",
                transmits <= calls(server, List.of("accept4")));
        long sends = calls(server, SENDING_CALLS);
        add(
                table,
                "One system call sends all files of a request",
                Figures.count(transmits) + " calls of transmit, " + Figures.count(sends) + " calls that send a part",
                sends == 0);
        long pacings = calls(server, PACING_CALLS);
        add(
                table,
                "The operating system schedules, not the application",
                "the threads called no timer and slept for no instant: " + Figures.count(pacings) + " such calls",
                pacings == 0);
        long kept =
                result.groups().stream().mapToLong(GroupResult::contractsKept).sum();
        long broken =
                result.groups().stream().mapToLong(GroupResult::contractsBroken).sum();
        add(
                table,
                "The metrics of every admitted transfer are kept, the tolerated jitter above all",
                Figures.count(kept) + " contracts kept, " + Figures.count(broken) + " broken",
                broken == 0);
        long copied = server.bytesCopiedToUser() + server.bytesCopiedFromUser();
        add(
                table,
                "No byte of a file passes through the application",
                Figures.inPrint(Figures.size(copied)) + " copied between kernel and application",
                copied == 0);
        return table;
    }

    private static void add(ReportTable table, String claim, String measured, boolean holds) {
        table.add(holds ? Tone.GOOD : Tone.BAD, claim, measured, holds ? "yes" : "no");
    }

    private static long calls(ServerResult server, List<String> names) {
        return names.stream()
                .mapToLong(name -> server.syscalls().getOrDefault(name, 0L))
                .sum();
    }
}
