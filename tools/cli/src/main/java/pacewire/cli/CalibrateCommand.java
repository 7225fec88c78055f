package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import pacewire.bench.calibrate.CacheSizes;
import pacewire.bench.calibrate.Calibration;
import pacewire.bench.calibrate.Figures;
import pacewire.bench.calibrate.Measurement;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.report.OutputFile;
import pacewire.report.text.TextTable;

/** {@code pacewire calibrate}. */
@Command(
        description = {
            "Measures this computer, as far as Java can, prints what it found and what it cannot measure, and writes a machine"
                    + " profile that a scenario can name."
        },
        footer = {
            "",
            "Example:",
            "  pacewire calibrate --name desk --out desk.yaml",
            "  pacewire run my.yaml --set server.machine=desk.yaml"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;
    private static final int MOST_EFFORT = 100;

    private final Console console;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "calibrated", description = "Name of the machine.")
    private String name = "";

    @Option(
            names = "--base",
            paramLabel = "MACHINE",
            defaultValue = "linux-6",
            description = "Profile that gives what is not measured (default: ${DEFAULT-VALUE}).")
    private String base = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds of each measurement; the middle one counts (default: ${DEFAULT-VALUE}).")
    private int rounds = 7;

    @Option(
            names = "--effort",
            paramLabel = "PERCENT",
            description = "How much work each round does: 100 is some seconds in all (default: ${DEFAULT-VALUE}).")
    private int effort = MOST_EFFORT;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "machine.yaml",
            description = "The file to write (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Mixin
    private FormatOption format = new FormatOption();

    CalibrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        requireRange("--rounds", rounds, MOST_ROUNDS);
        requireRange("--effort", effort, MOST_EFFORT);
        if (!out.toString().endsWith(".yaml")) {
            throw new WrongInputException("--out " + out + ": the name of a machine profile ends in .yaml");
        }
        MachineProfile known = MachineProfiles.find(base)
                .orElseThrow(() -> UnknownName.complaint(
                        "machine profile",
                        base,
                        MachineProfiles.all().stream().map(MachineProfile::name).toList()));
        Map<String, Measurement> found =
                new Calibration(rounds, effort).run(Path.of(System.getProperty("java.io.tmpdir")));
        Figures figures = new Figures(found, CacheSizes.ofThisComputer(), known);
        OutputFile.write(out, writer -> writer.write(profile(figures)));
        if (format.isJson()) {
            Json.print(console.out(), tree(found, figures));
        } else {
            print(found, figures);
        }
        return ExitCode.DONE;
    }

    private static void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new WrongInputException(option + " is " + value + ", not 1 to " + most);
        }
    }

    private String profile(Figures figures) {
        List<String> lines = new ArrayList<>();
        lines.add("# Measured by 'pacewire calibrate'. Figures that are not here are those of " + base + ".");
        lines.add("machine: \"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        lines.add("summary: \"Measured from Java on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + "\"");
        lines.add("year: " + LocalDate.now(Clock.systemUTC()).getYear());
        lines.add("base: " + base);
        lines.add("costs:");
        for (Cost cost : figures.costs()) {
            String unit = cost.item().unit() == CostItem.Unit.SIZE ? "B" : "ps";
            lines.add("  " + cost.item().key() + ": {value: " + cost.value() + " " + unit + ", source: \""
                    + cost.source() + "\"}");
        }
        return String.join("\n", lines) + "\n";
    }

    private void print(Map<String, Measurement> found, Figures figures) {
        TextTable measured = new TextTable("measured", "middle", "least", "greatest");
        found.values()
                .forEach(one ->
                        measured.add(one.name(), micros(one.median()), micros(one.least()), micros(one.greatest())));
        measured.lines().forEach(console.out()::println);
        console.out().println();
        WrappedTable costs = new WrappedTable("cost", "value", "from");
        figures.costs().forEach(cost -> costs.add(cost.item().key(), cost.valueText(), cost.source()));
        costs.print(console.out());
        console.out().println();
        console.out()
                .println("Not measured, taken from " + base + ": "
                        + figures.notMeasured().stream().map(CostItem::key).collect(Collectors.joining(", ")) + ".");
        console.out().println("profile: " + out);
    }

    private static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.3f us", nanos / 1000);
    }

    private static Map<String, Object> tree(Map<String, Measurement> found, Figures figures) {
        List<Object> measured = new ArrayList<>();
        for (Measurement one : found.values()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", one.name());
            row.put("how", one.how());
            row.put("middleNs", one.median());
            row.put("leastNs", one.least());
            row.put("greatestNs", one.greatest());
            measured.add(row);
        }
        Map<String, Object> costs = new LinkedHashMap<>();
        figures.costs().forEach(cost -> costs.put(cost.item().key(), cost.valueText()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("measured", measured);
        tree.put("costs", costs);
        tree.put(
                "notMeasured", figures.notMeasured().stream().map(CostItem::key).toList());
        return tree;
    }
}
