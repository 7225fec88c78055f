package pacewire.bench.startup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The least that a program in Java can do to read a scenario and leave one picture: start, load a YAML file, draw one line
 * chart, write it as PNG, end. With the libraries that Pacewire uses, each by its shortest way.
 */
public final class BareStart {
    /** As large as a chart of a run. */
    private static final int WIDTH = 900;

    private static final int HEIGHT = 506;

    private static final int POINTS = 100;

    private BareStart() {}

    /** Takes the YAML file to load, whose key {@code scenario} is the chart's title, and the PNG file to write. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("give a YAML file and the PNG file to write");
        }
        JsonNode scenario = new YAMLMapper().readTree(Path.of(arguments[0]));
        JFreeChart chart = lineChart(scenario.get("scenario").asString());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
            ChartUtils.writeChartAsPNG(out, chart, WIDTH, HEIGHT);
        }
    }

    private static JFreeChart lineChart(String title) {
        XYSeries line = new XYSeries("value");
        for (int point = 0; point < POINTS; point++) {
            line.add(point, point % 10);
        }
        return ChartFactory.createXYLineChart(title, "time (s)", "value", new XYSeriesCollection(line));
    }
}
