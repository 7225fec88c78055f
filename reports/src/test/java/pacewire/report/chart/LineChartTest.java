package pacewire.report.chart;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import pacewire.report.chart.LineChart.Axis;
import pacewire.report.chart.LineChart.Line;
import pacewire.report.chart.LineChart.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LineChartTest {
    private static final Axis FLOWS = new Axis("flows", true);
    private static final Axis COST = new Axis("cost (ns)", false);

    @Test
    void titlesAxesAndLinesAreNamed() {
        String svg = chart(FLOWS, COST, new Line("drr", List.of(new Point(10, 40), new Point(1000, 44))))
                .image()
                .svg();

        assertThat(svg).contains(">Cost</text", ">of each packet</text", ">flows</text", ">drr</text");
    }

    @Test
    void aLogarithmicAxisGivesEachDecadeTheSameRoom() {
        // 10 is half of the way from 1 to 100, so the line through these points is straight: it has one slope.
        List<Point> points = List.of(new Point(1, 0), new Point(10, 1), new Point(100, 2));

        assertThat(slopes(chart(FLOWS, COST, new Line("a", points))))
                .hasSize(2)
                .satisfies(slopes -> assertThat(slopes.get(0)).isCloseTo(slopes.get(1), within(0.01)));
        assertThat(slopes(chart(COST, COST, new Line("a", points))))
                .satisfies(slopes -> assertThat(slopes.get(0)).isNotCloseTo(slopes.get(1), within(0.01)));
    }

    @Test
    void aSteppedLineKeepsItsHeightUntilTheNextPoint() {
        List<Point> points = List.of(new Point(1, 1), new Point(2, 3));

        String straight = chart(COST, COST, new Line("a", points)).image().svg();
        String stepped = chart(COST, COST, new Line("a", points, true)).image().svg();

        assertThat(stepped).isNotEqualTo(straight);
    }

    @Test
    void aChartOfNothingSaysSo() {
        assertThat(chart(FLOWS, COST).image().svg()).contains("Nothing to draw.");
    }

    @Test
    void aLogarithmicAxisHasNoZero() {
        LineChart chart = chart(FLOWS, COST, new Line("drr", List.of(new Point(0, 40))));

        assertThatThrownBy(chart::image)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a logarithmic axis has no place for 0.0");
    }

    /** Of the pieces of the only line of three points, as drawn. */
    private static List<Double> slopes(LineChart chart) {
        Matcher line = Pattern.compile("d=\"M([0-9.]+) ([0-9.]+) L([0-9.]+) ([0-9.]+) L([0-9.]+) ([0-9.]+)\"")
                .matcher(chart.image().svg());
        assertThat(line.find()).isTrue();
        double[] at = IntStream.rangeClosed(1, 6)
                .mapToDouble(group -> Double.parseDouble(line.group(group)))
                .toArray();
        return List.of((at[3] - at[1]) / (at[2] - at[0]), (at[5] - at[3]) / (at[4] - at[2]));
    }

    private static LineChart chart(Axis x, Axis y, Line... lines) {
        return new LineChart("cost", "Cost", "of each packet", x, y, List.of(lines));
    }
}
