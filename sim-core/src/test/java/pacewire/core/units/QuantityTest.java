package pacewire.core.units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "SIZE, 700 MB, 700000000",
        "SIZE, 1.5 kB, 1500",
        "SIZE, 128 KiB, 131072",
        "SIZE, 1 GiB, 1073741824",
        "RATE, 10 Gbps, 10000000000",
        "RATE, 2.5 Mbps, 2500000",
        "SHARE, 25 %, 250000000",
        "SHARE, 0.01 %, 100000",
        "SHARE, 3 ppm, 3000",
        "FREQUENCY, 100/s, 100000000",
        "FREQUENCY, 0.000001/s, 1",
        "FREQUENCY, 2/ms, 2000000000",
        "FREQUENCY, 60/min, 1000000",
        "FREQUENCY, 1/h, 278",
        "PACKETS, 1000 packets, 1000",
        "PACKETS, 1 packet, 1"
    })
    void aQuantityIsReadInItsBaseUnit(Quantity quantity, String text, long value) {
        assertThat(quantity.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE, 700000000, 700 MB",
        "SIZE, 131072, 128 KiB",
        "SIZE, 1537, 1.537 kB",
        "SIZE, 12345678, 12345.678 kB",
        "RATE, 10000000000, 10 Gbps",
        "RATE, 2500000, 2.5 Mbps",
        "SHARE, 250000000, 25 %",
        "SHARE, 100000, 100 ppm",
        "FREQUENCY, 100000000, 100/s",
        "FREQUENCY, 2000000000, 2/ms",
        "FREQUENCY, 1, 0.000001/s",
        "PACKETS, 1000, 1000 packets",
        "PACKETS, 1, 1 packet"
    })
    void aQuantityIsWrittenShort(Quantity quantity, long value, String text) {
        assertThat(quantity.format(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource
    void theExampleOfAKindCanBeRead(Quantity quantity) {
        assertThat(quantity.parse(quantity.example())).isPositive();
        assertThat(quantity.noun()).startsWith("a ");
        assertThat(quantity.unitSymbols()).isNotEmpty();
    }

    /** Values of every magnitude, for each kind: nothing is lost between writing and reading. */
    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack(Quantity quantity) {
        RandomStream random = new RandomStreams(1).stream("values");
        for (int i = 0; i < 2000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(quantity.parse(quantity.format(value))).isEqualTo(value);
        }
    }

    @Test
    void halfAByteIsRefused() {
        assertThatThrownBy(() -> DataSize.parse("0.5 B"))
                .isInstanceOf(UnitException.class)
                .hasMessage(
                        "'0.5 B' is finer than 1 B; expected a size such as '700 MB' (units: B, kB, MB, GB, TB, KiB,"
                                + " MiB, GiB)");
    }

    @Test
    void aFrequencyThatWouldBecomeZeroIsRefused() {
        assertThatThrownBy(() -> Quantity.FREQUENCY.parse("0.0000001/s"))
                .isInstanceOf(UnitException.class)
                .hasMessageStartingWith("'0.0000001/s' is finer than 0.000001/s");
        assertThatThrownBy(() -> Quantity.FREQUENCY.parse("0.0001/h"))
                .isInstanceOf(UnitException.class)
                .hasMessageStartingWith("'0.0001/h' is finer than 0.000001/s");
    }

    @Test
    void aSizeIsWrittenLikeAnyQuantity() {
        assertThat(DataSize.format(5 * DataSize.MIB)).isEqualTo("5 MiB");
    }

    @Test
    void aNumberHasNoUnit() {
        assertThat(Quantity.NUMBER.parse("15")).isEqualTo(15);
        assertThat(Quantity.NUMBER.format(15)).isEqualTo("15");
        assertThatThrownBy(() -> Quantity.NUMBER.parse("15 packets"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'15 packets' has the unit 'packets'; expected a whole number such as '3'");
        assertThatThrownBy(() -> Quantity.NUMBER.parse("1.5"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'1.5' is finer than 1; expected a whole number such as '3'");
    }
}
