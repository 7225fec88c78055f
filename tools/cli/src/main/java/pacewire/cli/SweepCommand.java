package pacewire.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.report.SweepWriter;
import pacewire.report.text.SweepFigures;
import pacewire.report.text.TextTable;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.format.Suggestions;
import pacewire.scenario.sweep.Sweep;
import pacewire.scenario.sweep.SweepPoint;
import pacewire.scenario.sweep.SweepResult;
import pacewire.scenario.sweep.Variation;

/** {@code pacewire sweep}. */
@Command(
        description = {
            "Runs a scenario for each of several values of a key, and draws what comes of it: a metric over the values. Leaves a"
                    + " folder with a page, charts and all figures."
        },
        footer = {
            "",
            "Examples:",
            "  pacewire sweep scenarios/library/strict-tolerance.yaml \\",
            "      --vary clients.monitors.requests.maxJitter='10 us,100 us,1 ms,10 ms'",
            "  pacewire sweep my.yaml --vary clients.viewers.count=100,200,400 --vary server.machine=linux-6,cloud-vm \\",
            "      --metric groups.viewers.departureErrorUs.p99"
        })
final class SweepCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private ScenarioOptions scenarioOptions = new ScenarioOptions();

    @Option(
            names = "--vary",
            paramLabel = "KEY.PATH=A,B",
            required = true,
            description =
                    "A key and its values. The first key goes along the charts; of more than one, each combination is"
                            + " run.")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--metric",
            paramLabel = "PATH",
            description =
                    "A figure of summary.json; may be given more than once (default: CPU time for a megabyte, and for each"
                            + " group the departure error and the contracts).")
    private List<String> metrics = new ArrayList<>();

    @Mixin
    private StudyOptions study = new StudyOptions("sweep", 1);

    @Mixin
    private FormatOption format = new FormatOption();

    SweepCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ScenarioException {
        Sweep sweep = new Sweep(scenarioOptions.sweep(study.replications(), variations()));
        List<String> wanted = wanted(sweep);
        study.carryOut(scenarioOptions.stem(), (pool, folder) -> {
            SweepResult result = sweep.run(wanted, pool, (nowPs, endPs, events) -> console.checkInterrupted());
            SweepWriter.write(result, ToolVersion.text(), folder);
            print(result, folder);
        });
        return ExitCode.DONE;
    }

    private List<Variation> variations() {
        List<Variation> variations = new ArrayList<>();
        for (String text : vary) {
            try {
                variations.add(Variation.parse(text));
            } catch (IllegalArgumentException wrong) {
                throw new WrongInputException("--vary " + wrong.getMessage());
            }
        }
        if (variations.stream().map(Variation::path).distinct().count() < variations.size()) {
            throw new WrongInputException("--vary names one key twice: " + String.join(", ", vary));
        }
        return variations;
    }

    private List<String> wanted(Sweep sweep) {
        Set<String> known = sweep.metrics();
        for (String metric : metrics) {
            if (!known.contains(metric)) {
                throw new WrongInputException("--metric " + metric + ": " + complaint(metric, known));
            }
        }
        if (metrics.stream().distinct().count() < metrics.size()) {
            throw new WrongInputException("--metric names one twice: " + String.join(", ", metrics));
        }
        return metrics.isEmpty() ? usual(sweep, known) : metrics;
    }

    private static String complaint(String metric, Set<String> known) {
        List<String> below = known.stream()
                .filter(path -> path.startsWith(metric + "."))
                .map(path -> path.substring(metric.length() + 1))
                .toList();
        return below.isEmpty()
                ? "a run of this scenario has no such metric" + Suggestions.didYouMean(metric, known)
                : "this is no single number: add one of " + String.join(", ", below);
    }

    /** Groups that only some of the combinations have are left out. */
    private static List<String> usual(Sweep sweep, Set<String> known) {
        List<String> usual = new ArrayList<>(List.of("server.cpuUsPerMegabyte"));
        for (Scenario.ClientGroup group : sweep.firstScenario().clients()) {
            for (String metric :
                    List.of("departureErrorUs.p999", "departureErrorUs.max", "contracts.kept", "refused")) {
                usual.add("groups." + group.name() + "." + metric);
            }
        }
        usual.removeIf(metric -> !known.contains(metric));
        return usual;
    }

    private void print(SweepResult result, Path folder) {
        if (format.isJson()) {
            Json.print(console.out(), SweepWriter.tree(result));
            return;
        }
        List<String> headers = new ArrayList<>();
        result.variations().forEach(variation -> headers.add(stacked(variation.path())));
        result.metrics().forEach(metric -> headers.add(stacked(metric)));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        for (SweepPoint point : result.points()) {
            List<String> cells = new ArrayList<>(point.values());
            result.metrics().forEach(metric -> cells.add(SweepFigures.text(metric, point.estimate(metric))));
            table.add(cells.toArray(String[]::new));
        }
        table.lines().forEach(console.out()::println);
        console.out().println();
        console.out().println("results: " + folder);
        console.out().println("page:    " + folder.resolve("sweep.html"));
    }

    private static String stacked(String path) {
        return path.replace('.', '\n');
    }
}
