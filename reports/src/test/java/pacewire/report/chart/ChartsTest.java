package pacewire.report.chart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import pacewire.report.sample.SampleResults;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

class ChartsTest {
    static Stream<Arguments> everyChartOfEverySample() {
        List<RunResult> results = List.of(
                SampleResults.videoOnDemand(),
                SampleResults.applicationPacing(),
                SampleResults.longTail(),
                SampleResults.overload(),
                SampleResults.early(),
                SampleResults.allRefused(),
                SampleResults.nobodyCame());
        return results.stream()
                .flatMap(result -> Charts.all().stream()
                        .map(chart -> Arguments.of(
                                chart.stem() + " of " + result.scenario().title(), chart, result)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyChartOfEverySample")
    void aChartIsAReadablePictureAndWellFormedSvg(String name, ResultChart chart, RunResult result) throws Exception {
        ChartImage image = ChartImage.of(chart, result);

        BufferedImage picture = png(image);
        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(506);
        // Text and lines are smoothed: even an empty chart has dozens of greys.
        assertThat(colours(picture)).as(name).hasSizeGreaterThan(30);
        Element svg = parsed(image.svg());
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 900 506");
        assertThat(ids(svg)).allMatch(id -> id.startsWith(chart.stem() + "-") || id.equals("genericDefs"));
        assertThat(image.svg())
                .contains(chart.title())
                .contains("font-family=\"DejaVu Sans, Verdana, sans-serif\"")
                .doesNotContain("font-family=\"sans-serif\"");
    }

    @Test
    void departureErrorOverTimeHasABandForEachGroupAndTheContractsLine() {
        JFreeChart chart = new DepartureErrorOverTime().draw(SampleResults.videoOnDemand());

        XYPlot plot = chart.getXYPlot();
        assertThat(chart.getTitle().getText()).isEqualTo("Departure error over time");
        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("virtual time (s)");
        assertThat(plot.getRangeAxis().getLabel()).isEqualTo("departure error (ms)");
        assertThat(plot.getDatasetCount()).isEqualTo(1);
        assertThat(plot.getDataset(0).getSeriesCount()).isEqualTo(1);
        assertThat(limits(plot)).singleElement().satisfies(marker -> {
            assertThat(marker.getValue()).isEqualTo(2.0);
            assertThat(marker.getLabel()).isEqualTo("contract: at most 2\u00a0ms");
        });
        assertThat(chart.getLegend()).isNull();
    }

    @Test
    void aToleranceFarAboveTheErrorsIsNamedAndLeavesTheirScaleAlone() {
        // Every error is 1 us, the tolerance 2 ms.
        XYPlot plot =
                new DepartureErrorOverTime().draw(SampleResults.titled("Tiny")).getXYPlot();

        assertThat(plot.getRangeAxis().getLabel()).isEqualTo("departure error (µs)");
        assertThat(plot.getRangeAxis().getUpperBound()).isLessThan(2);
        assertThat(limits(plot))
                .singleElement()
                .satisfies(marker -> assertThat(marker.getLabel()).endsWith("(far above)"));
    }

    @Test
    void theDistributionFallsFromOneToNothingAtTheGreatestError() {
        XYPlot plot = new DepartureErrorDistribution()
                .draw(SampleResults.videoOnDemand())
                .getXYPlot();

        assertThat(plot.getDomainAxis().getLabel()).isEqualTo("departure error (ms)");
        assertThat(plot.getRangeAxis()).isInstanceOf(LogAxis.class);
        assertThat(plot.getRangeAxis().getLabel()).isEqualTo("share of datagrams departing later");
        int last = plot.getDataset().getItemCount(0) - 1;
        assertThat(plot.getDataset().getYValue(0, 0)).isEqualTo(1.0);
        // Errors are drawn below 0.5 ms; beyond the last, the curve leaves the chart at its bottom.
        assertThat(plot.getDataset().getXValue(0, last)).isBetween(0.499, 0.5);
        assertThat(plot.getDataset().getYValue(0, last))
                .isLessThan(plot.getRangeAxis().getLowerBound());
        for (int item = 1; item <= last; item++) {
            assertThat(plot.getDataset().getYValue(0, item))
                    .isLessThanOrEqualTo(plot.getDataset().getYValue(0, item - 1));
        }
    }

    @Test
    void aWideRangeOfErrorsGetsALogarithmicAxis() {
        assertThat(new DepartureErrorDistribution()
                        .draw(SampleResults.longTail())
                        .getXYPlot()
                        .getDomainAxis())
                .isInstanceOf(LogAxis.class);
    }

    /** Errors of 1 us under a tolerance of 2 ms: on a linear axis the curve would lie on the left edge. */
    @Test
    void aToleranceFarBeyondAllErrorsGetsALogarithmicAxis() {
        assertThat(new DepartureErrorDistribution()
                        .draw(SampleResults.titled("On time"))
                        .getXYPlot()
                        .getDomainAxis())
                .isInstanceOf(LogAxis.class);
    }

    @Test
    void earlyDeparturesAreOnALinearAxisThatShowsThemLeftOfZero() {
        // Errors of -5 ms to +1 ms, a tolerance of 2 ms: the axis reaches 6 % of these 7 ms beyond either end.
        XYPlot plot =
                new DepartureErrorDistribution().draw(SampleResults.early()).getXYPlot();

        assertThat(plot.getDomainAxis()).isNotInstanceOf(LogAxis.class);
        assertThat(plot.getDomainAxis().getLowerBound()).isBetween(-5.43, -5.40);
        assertThat(plot.getDomainAxis().getUpperBound()).isBetween(2.40, 2.43);
        // All depart later than the left end.
        assertThat(plot.getDataset().getXValue(0, 0))
                .isEqualTo(plot.getDomainAxis().getLowerBound());
        assertThat(plot.getDataset().getYValue(0, 0)).isEqualTo(1.0);
        Collection<?> regions = plot.getDomainMarkers(Layer.BACKGROUND);
        assertThat(regions)
                .extracting(IntervalMarker.class::cast)
                .filteredOn(region -> "early".equals(region.getLabel()))
                .singleElement()
                .satisfies(region -> {
                    assertThat(region.getStartValue())
                            .isEqualTo(plot.getDomainAxis().getLowerBound());
                    assertThat(region.getEndValue()).isEqualTo(0);
                });
    }

    @Test
    void withoutEarlyDeparturesNoRegionIsCalledEarly() {
        Collection<?> regions = new DepartureErrorDistribution()
                .draw(SampleResults.videoOnDemand())
                .getXYPlot()
                .getDomainMarkers(Layer.BACKGROUND);

        assertThat(regions)
                .extracting(IntervalMarker.class::cast)
                .extracting(IntervalMarker::getLabel)
                .doesNotContain("early");
    }

    @Test
    void aLegendLeavesOutGroupsWithoutACurveAndTheOthersKeepTheirColours() {
        // The first group is refused altogether; the second is served.
        RunResult result = SampleResults.firstGroupRefused();

        assertThat(legend(new DepartureErrorOverTime(), result)).containsExactly("viewers");
        assertThat(legend(new DepartureErrorDistribution(), result)).containsExactly("viewers");
        assertThat(legend(new ThroughputOverTime(), result)).containsExactly("viewers");
        assertThat(legend(new JitterPerClient(), result)).containsExactly("viewers: mean", "viewers: greatest");
        assertThat(new DepartureErrorDistribution()
                        .draw(result)
                        .getXYPlot()
                        .getRenderer()
                        .getItemPaint(0, 0))
                .isEqualTo(ChartTheme.colour(1));
    }

    @Test
    void fewClientsHaveAMarkEachManyASortedCurve() {
        XYPlot few = new JitterPerClient().draw(SampleResults.tenClients()).getXYPlot();
        XYPlot many = new JitterPerClient().draw(SampleResults.overload()).getXYPlot();

        assertThat(few.getDomainAxis().getLabel()).isEqualTo("client, sorted by mean jitter");
        assertThat(few.getDataset().getSeriesCount()).isEqualTo(2);
        assertThat(few.getDataset().getItemCount(0)).isEqualTo(10);
        assertThat(many.getDomainAxis().getLabel()).isEqualTo("share of clients, sorted (%)");
        assertThat(many.getDomainAxis().getRange()).isEqualTo(new Range(0, 100));
        // Mean and greatest of two groups; 1,936 clients that received something need 300 points.
        assertThat(many.getDataset().getSeriesCount()).isEqualTo(4);
        assertThat(many.getDataset().getItemCount(0)).isEqualTo(300);
        assertThat(many.getDataset().getXValue(0, 299)).isEqualTo(100);
    }

    @Test
    void throughputHasALineForEachGroupAndALegendToTellThemApart() {
        JFreeChart chart = new ThroughputOverTime().draw(SampleResults.overload());

        assertThat(chart.getXYPlot().getRangeAxis().getLabel()).isEqualTo("payload delivered (Gbit/s)");
        assertThat(chart.getXYPlot().getDataset().getSeriesCount()).isEqualTo(2);
        assertThat(chart.getLegend()).isNotNull();
        // 43 datagrams of 1448 bytes in a tenth of a second for each of two transfers: 9.96 Mbit/s.
        XYPlot two = new ThroughputOverTime().draw(SampleResults.titled("Two")).getXYPlot();
        assertThat(two.getRangeAxis().getLabel()).isEqualTo("payload delivered (Mbit/s)");
        assertThat(two.getDataset().getYValue(0, 50)).isEqualTo(2 * 43 * 1448 * 8 * 10 / 1e6);
    }

    @Test
    void theDelayAccountHasAPanelForTheServerAndOneForTheNetwork() {
        JFreeChart chart = new DelayAccountBars().draw(SampleResults.overload());

        List<?> panels = ((CombinedDomainCategoryPlot) chart.getPlot()).getSubplots();
        CategoryPlot server = (CategoryPlot) panels.get(0);
        CategoryPlot network = (CategoryPlot) panels.get(1);
        assertThat(server.getRangeAxis().getLabel()).isEqualTo("in the server, mean (µs)");
        assertThat(server.getDataset().getRowKeys().toString())
                .isEqualTo("[timer, run queue, syscall, copy, scheduler, ring]");
        assertThat(server.getDataset().getColumnKeys().toString()).isEqualTo("[viewers, downloads]");
        assertThat(network.getRangeAxis().getLabel()).isEqualTo("in the network, mean (ms)");
        assertThat(network.getDataset().getRowKeys().toString())
                .isEqualTo("[serialisation, network queue, propagation]");
    }

    @Test
    void chartsOfDepartureErrorAreLeftOutWhenNothingHasASchedule() {
        assertThat(Charts.of(SampleResults.bestEffort()))
                .extracting(ResultChart::stem)
                .containsExactly("jitter-per-client", "throughput", "delay-account", "cpu");
    }

    private static List<String> legend(ResultChart chart, RunResult result) {
        LegendItemCollection items = chart.draw(result).getXYPlot().getLegendItems();
        return IntStream.range(0, items.getItemCount())
                .mapToObj(index -> items.get(index).getLabel())
                .toList();
    }

    private static List<ValueMarker> limits(XYPlot plot) {
        Collection<?> markers = plot.getRangeMarkers(Layer.FOREGROUND);
        return markers.stream().map(ValueMarker.class::cast).toList();
    }

    private static BufferedImage png(ChartImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        image.writePng(out);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static Set<Integer> colours(BufferedImage picture) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colours.add(picture.getRGB(x, y));
            }
        }
        return colours;
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<String> ids(Element svg) {
        NodeList all = svg.getElementsByTagName("*");
        return Stream.iterate(0, index -> index < all.getLength(), index -> index + 1)
                .map(index -> ((Element) all.item(index)).getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
    }
}
