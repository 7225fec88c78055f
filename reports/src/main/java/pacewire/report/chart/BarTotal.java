package pacewire.report.chart;

import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.ui.TextAnchor;

/** The total, written behind the end of a horizontal bar. */
final class BarTotal extends CategoryTextAnnotation {
    private static final long serialVersionUID = 1L;

    BarTotal(String text, String category, double value) {
        super("  " + text, category, value);
        setFont(ChartTheme.SMALL);
        setPaint(ChartTheme.INK);
        setTextAnchor(TextAnchor.CENTER_LEFT);
    }
}
