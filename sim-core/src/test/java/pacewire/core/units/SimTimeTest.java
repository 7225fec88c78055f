package pacewire.core.units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1 ps, 1",
        "5 us, 5000000",
        "5us, 5000000",
        "5 µs, 5000000",
        "1.5 ms, 1500000000",
        "10 s, 10000000000000",
        "0.001 ns, 1",
        "2 min, 120000000000000",
        "1 h, 3600000000000000",
        "+3 ns, 3000",
        "-3 ns, -3000",
        "1_000 ns, 1000000",
        "0 ms, 0"
    })
    void aTimeIsReadExactly(String text, long ps) {
        assertThat(SimTime.parse(text)).isEqualTo(ps);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ps",
        "1, 1 ps",
        "999, 999 ps",
        "1500, 1.5 ns",
        "1234567, 1234.567 ns",
        "5000000, 5 us",
        "2000000000, 2 ms",
        "1000000000000, 1 s",
        "1500000000000, 1.5 s",
        "60000000000000, 1 min",
        "90000000000000, 1.5 min",
        "61000000000000, 61 s",
        "3600000000000000, 1 h",
        "-1500000000, -1.5 ms",
        "9223372036854775807, 9223372036854775.807 ns"
    })
    void aTimeIsWrittenInTheLargestUnitThatKeepsItShort(long ps, String text) {
        assertThat(SimTime.format(ps)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999, 1001, 123456789, 7_777_777_777_777L, 60_000_000_000_001L, -5, Long.MAX_VALUE})
    void whatIsWrittenIsReadBack(long ps) {
        assertThat(SimTime.parse(SimTime.format(ps))).isEqualTo(ps);
    }

    @Test
    void aNumberWithoutAUnitIsRefused() {
        assertThatThrownBy(() -> SimTime.parse("5"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'5' has no unit; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)");
    }

    @Test
    void anotherKindsUnitIsRefused() {
        assertThatThrownBy(() -> SimTime.parse("5 MB"))
                .isInstanceOf(UnitException.class)
                .hasMessage(
                        "'5 MB' has the unit 'MB'; expected a time such as '5 us' (units: ps, ns, us, ms, s, min, h)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "ms", "1.2.3 ms", "1 m s", "0x10 ms", ".5 ms", "1e3 ms", "NaN s", "--1 s"})
    void whatIsNoNumberWithAUnitIsRefused(String text) {
        assertThatThrownBy(() -> SimTime.parse(text))
                .isInstanceOf(UnitException.class)
                .hasMessageStartingWith("'" + text + "' ")
                .hasMessageEndingWith("a time such as '5 us' (units: ps, ns, us, ms, s, min, h)");
    }

    @Test
    void lessThanAPicosecondIsRefused() {
        assertThatThrownBy(() -> SimTime.parse("0.0001 ns"))
                .isInstanceOf(UnitException.class)
                .hasMessageStartingWith("'0.0001 ns' is finer than 1 ps; expected a time");
    }

    /** 2^63 ps are 2562 hours and a little. */
    @Test
    void aTimeThatOverflowsIsRefused() {
        assertThat(SimTime.parse("2562 h")).isEqualTo(2562 * 3_600 * SimTime.SECOND);
        assertThatThrownBy(() -> SimTime.parse("2563 h"))
                .isInstanceOf(UnitException.class)
                .hasMessageStartingWith("'2563 h' is too large; the largest is ");
    }
}
