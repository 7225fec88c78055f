package pacewire.report.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

import pacewire.model.packet.DelayPart;
import pacewire.report.text.Figures;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.PartOfDelay;

/**
 * Where a datagram's time went on average: one bar a group, what the server spent on the left, the network's part on the
 * right, each with its own axis, since propagation dwarfs everything else.
 */
final class DelayAccountBars implements ResultChart {
    /** Room for the total behind a bar. */
    private static final double HEADROOM = 1.3;

    @Override
    public String stem() {
        return "delay-account";
    }

    @Override
    public String title() {
        return "Delay account: where a datagram's time goes";
    }

    @Override
    public String caption() {
        return "Mean time of a delivered datagram from its ideal instant to the client, by part: on the left what the"
                + " server added, on the right the network. Mind that the two axes differ.";
    }

    @Override
    public JFreeChart draw(RunResult result) {
        List<GroupResult> groups = ChartGroups.drawn(result);
        CategoryAxis names = new CategoryAxis();
        names.setTickLabelFont(ChartTheme.SMALL);
        names.setTickLabelPaint(ChartTheme.INK);
        names.setLowerMargin(0.08);
        names.setUpperMargin(0.08);
        CombinedDomainCategoryPlot plot = new CombinedDomainCategoryPlot(names);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setGap(28);
        plot.add(panel("in the server", groups, part -> part.compareTo(DelayPart.SERIALISATION) < 0));
        plot.add(panel("in the network", groups, part -> part.compareTo(DelayPart.SERIALISATION) >= 0));
        return ChartTheme.chart(title(), ChartGroups.subtitle(result), plot, true);
    }

    private static CategoryPlot panel(String where, List<GroupResult> groups, Predicate<DelayPart> belongs) {
        Map<String, Map<DelayPart, Double>> means = new LinkedHashMap<>();
        groups.forEach(group -> means.put(group.name(), means(group, belongs)));
        double longest =
                means.values().stream().mapToDouble(DelayAccountBars::sum).max().orElse(0);
        AxisUnit unit = AxisUnit.forTime(longest);
        DefaultCategoryDataset bars = new DefaultCategoryDataset();
        List<DelayPart> shown = new ArrayList<>();
        for (DelayPart part : DelayPart.values()) {
            boolean isSpent = means.values().stream().anyMatch(group -> group.getOrDefault(part, 0.0) > 0);
            if (isSpent) {
                shown.add(part);
                String name = legend(part, means);
                means.forEach((group, parts) -> bars.addValue(unit.of(parts.getOrDefault(part, 0.0)), name, group));
            }
        }
        NumberAxis axis = ChartTheme.numberAxis(
                unit.label(where + ", mean"), 0, longest > 0 ? unit.of(longest) * HEADROOM : 1, ChartTheme.ROWS);
        CategoryPlot plot = new CategoryPlot(bars, null, axis, renderer(shown));
        ChartTheme.style(plot);
        plot.setNoDataMessage("No time spent here.");
        means.forEach((group, parts) -> annotateTotal(plot, group, sum(parts), unit));
        return plot;
    }

    private static void annotateTotal(CategoryPlot plot, String group, double total, AxisUnit unit) {
        if (total > 0) {
            plot.addAnnotation(new BarTotal(Figures.inPrint(Figures.time(total)), group, unit.of(total)));
        }
    }

    private static StackedBarRenderer renderer(List<DelayPart> parts) {
        StackedBarRenderer renderer = new StackedBarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(0.35);
        renderer.setItemMargin(0.1);
        renderer.setDrawBarOutline(false);
        for (int index = 0; index < parts.size(); index++) {
            renderer.setSeriesPaint(index, DelayColours.of(parts.get(index)));
        }
        return renderer;
    }

    private static Map<DelayPart, Double> means(GroupResult group, Predicate<DelayPart> belongs) {
        Map<DelayPart, Double> means = new LinkedHashMap<>();
        for (DelayPart part : DelayPart.values()) {
            if (belongs.test(part)) {
                means.put(part, mean(group, part));
            }
        }
        return means;
    }

    private static double mean(GroupResult group, DelayPart part) {
        return group.delayAccountPs().stream()
                .filter(spent -> spent.part().equals(part.key()))
                .map(PartOfDelay::spentPs)
                .mapToDouble(spent -> Math.max(0, spent.mean()))
                .sum();
    }

    private static double sum(Map<DelayPart, Double> parts) {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** "socketBuffer" as "socket buffer"; with its time when there is one group: some parts are too short to be seen. */
    private static String legend(DelayPart part, Map<String, Map<DelayPart, Double>> means) {
        String words = part.words();
        if (means.size() > 1) {
            return words;
        }
        double spent = means.values().iterator().next().getOrDefault(part, 0.0);
        return words + " " + Figures.inPrint(Figures.time(spent));
    }
}
