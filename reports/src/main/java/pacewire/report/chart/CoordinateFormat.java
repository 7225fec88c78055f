package pacewire.report.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.util.Locale;

/**
 * Coordinates of SVG with up to four decimals. A curve has thousands; with the general algorithm of {@link DecimalFormat}, writing
 * them takes as long as all else about it.
 */
final class CoordinateFormat extends DecimalFormat {
    static final CoordinateFormat INSTANCE = new CoordinateFormat();

    private static final long serialVersionUID = 1L;
    private static final long ONE = 10_000;

    /** Above this the general algorithm is asked: no chart is so large. */
    private static final double LARGEST = 1e12;

    private CoordinateFormat() {
        super("#.####", DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    @Override
    public StringBuffer format(double value, StringBuffer text, FieldPosition position) {
        if (!(Math.abs(value) <= LARGEST)) {
            return super.format(value, text, position);
        }
        long parts = (long) Math.rint(value * ONE);
        if (parts < 0) {
            text.append('-');
            parts = -parts;
        }
        text.append(parts / ONE);
        long fraction = parts % ONE;
        if (fraction > 0) {
            text.append('.');
            for (long place = ONE / 10; fraction > 0; place /= 10) {
                text.append(fraction / place);
                fraction %= place;
            }
        }
        return text;
    }
}
