package pacewire.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.sched.Claim;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.report.OutputException;
import pacewire.report.chart.LineChart;
import pacewire.report.chart.LineChart.Axis;
import pacewire.report.chart.LineChart.Line;
import pacewire.report.chart.LineChart.Point;

/** The cost of a packet against the number of flows, a chart for each order of growth that packet schedulers claim. */
final class SchedulerCharts {
    /** More lines than that cannot be told apart. */
    private static final int MOST_LINES = 12;

    private final Map<Claim.Growth, Map<String, List<Point>>> charts = new EnumMap<>(Claim.Growth.class);

    void add(SchedulerSpec spec, int flows, double nanosPerPacket) {
        charts.computeIfAbsent(growth(spec), growth -> new LinkedHashMap<>())
                .computeIfAbsent(spec.name(), name -> new ArrayList<>())
                .add(new Point(flows, nanosPerPacket));
    }

    /**
     * Writes them as {@code schedulers-constant.png} and so on.
     *
     * @throws OutputException when that fails
     */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<Claim.Growth, Map<String, List<Point>>> chart : charts.entrySet()) {
                List<Line> lines = chart.getValue().entrySet().stream()
                        .map(line -> new Line(line.getKey(), line.getValue()))
                        .toList();
                for (int from = 0; from < lines.size(); from += MOST_LINES) {
                    String number = lines.size() <= MOST_LINES ? "" : "-" + (from / MOST_LINES + 1);
                    List<Line> some = lines.subList(from, Math.min(lines.size(), from + MOST_LINES));
                    writeOne(chart(chart.getKey(), number, some), folder);
                }
            }
        } catch (IOException e) {
            throw new OutputException(folder, e.getMessage(), e);
        }
    }

    private static void writeOne(LineChart chart, Path folder) throws IOException {
        Path beside = folder.resolve("." + chart.stem() + ".part");
        try (OutputStream out = Files.newOutputStream(beside)) {
            chart.image().writePng(out);
        }
        Files.move(beside, folder.resolve(chart.stem() + ".png"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static LineChart chart(Claim.Growth growth, String number, List<Line> lines) {
        return new LineChart(
                "schedulers-" + growth.name().toLowerCase(java.util.Locale.ROOT) + number,
                "Cost of a packet against the number of flows",
                "packet schedulers that claim " + words(growth) + " per packet; one packet of each flow is held",
                new Axis("flows", true),
                new Axis("time for a packet, dequeued and enqueued (ns)", true),
                lines);
    }

    private static String words(Claim.Growth growth) {
        return switch (growth) {
            case CONSTANT -> "constant work";
            case LOGARITHMIC -> "work that grows as the logarithm of the flows";
            case LINEAR -> "work that grows with the flows";
        };
    }

    /** As claimed; one that claims nothing is among those that may grow most. */
    private static Claim.Growth growth(SchedulerSpec spec) {
        SchedulerEnvironment anywhere = SchedulerEnvironment.routerPort(
                DataRate.parse("10 Gbps"), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1));
        return SchedulerSetup.defaults(spec).claims(anywhere).stream()
                .filter(Claim.Cost.class::isInstance)
                .map(claim -> ((Claim.Cost) claim).growth())
                .findFirst()
                .orElse(Claim.Growth.LINEAR);
    }
}
