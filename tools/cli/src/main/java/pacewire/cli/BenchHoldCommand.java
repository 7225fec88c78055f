package pacewire.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.bench.Harness;
import pacewire.bench.Harness.Round;
import pacewire.bench.HoldWorkload;
import pacewire.bench.Rival;
import pacewire.bench.Spacing;
import pacewire.bench.WorkloadException;
import pacewire.core.units.Quantity;
import pacewire.report.text.Figures;

/** {@code pacewire bench hold}. */
@Command(
        name = "hold",
        description = "Measures the event queue with the hold model: a fixed number of events is pending, and each that"
                + " fires schedules itself again.",
        footer = {"", "Example:", "  pacewire bench hold --pending 1000000 --spacing bimodal"})
final class BenchHoldCommand implements Callable<Integer> {
    private static final int MOST_PENDING = 100_000_000;

    private final Console console;

    @Option(
            names = "--pending",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Events pending (default: ${DEFAULT-VALUE}).")
    private int pending;

    @Option(
            names = "--spacing",
            paramLabel = "NAME",
            defaultValue = "exponential",
            description = "How far ahead events schedule themselves: exponential, bimodal, constant or same-instant"
                    + " (default: ${DEFAULT-VALUE}).")
    private String spacing = "";

    @Option(
            names = "--cancel",
            paramLabel = "SHARE",
            converter = ShareConverter.class,
            defaultValue = "0 %",
            description = "Share of the firings that also cancel another event and schedule it anew"
                    + " (default: ${DEFAULT-VALUE}).")
    private long cancelledPpb;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description = "Another program to run in turns with ours, which ends with a line of JSON such as"
                    + " {\"events_per_s\": 10000000}.")
    private @Nullable String against;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    BenchHoldCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        BenchLimits.require("--pending", pending, MOST_PENDING);
        Spacing chosen = spacing();
        HoldWorkload workload = new HoldWorkload(pending, chosen, (double) cancelledPpb / Quantity.WHOLE);
        Rival rival = against == null ? null : Rival.inEvents(against);
        Harness harness =
                new Harness(rival == null ? options.plan() : options.planInTurns(), console::checkInterrupted);
        try {
            List<Round> rounds = harness.measure(workload, rival == null ? () -> {} : rival::takeTurn);
            print(rounds, rival, harness.heapUsedBytes());
        } catch (WorkloadException wrong) {
            throw new WrongInputException(String.valueOf(wrong.getMessage()));
        }
        return ExitCode.DONE;
    }

    private Spacing spacing() {
        return Spacing.find(spacing).orElseThrow(() -> UnknownName.complaint("spacing", spacing, Spacing.keys()));
    }

    private void print(List<Round> rounds, @Nullable Rival rival, long heapUsedBytes) {
        String cancelled = Quantity.SHARE.format(cancelledPpb);
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("benchmark", "hold");
        subject.put("pending", pending);
        subject.put("spacing", spacing);
        subject.put("cancelShare", (double) cancelledPpb / Quantity.WHOLE);
        BenchTable table = new BenchTable(
                "hold: " + Figures.count(pending) + " events pending, spacing " + spacing + ", cancelled " + cancelled,
                subject);
        table.add("events/s", "eventsPerSecond", rounds, Round::operationsPerSecond);
        table.add("bytes allocated per event", "allocatedBytesPerEvent", rounds, Round::allocatedBytesPerOperation);
        table.add("events for each second on a core", "eventsPerCpuSecond", rounds, Round::operationsPerCpuSecond);
        table.add("share of the time on a core", "cpuShare", rounds, Round::cpuShare);
        if (rival != null) {
            table.compare(rival, rounds);
        }
        table.print(console.out(), format.isJson(), heapUsedBytes);
    }
}
