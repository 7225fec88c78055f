package pacewire.core.spec;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.Quantity;
import pacewire.core.units.UnitException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParameterSpecTest {
    private static final ParameterSpec SLACK =
            ParameterSpec.quantity("slack", Quantity.SHARE, "25 %", 0, Quantity.WHOLE, "share of the tolerance to use");
    private static final ParameterSpec LIMIT = ParameterSpec.quantity(
            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "packets it holds at most");
    private static final ParameterSpec BURST =
            ParameterSpec.optionalQuantity("burst", Quantity.SIZE, 1, Long.MAX_VALUE, "bytes sent at once");
    private static final ParameterSpec ORDER =
            ParameterSpec.choice("order", List.of("fifo", "lifo"), "who leaves first");
    private static final List<ParameterSpec> ALL = List.of(SLACK, LIMIT, BURST, ORDER);

    @Test
    void aValueIsReadInBaseUnits() {
        assertThat(SLACK.parse("10 %")).isEqualTo(100_000_000);
        assertThat(ORDER.parse("lifo")).isEqualTo(1);
    }

    @Test
    void aValueOutOfRangeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> SLACK.parse("101 %"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'101 %' is out of range; allowed: a share from 0 % to 100 %");
        assertThatThrownBy(() -> LIMIT.parse("0 packets"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'0 packets' is out of range; allowed: a number of packets, at least 1 packet");
    }

    @Test
    void anUnknownWordIsRefusedWithTheWordsAllowed() {
        assertThatThrownBy(() -> ORDER.parse("random"))
                .isInstanceOf(UnitException.class)
                .hasMessage("'random' is not one of: fifo, lifo");
    }

    @Test
    void whatIsAllowedIsSaidInWords() {
        assertThat(List.of(SLACK.allowed(), LIMIT.allowed(), BURST.allowed(), ORDER.allowed()))
                .containsExactly(
                        "a share from 0 % to 100 %",
                        "a number of packets, at least 1 packet", "a size, at least 1 B", "fifo, lifo");
    }

    @Test
    void whatWasLeftOutTakesItsDefault() {
        ParameterValues values = ParameterValues.defaults(ALL);

        assertThat(values.asMap().keySet()).containsExactly("slack", "limit", "order");
        assertThat(values.value("slack")).isEqualTo(250_000_000);
        assertThat(values.value("limit")).isEqualTo(1000);
        assertThat(values.value("order")).isZero();
        assertThat(values.valueOr("burst", 77)).isEqualTo(77);
    }

    @Test
    void whatWasGivenTakesThePlaceOfTheDefault() {
        ParameterValues values = ParameterValues.of(ALL, Map.of("burst", 5L, "limit", 3L));

        assertThat(values.value("limit")).isEqualTo(3);
        assertThat(values.valueOr("burst", 77)).isEqualTo(5);
    }

    @Test
    void aParameterNobodyDeclaredIsRefused() {
        assertThatThrownBy(() -> ParameterValues.of(ALL, Map.of("lmit", 3L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such parameter: lmit");
    }

    @Test
    void aParameterWithoutAValueCannotBeAskedFor() {
        ParameterValues values = ParameterValues.defaults(ALL);

        assertThatThrownBy(() -> values.value("burst"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter has no value: burst");
    }

    @Test
    void theValuesCannotBeChanged() {
        Map<String, Long> values = ParameterValues.defaults(ALL).asMap();

        assertThatThrownBy(() -> values.put("slack", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }
}
