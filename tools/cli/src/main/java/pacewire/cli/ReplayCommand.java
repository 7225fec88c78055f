package pacewire.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Rational;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.report.OutputFile;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.SchedulerText;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.ArrivalsCsv;
import pacewire.testkit.replay.ArrivalsException;
import pacewire.testkit.replay.DeparturesCsv;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayResult;

/** {@code pacewire replay}. */
@Command(
        description =
                "Plays packets through a packet scheduler alone, in front of a line, and prints when each leaves.",
        footer = {
            "",
            "The file is CSV with the columns id,flow,arrival,bytes and, where wanted,",
            "weight,priority,deadline,eligible,rate,dscp,ecn. Quantities have a unit, or are plain numbers in seconds, bytes"
                    + " and bytes a second, exact to the last digit; 1/3 is one, too.",
            "",
            "Examples:",
            "  pacewire replay --scheduler fifo --param limit='10 packets' --rate 1Gbps arrivals.csv",
            "  pacewire replay --scheduler '{type: fifo, limitBytes: 3 kB}' --rate 1/3 --weights 1=2,2=1 - < arrivals.csv"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The arrivals; '-' reads standard input.")
    private String file = "";

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            required = true,
            description = "The packet scheduler, or all of it as in a scenario file, such as '{type: fifo}'.")
    private String scheduler = "";

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the packet scheduler; may be given more than once.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            required = true,
            converter = RationalConverter.Rate.class,
            description = "Rate of the line, such as '1 Gbps', or a number of bytes a second.")
    private Rational rate = Rational.ONE;

    @Option(
            names = "--weights",
            paramLabel = "FLOW=WEIGHT",
            split = ",",
            converter = {FlowName.class, RationalConverter.OfNumber.class},
            description = "Weights of flows, such as 1=2,2=1 (default: those of the file, or 1).")
    private Map<String, Rational> weights = new LinkedHashMap<>();

    @Option(
            names = "--dequeue-every",
            paramLabel = "T",
            converter = RationalConverter.Time.class,
            description = "Poll the packet scheduler at these intervals instead of draining it with the line.")
    private @Nullable Rational pollPeriod;

    @Option(
            names = "--dequeue-start",
            paramLabel = "T",
            converter = RationalConverter.Time.class,
            description = "When the first poll is (default: 0).")
    private @Nullable Rational pollStart;

    @Option(
            names = "--largest",
            paramLabel = "SIZE",
            converter = RationalConverter.Size.class,
            description =
                    "Largest packet that the packet scheduler is told of (default: 1538 B, or the largest that comes).")
    private @Nullable Rational largest;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the packet scheduler's random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the departures there, and print a line (default: print them).")
    private @Nullable Path out;

    @Mixin
    private PluginOption plugins = new PluginOption();

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException, ArrivalsException, IOException {
        Replay replay = replay().rate(rate).seed(seed).weights(weights);
        poll(replay);
        if (largest != null) {
            replay.largestPacket(largest);
        }
        List<Arrival> arrivals = arrivals();
        ReplayResult result = replay.arrivals(arrivals).run();
        if (out == null) {
            DeparturesCsv.write(result, console.out());
        } else {
            OutputFile.write(out, writer -> DeparturesCsv.write(result, writer));
            console.out().println(summary(result));
        }
        return ExitCode.DONE;
    }

    /** Plain parameters may be exact fractions; those of tables and classes are as in a scenario file. */
    private Replay replay() throws ScenarioException {
        Map<String, String> plain = new LinkedHashMap<>();
        List<String> nested = new ArrayList<>();
        parameters.forEach((name, text) -> {
            if (name.contains(".") || name.contains("[")) {
                nested.add(name + "=" + text);
            } else {
                plain.put(name, text);
            }
        });
        SchedulerSetup setup = setup(nested);
        List<String> known =
                setup.spec().parameters().stream().map(ParameterSpec::name).toList();
        Replay replay = Replay.through(setup);
        plain.forEach((name, text) -> {
            if (!known.contains(name)) {
                throw UnknownName.complaint("parameter of " + setup.spec().name(), name, known);
            }
            replay.parameter(name, text);
        });
        return replay;
    }

    private SchedulerSetup setup(List<String> nested) throws ScenarioException {
        SchedulerCatalogue catalogue = plugins.catalogueFor(scheduler.strip());
        if (scheduler.strip().startsWith("{") || !nested.isEmpty()) {
            return SchedulerText.read(scheduler, nested, catalogue);
        }
        return SchedulerSetup.defaults(catalogue
                .find(scheduler)
                .orElseThrow(() -> UnknownName.complaint("packet scheduler", scheduler, catalogue.names())));
    }

    private void poll(Replay replay) {
        if (pollPeriod != null) {
            replay.dequeueEvery(pollPeriod);
        }
        if (pollStart != null) {
            if (pollPeriod == null) {
                throw new WrongInputException("--dequeue-start is for --dequeue-every");
            }
            replay.startingAt(pollStart);
        }
    }

    private List<Arrival> arrivals() throws ArrivalsException, IOException {
        if (file.equals(STANDARD_INPUT)) {
            return ArrivalsCsv.parse("standard input", new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new WrongInputException(file + ": this is a folder, not a file");
        }
        try {
            return ArrivalsCsv.read(path);
        } catch (NoSuchFileException missing) {
            throw new WrongInputException(file + ": there is no such file");
        }
    }

    private String summary(ReplayResult result) {
        return out + ": " + result.outcomes().size() + " packets, "
                + result.departures().size() + " sent, " + result.drops().size() + " dropped"
                + (result.packetsLeft() == 0 ? "" : ", " + result.packetsLeft() + " held for ever");
    }

    /** A flow as the file names it. */
    static final class FlowName implements picocli.CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return text.strip();
        }
    }
}
