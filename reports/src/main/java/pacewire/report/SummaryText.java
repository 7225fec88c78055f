package pacewire.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.report.text.Figures;
import pacewire.report.text.MetricUnits;
import pacewire.report.text.ServerCosts;
import pacewire.report.text.TextTable;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.ServerResult;

/** The short account of a run for a terminal: plain text, at most 100 columns wide with names of ordinary length. */
public final class SummaryText {
    private static final int LONGEST_NAME = 10;
    private static final int SYSCALLS_NAMED = 4;

    private SummaryText() {}

    /** The account: what ran, a line for each group, the server's costs, the expectations. Ends with a line feed. */
    public static String of(RunResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(result));
        lines.add("");
        lines.addAll(groups(result.groups()));
        lines.add("");
        lines.addAll(server(result));
        if (!result.expectations().isEmpty()) {
            lines.add("");
            result.expectations().forEach(expectation -> lines.add(line(expectation)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String heading(RunResult result) {
        Scenario scenario = result.scenario();
        Scenario.Server server = scenario.server();
        return scenario.title() + ": " + server.application().type() + " over "
                + server.schedulerName() + " on " + server.machine() + ", " + Figures.exactTime(result.simulatedPs())
                + " simulated, seed " + scenario.seed();
    }

    private static List<String> groups(List<GroupResult> groups) {
        TextTable table = new TextTable(
                "group",
                "requests",
                "done",
                "refused",
                "contracts\nkept",
                "departure\nerror\np99",
                "\nmax",
                "RFC 3550\njitter\np99",
                "mean\nrate",
                "packets\nlost");
        for (GroupResult group : groups) {
            table.add(
                    shortened(group.name()),
                    Figures.count(group.requests()),
                    Figures.count(group.completed()),
                    Figures.count(group.refused()),
                    kept(group),
                    time(group.departureErrorPs(), group.departureErrorPs().percentile(99)),
                    time(group.departureErrorPs(), group.departureErrorPs().max()),
                    time(group.rfc3550JitterPs(), group.rfc3550JitterPs().percentile(99)),
                    group.throughputBps().isEmpty()
                            ? "-"
                            : Figures.rate(group.throughputBps().mean()),
                    Figures.count(dropped(group)));
        }
        return table.lines();
    }

    private static List<String> server(RunResult result) {
        ServerResult server = result.server();
        return List.of(
                "server: " + systemCalls(server.syscalls()),
                "        " + Figures.size(server.bytesCopiedToUser()) + " copied to user, "
                        + Figures.size(server.bytesCopiedFromUser()) + " from user; "
                        + Figures.count(server.contextSwitches()) + " context switches, "
                        + Figures.count(server.interrupts()) + " interrupts, "
                        + Figures.count(server.timerWakeups()) + " timer wake-ups",
                "        " + ServerCosts.cpu(result));
    }

    /** The calls made most often, by number. */
    private static String systemCalls(Map<String, Long> calls) {
        List<Map.Entry<String, Long>> used = calls.entrySet().stream()
                .filter(call -> call.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        long total = used.stream().mapToLong(Map.Entry::getValue).sum();
        String most = used.stream()
                .limit(SYSCALLS_NAMED)
                .map(call -> call.getKey() + " " + Figures.count(call.getValue()))
                .collect(Collectors.joining(", "));
        String others = used.size() > SYSCALLS_NAMED ? ", ..." : "";
        return Figures.count(total) + " system calls" + (used.isEmpty() ? "" : " (" + most + others + ")");
    }

    private static String line(ExpectationResult result) {
        Scenario.Expectation expectation = result.expectation();
        String measured = result.measured();
        return (result.held() ? "held:   " : "FAILED: ") + expectation.metric() + " "
                + expectation.comparison().key() + " " + expectation.text() + "; measured: "
                + measured(expectation.metric(), measured);
    }

    private static String measured(String metric, @Nullable String measured) {
        return measured == null ? "nothing" : MetricUnits.withUnit(metric, measured);
    }

    private static String kept(GroupResult group) {
        long contracts = group.contractsKept() + group.contractsBroken();
        return contracts == 0 ? "-" : Figures.count(group.contractsKept()) + "/" + Figures.count(contracts);
    }

    private static String time(HistogramSnapshot values, long ps) {
        return values.isEmpty() ? "-" : Figures.time(ps);
    }

    private static long dropped(GroupResult group) {
        return group.packetsDropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 2) + "..";
    }
}
