package pacewire.report.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 us",
        "1, 1 ps",
        "999, 999 ps",
        "1234, 1.23 ns",
        "2000000000, 2.00 ms",
        // Half to even at the third digit: 1.235 and 1.225.
        "1235000, 1.24 us",
        "1225000, 1.22 us",
        // Rounded up to the next unit, never "1000 us".
        "999600000, 1.00 ms",
        "999400000, 999 us",
        "12345000000000, 12.3 s",
        "-1500000, -1.50 us",
    })
    void aTimeHasThreeDigitsAndAUnitThatFits(long ps, String expected) {
        assertThat(Figures.time(ps)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bit/s", "5000000, 5.00 Mbit/s", "9876543210, 9.88 Gbit/s", "0.5, 0.500 bit/s"})
    void aRateHasThreeDigitsAndAUnitThatFits(double bps, String expected) {
        assertThat(Figures.rate(bps)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "7, 7 B", "999, 999 B", "25600, 25.6 kB", "1000000000, 1.00 GB"})
    void aSizeIsInDecimalUnits(long bytes, String expected) {
        assertThat(Figures.size(bytes)).isEqualTo(expected);
    }

    @Test
    void aShareIsInPercent() {
        assertThat(Figures.percent(0.0225)).isEqualTo("2.25 %");
        assertThat(Figures.percent(0)).isEqualTo("0 %");
        assertThat(Figures.percent(1)).isEqualTo("100 %");
    }

    @Test
    void aCountHasItsThousandsMarked() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.count(123_456)).isEqualTo("123,456");
        assertThat(Figures.count(-123_456)).isEqualTo("-123,456");
        assertThat(Figures.count(999)).isEqualTo("999");
        assertThat(Figures.number(-1_234.5)).isEqualTo("-1,230");
    }

    @Test
    void inPrintTheMicrosecondHasItsSignAndNoUnitIsTornFromItsNumber() {
        assertThat(Figures.inPrint("12.3 us")).isEqualTo("12.3\u00a0µs");
        assertThat(Figures.inPrint("5 (2 ms)")).isEqualTo("5\u00a0(2\u00a0ms)");
    }

    @Test
    void aMetricsKeyNamesItsUnit() {
        assertThat(MetricUnits.withUnit("groups.viewers.departureErrorUs.p99", "497.2"))
                .isEqualTo("497.2 us");
        assertThat(MetricUnits.withUnit("groups.viewers.throughputBps.mean", "5"))
                .isEqualTo("5 bps");
        assertThat(MetricUnits.withUnit("server.bytesCopiedToUser", "0")).isEqualTo("0 B");
        assertThat(MetricUnits.withUnit("server.cpuUsPerMegabyte", "900")).isEqualTo("900 us/MB");
        assertThat(MetricUnits.withUnit("server.cpuSeconds", "1.5")).isEqualTo("1.5 s");
        assertThat(MetricUnits.withUnit("groups.viewers.departureErrorUs.count", "7"))
                .isEqualTo("7");
        assertThat(MetricUnits.withUnit("groups.viewers.refused", "3")).isEqualTo("3");
    }
}
