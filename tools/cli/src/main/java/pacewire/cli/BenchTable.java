package pacewire.cli;

import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import pacewire.bench.Harness.Round;
import pacewire.bench.Rival;
import pacewire.bench.Rival.Turn;
import pacewire.bench.Spread;
import pacewire.report.text.Figures;
import pacewire.report.text.TextTable;

/** What a benchmark measured, round by round, as a table or as JSON. */
final class BenchTable {
    private final String title;
    private final Map<String, Object> subject;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private @Nullable Rival rival;
    private @Nullable Spread ratio;
    private @Nullable Spread cpuRatio;

    /** One figure of all rounds. */
    private record Line(String label, Spread spread) {}

    /**
     * A table without lines.
     *
     * @param title what was measured, for people
     * @param subject the same for programs
     */
    BenchTable(String title, Map<String, Object> subject) {
        this.title = title;
        this.subject = subject;
    }

    /** Adds a figure. */
    void add(String label, String key, List<Round> rounds, ToDoubleFunction<Round> figure) {
        lines.put(key, new Line(label, spread(rounds, figure)));
    }

    /** Adds what another program did in its turns, each after a round of ours. */
    void compare(Rival other, List<Round> rounds) {
        rival = other;
        ratio = ratio(rounds, Round::operationsPerSecond, other.turns(), Turn::perSecond);
        cpuRatio = ratio(rounds, Round::operationsPerCpuSecond, other.turns(), Turn::perCpuSecond);
    }

    /** Of the medians; the ends are those of each round with the turn behind it. */
    private static Spread ratio(
            List<Round> rounds, ToDoubleFunction<Round> ours, List<Turn> turns, ToDoubleFunction<Turn> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(ours.applyAsDouble(rounds.get(i)) / theirs.applyAsDouble(turns.get(i)));
        }
        Spread ends = Spread.of(ratios);
        double medians = spread(rounds, ours).median() / spread(turns, theirs).median();
        return new Spread(medians, ends.least(), ends.greatest());
    }

    private static <T> Spread spread(List<T> rounds, ToDoubleFunction<T> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }

    void print(PrintWriter out, boolean isJson, long heapUsedBytes) {
        if (isJson) {
            printJson(out, heapUsedBytes);
        } else {
            printText(out, heapUsedBytes);
        }
    }

    private void printText(PrintWriter out, long heapUsedBytes) {
        out.println(title);
        TextTable table = new TextTable("", "median", "least", "greatest");
        lines.values().forEach(line -> addRow(table, line.label(), line.spread()));
        if (rival != null && ratio != null && cpuRatio != null) {
            addRow(table, "the other program", spread(rival.turns(), Turn::perSecond));
            addRow(table, "its share of the time on a core", spread(rival.turns(), Turn::cpuShare));
            addRow(table, "ratio to it", ratio);
            addRow(table, "ratio for each second on a core", cpuRatio);
        }
        table.lines().forEach(out::println);
        out.println("heap used after a collection: " + Figures.size(heapUsedBytes));
        out.println(
                "Java " + System.getProperty("java.version") + ", collectors " + String.join(" and ", collectors()));
    }

    private static void addRow(TextTable table, String label, Spread spread) {
        table.add(label, figure(spread.median()), figure(spread.least()), figure(spread.greatest()));
    }

    private static String figure(double value) {
        return value >= 1000 ? Figures.count(Math.round(value)) : Figures.number(value);
    }

    private void printJson(PrintWriter out, long heapUsedBytes) {
        Map<String, Object> tree = new LinkedHashMap<>(subject);
        lines.forEach((key, line) -> tree.put(key, tree(line.spread())));
        tree.put("heapUsedBytes", heapUsedBytes);
        tree.put("java", javaTree());
        if (rival != null && ratio != null && cpuRatio != null) {
            Map<String, Object> against = new LinkedHashMap<>();
            against.put("command", rival.command());
            against.put("perSecond", tree(spread(rival.turns(), Turn::perSecond)));
            against.put("cpuShare", tree(spread(rival.turns(), Turn::cpuShare)));
            against.put("ratio", tree(ratio));
            against.put("cpuRatio", tree(cpuRatio));
            tree.put("against", against);
        }
        Json.print(out, tree);
    }

    /** The Java that measured. */
    static Map<String, Object> javaTree() {
        Map<String, Object> java = new LinkedHashMap<>();
        java.put("version", String.valueOf(System.getProperty("java.version")));
        java.put("collectors", collectors());
        return java;
    }

    /** The spread as JSON. */
    static Map<String, Object> tree(Spread spread) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("median", spread.median());
        tree.put("least", spread.least());
        tree.put("greatest", spread.greatest());
        return tree;
    }

    private static List<String> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.toList());
    }
}
