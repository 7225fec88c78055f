package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.bench.Harness;
import pacewire.bench.Harness.Round;
import pacewire.bench.PathLoad;
import pacewire.bench.PathWorkload;
import pacewire.bench.Rival;
import pacewire.bench.WorkloadException;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.app.Applications;
import pacewire.model.sched.PacketSchedulers;
import pacewire.report.text.Figures;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;

/** {@code pacewire bench path}. */
@Command(
        name = "path",
        description = "Measures the whole path of a packet, from the application to the client's meters, while so many"
                + " paced transfers flow.",
        footer = {
            "",
            "Examples:",
            "  pacewire bench path --transfers 10000",
            "  pacewire bench path --application sleep-sendto --scheduler fifo",
            "  pacewire bench path --scenario scenarios/library/application-pacing.yaml"
        })
final class BenchPathCommand implements Callable<Integer> {
    private static final int MOST_TRANSFERS = 10_000_000;

    private final Console console;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Transfers that flow at once (default: ${DEFAULT-VALUE}).")
    private int transfers;

    @Option(
            names = "--line",
            paramLabel = "RATE",
            converter = RateConverter.class,
            defaultValue = "10 Gbps",
            description = "Rate of the server's line and of every link (default: ${DEFAULT-VALUE}).")
    private DataRate line;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description = "Payload rate of each transfer (default: 64 %% of the line, shared by all).")
    private @Nullable DataRate rate;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "transmit",
            description = "The server application (default: ${DEFAULT-VALUE}).")
    private String application = "";

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            defaultValue = "jitter-edf",
            description = "The packet scheduler of the server (default: ${DEFAULT-VALUE}).")
    private String scheduler = "";

    @Option(
            names = "--set",
            paramLabel = "KEY.PATH=VALUE",
            description = "Replace a value of the scenario that is measured; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Measure this scenario from the instant on at which all its transfers flow,"
                    + " instead of the one described by the options above.")
    private @Nullable Path file;

    @Option(names = "--print-scenario", description = "Print the scenario that would be measured, and measure nothing.")
    private boolean isScenarioWanted;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description = "Another program to run in turns with ours, which ends with a line of JSON such as"
                    + " {\"packets_per_s\": 1000000}.")
    private @Nullable String against;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    BenchPathCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        PathLoad load = load();
        if (isScenarioWanted) {
            console.out().print(load.yaml());
            return ExitCode.DONE;
        }
        Scenario scenario =
                file == null ? load.scenario(overrides) : ScenarioReader.read(file, overrides, OptionalLong.empty());
        try {
            measure(scenario, load);
        } catch (WorkloadException wrong) {
            throw new WrongInputException(String.valueOf(wrong.getMessage()));
        }
        return ExitCode.DONE;
    }

    private void measure(Scenario scenario, PathLoad load) {
        Rival rival = against == null ? null : Rival.inPackets(against);
        Harness harness =
                new Harness(rival == null ? options.plan() : options.planInTurns(), console::checkInterrupted);
        long start = System.nanoTime();
        PathWorkload workload = new PathWorkload(scenario);
        workload.startAll(console::checkInterrupted);
        double setUpSeconds = (System.nanoTime() - start) / 1e9;
        List<Round> rounds = harness.measure(workload, rival == null ? () -> {} : rival::takeTurn);
        BenchTable table = file == null
                ? tableOf(load, setUpSeconds)
                : tableOf(scenario.title(), workload.transfers(), setUpSeconds);
        fill(table, rounds, rival);
        table.print(console.out(), format.isJson(), harness.heapUsedBytes());
        // The heap was measured with the workload in it.
        workload.requireSteady();
    }

    private PathLoad load() {
        BenchLimits.require("--transfers", transfers, MOST_TRANSFERS);
        if (Applications.find(application).isEmpty()) {
            throw UnknownName.complaint(
                    "application",
                    application,
                    Applications.all().stream().map(spec -> spec.name()).toList());
        }
        if (PacketSchedulers.find(scheduler).isEmpty()) {
            throw UnknownName.complaint(
                    "packet scheduler",
                    scheduler,
                    PacketSchedulers.all().stream().map(spec -> spec.name()).toList());
        }
        DataRate each = rate == null ? PathLoad.usualRate(line, transfers) : rate;
        return new PathLoad(transfers, each, line, application, scheduler);
    }

    private BenchTable tableOf(PathLoad load, double setUpSeconds) {
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("benchmark", "path");
        subject.put("transfers", transfers);
        subject.put("rate", load.rate().toString());
        subject.put("line", line.toString());
        subject.put("application", application);
        subject.put("scheduler", scheduler);
        subject.put("set", overrides);
        subject.put("setUpSeconds", setUpSeconds);
        return new BenchTable(
                "path: " + Figures.count(transfers) + " transfers of " + load.rate() + " on " + line + ", "
                        + application + " over " + scheduler + " (set up in " + Figures.number(setUpSeconds) + " s)",
                subject);
    }

    private BenchTable tableOf(String title, int count, double setUpSeconds) {
        Map<String, Object> subject = new LinkedHashMap<>();
        subject.put("benchmark", "path");
        subject.put("transfers", count);
        subject.put("scenario", String.valueOf(file));
        subject.put("set", overrides);
        subject.put("setUpSeconds", setUpSeconds);
        return new BenchTable(
                "path: " + Figures.count(count) + " transfers of '" + title + "' (set up in "
                        + Figures.number(setUpSeconds) + " s)",
                subject);
    }

    private static void fill(BenchTable table, List<Round> rounds, @Nullable Rival rival) {
        table.add("packets/s", "packetsPerSecond", rounds, Round::operationsPerSecond);
        table.add("events/s", "eventsPerSecond", rounds, Round::eventsPerSecond);
        table.add(
                "events per packet", "eventsPerPacket", rounds, round -> (double) round.events() / round.operations());
        table.add("bytes allocated per packet", "allocatedBytesPerPacket", rounds, Round::allocatedBytesPerOperation);
        table.add(
                "virtual seconds per second",
                "virtualSecondsPerSecond",
                rounds,
                round -> (double) round.virtualPs() / SimTime.NANOSECOND / round.wallNanos());
        table.add("packets for each second on a core", "packetsPerCpuSecond", rounds, Round::operationsPerCpuSecond);
        table.add("share of the time on a core", "cpuShare", rounds, Round::cpuShare);
        if (rival != null) {
            table.compare(rival, rounds);
        }
    }
}
