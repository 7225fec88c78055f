package pacewire.report.chart;

import java.awt.Color;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

import pacewire.model.packet.DelayPart;
import pacewire.report.text.Figures;
import pacewire.scenario.bill.PacketBill;

/**
 * The bills of late packets. One packet is a waterfall: each cause begins where the one before it ended, and the last ends at the
 * departure. Several packets are a bar each.
 */
public final class BillChart {
    private static final String STEM = "why";

    /** Room for the text behind a bar. */
    private static final double HEADROOM = 1.25;

    /** What lies before a step of the waterfall. */
    private static final String BEFORE = "";

    private static final Color INVISIBLE = new Color(255, 255, 255, 0);

    private BillChart() {}

    /**
     * Draws bills.
     *
     * @param subtitle of which run they are
     * @param bills at least one
     * @throws MissingFontException when this computer has no fonts
     */
    public static ChartImage of(String subtitle, List<PacketBill> bills) {
        CategoryPlot plot = bills.size() == 1 ? waterfall(bills.get(0)) : bars(bills);
        String title = bills.size() == 1
                ? "Why packet " + bills.get(0).packet() + " left late"
                : "Why the latest " + bills.size() + " packets left late";
        return ChartImage.of(STEM, ChartTheme.chart(title, subtitle, plot, bills.size() > 1));
    }

    private static CategoryPlot waterfall(PacketBill bill) {
        AxisUnit unit = AxisUnit.forTime(Math.max(1, bill.errorPs()));
        DefaultCategoryDataset steps = new DefaultCategoryDataset();
        CategoryPlot plot = plot(steps, unit, bill.errorPs());
        StackedBarRenderer renderer = renderer();
        renderer.setSeriesPaint(0, INVISIBLE);
        long beforePs = 0;
        for (PacketBill.Item item : bill.items()) {
            String cause = item.cause().words();
            steps.addValue(unit.of(beforePs), BEFORE, cause);
            steps.addValue(unit.of(item.ps()), cause, cause);
            renderer.setSeriesPaint(steps.getRowIndex(cause), DelayColours.of(item.cause()));
            beforePs += item.ps();
            String share = Figures.percent((double) item.ps() / bill.errorPs());
            plot.addAnnotation(
                    new BarTotal(Figures.inPrint(Figures.time(item.ps())) + "  " + share, cause, unit.of(beforePs)));
        }
        plot.setRenderer(renderer);
        return plot;
    }

    private static CategoryPlot bars(List<PacketBill> bills) {
        long mostPs = bills.stream().mapToLong(PacketBill::errorPs).max().orElse(1);
        AxisUnit unit = AxisUnit.forTime(Math.max(1, mostPs));
        DefaultCategoryDataset values = new DefaultCategoryDataset();
        CategoryPlot plot = plot(values, unit, mostPs);
        StackedBarRenderer renderer = renderer();
        for (DelayPart cause : causes(bills)) {
            for (PacketBill bill : bills) {
                long spentPs = bill.items().stream()
                        .filter(item -> item.cause() == cause)
                        .mapToLong(PacketBill.Item::ps)
                        .sum();
                values.addValue(unit.of(spentPs), cause.words(), name(bill));
            }
            renderer.setSeriesPaint(values.getRowIndex(cause.words()), DelayColours.of(cause));
        }
        for (PacketBill bill : bills) {
            String total = Figures.inPrint(Figures.time(bill.errorPs()));
            plot.addAnnotation(new BarTotal(total, name(bill), unit.of(bill.errorPs())));
        }
        plot.setRenderer(renderer);
        return plot;
    }

    private static String name(PacketBill bill) {
        return bill.client() + "  " + bill.packet();
    }

    /** In the order of the path. */
    private static Set<DelayPart> causes(List<PacketBill> bills) {
        Set<DelayPart> causes = new LinkedHashSet<>();
        for (DelayPart part : DelayPart.values()) {
            boolean isOnABill =
                    bills.stream().flatMap(bill -> bill.items().stream()).anyMatch(item -> item.cause() == part);
            if (isOnABill) {
                causes.add(part);
            }
        }
        return causes;
    }

    private static CategoryPlot plot(DefaultCategoryDataset values, AxisUnit unit, long mostPs) {
        CategoryAxis names = new CategoryAxis();
        names.setTickLabelFont(ChartTheme.SMALL);
        names.setTickLabelPaint(ChartTheme.INK);
        names.setMaximumCategoryLabelWidthRatio(0.4f);
        NumberAxis axis = ChartTheme.numberAxis(
                unit.label("after the ideal instant"), 0, unit.of(Math.max(1, mostPs)) * HEADROOM, ChartTheme.COLUMNS);
        CategoryPlot plot = new CategoryPlot(values, names, axis, null);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setNoDataMessage("The packet left on time.");
        ChartTheme.style(plot);
        return plot;
    }

    private static StackedBarRenderer renderer() {
        StackedBarRenderer renderer = new StackedBarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(0.12);
        renderer.setDrawBarOutline(false);
        return renderer;
    }
}
