package pacewire.cli;

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

import pacewire.bench.Harness;
import pacewire.bench.Harness.Round;
import pacewire.bench.SchedulerWorkload;
import pacewire.bench.Spread;
import pacewire.bench.WorkloadException;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSpec;
import pacewire.report.text.Figures;
import pacewire.report.text.TextTable;

/** {@code pacewire bench schedulers}. */
@Command(
        name = "schedulers",
        description = "Measures each packet scheduler alone against the number of flows: a packet of each flow is held,"
                + " and each that leaves comes again.",
        footer = {"", "Example:", "  pacewire bench schedulers --scheduler jitter-edf --flows 10,1000,100000"})
final class BenchSchedulersCommand implements Callable<Integer> {
    private static final int MOST_FLOWS = 10_000_000;

    private final Console console;

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            split = ",",
            description = "Only these packet schedulers (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--flows",
            paramLabel = "N",
            split = ",",
            defaultValue = "10,100,1000,10000,100000,1000000",
            description = "Numbers of flows (default: ${DEFAULT-VALUE}).")
    private List<Integer> flows = new ArrayList<>();

    @Option(
            names = "--charts",
            paramLabel = "DIR",
            description = "Draw the figures there, too: a chart for each order of growth that is claimed.")
    private @Nullable Path charts;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private PluginOption plugins = new PluginOption();

    BenchSchedulersCommand(Console console) {
        this.console = console;
    }

    /**
     * What came of one packet scheduler with one number of flows.
     *
     * @param nanosPerPacket null when it could not be measured
     * @param problem why not; empty when it could
     */
    private record Cell(int flows, @Nullable Spread nanosPerPacket, double allocatedBytesPerPacket, String problem) {}

    @Override
    public Integer call() {
        flows.forEach(number -> BenchLimits.require("--flows", number, MOST_FLOWS));
        SchedulerCatalogue catalogue = plugins.catalogue();
        List<SchedulerSpec> specs = names.isEmpty()
                ? catalogue.all()
                : names.stream().map(name -> spec(catalogue, name)).toList();
        Harness harness = new Harness(options.planOfRow(), console::checkInterrupted);
        Map<SchedulerSpec, List<Cell>> rows = new LinkedHashMap<>();
        for (SchedulerSpec spec : specs) {
            rows.put(
                    spec,
                    flows.stream().map(number -> measure(harness, spec, number)).toList());
        }
        if (charts != null) {
            draw(rows, charts);
        }
        if (format.isJson()) {
            printJson(rows);
        } else {
            printText(rows);
        }
        return ExitCode.DONE;
    }

    private static SchedulerSpec spec(SchedulerCatalogue catalogue, String name) {
        return catalogue
                .find(name)
                .orElseThrow(() -> UnknownName.complaint("packet scheduler", name, catalogue.names()));
    }

    /** A packet scheduler that takes no such load is told of in its place, beside those that do. */
    private Cell measure(Harness harness, SchedulerSpec spec, int number) {
        try {
            SchedulerWorkload workload = new SchedulerWorkload(spec, number);
            workload.settle(console::checkInterrupted);
            List<Round> rounds = harness.measure(workload, () -> {});
            Spread nanos =
                    Spread.of(rounds.stream().map(Round::nanosPerOperation).toList());
            Spread bytes = Spread.of(
                    rounds.stream().map(Round::allocatedBytesPerOperation).toList());
            return new Cell(number, nanos, bytes.median(), "");
        } catch (WorkloadException unfit) {
            return new Cell(number, null, 0, String.valueOf(unfit.getMessage()));
        }
    }

    private void draw(Map<SchedulerSpec, List<Cell>> rows, Path folder) {
        SchedulerCharts drawn = new SchedulerCharts();
        rows.forEach((spec, cells) -> cells.forEach(cell -> {
            Spread nanos = cell.nanosPerPacket();
            if (nanos != null) {
                drawn.add(spec, cell.flows(), nanos.median());
            }
        }));
        drawn.write(folder);
    }

    private void printText(Map<SchedulerSpec, List<Cell>> rows) {
        List<String> headers = new ArrayList<>(List.of("ns per packet, flows:"));
        flows.forEach(number -> headers.add(Figures.count(number)));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        List<String> problems = new ArrayList<>();
        rows.forEach((spec, cells) -> {
            List<String> row = new ArrayList<>(List.of(spec.name()));
            for (Cell cell : cells) {
                Spread nanos = cell.nanosPerPacket();
                row.add(nanos == null ? "-" : Figures.number(nanos.median()));
                if (nanos == null) {
                    problems.add(spec.name() + " with " + Figures.count(cell.flows()) + " flows: " + cell.problem());
                }
            }
            table.add(row.toArray(String[]::new));
        });
        table.lines().forEach(console.out()::println);
        problems.forEach(console.out()::println);
    }

    private void printJson(Map<SchedulerSpec, List<Cell>> rows) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        rows.forEach((spec, cells) -> cells.forEach(cell -> results.add(tree(spec, cell))));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("benchmark", "schedulers");
        tree.put("results", results);
        tree.put("java", BenchTable.javaTree());
        Json.print(console.out(), tree);
    }

    private static Map<String, @Nullable Object> tree(SchedulerSpec spec, Cell cell) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("scheduler", spec.name());
        tree.put("flows", cell.flows());
        Spread nanos = cell.nanosPerPacket();
        if (nanos == null) {
            tree.put("problem", cell.problem());
        } else {
            tree.put("nanosecondsPerPacket", BenchTable.tree(nanos));
            tree.put("allocatedBytesPerPacket", cell.allocatedBytesPerPacket());
        }
        return tree;
    }
}
