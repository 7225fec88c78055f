package pacewire.report.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Coordinates as the general algorithm writes them. */
class CoordinateFormatTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "0, 0",
        "900, 900",
        "0.5, 0.5",
        "-12.25, -12.25",
        "3.00004, 3",
        "3.00006, 3.0001",
        "0.0101, 0.0101",
        "-0.00001, 0",
        "99.99999, 100",
        "1e13, 10000000000000"
    })
    void aCoordinateHasUpToFourDecimals(double value, String text) {
        assertThat(CoordinateFormat.INSTANCE.format(value)).isEqualTo(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void anyCoordinateIsWrittenAsByTheGeneralAlgorithm(long seed) {
        DecimalFormat general = new DecimalFormat("#.####", DecimalFormatSymbols.getInstance(Locale.ROOT));
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            double value = 0.001 + random.nextDouble() * 900;
            assertThat(CoordinateFormat.INSTANCE.format(value)).isEqualTo(general.format(value));
            assertThat(CoordinateFormat.INSTANCE.format(-value)).isEqualTo(general.format(-value));
        }
    }
}
