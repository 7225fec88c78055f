package pacewire.report.chart;

import java.awt.Color;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** The eight colours of Okabe and Ito for the eight parts of the server, greys and a dark blue for the network. */
    private static final Map<DelayPart, Color> COLOURS = colours();

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
            Paint colour = COLOURS.get(parts.get(index));
            renderer.setSeriesPaint(index, colour);
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
        String words = part.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (means.size() > 1) {
            return words;
        }
        double spent = means.values().iterator().next().getOrDefault(part, 0.0);
        return words + " " + Figures.inPrint(Figures.time(spent));
    }

    private static Map<DelayPart, Color> colours() {
        Map<DelayPart, Color> colours = new java.util.EnumMap<>(DelayPart.class);
        colours.put(DelayPart.TIMER, new Color(0xD55E00));
        colours.put(DelayPart.RUN_QUEUE, new Color(0xE69F00));
        colours.put(DelayPart.INTERRUPT, new Color(0x8C2D04));
        colours.put(DelayPart.SYSCALL, new Color(0xF0E442));
        colours.put(DelayPart.COPY, new Color(0xCC79A7));
        colours.put(DelayPart.STORAGE, new Color(0x000000));
        colours.put(DelayPart.SOCKET_BUFFER, new Color(0x009E73));
        colours.put(DelayPart.BATCH, new Color(0x7B3294));
        colours.put(DelayPart.SCHEDULER, new Color(0x0072B2));
        colours.put(DelayPart.RING, new Color(0x56B4E9));
        colours.put(DelayPart.SERIALISATION, new Color(0x1B3A57));
        colours.put(DelayPart.NETWORK_QUEUE, new Color(0x8A8A8A));
        colours.put(DelayPart.PROPAGATION, new Color(0xD0D0D0));
        return colours;
    }
}
