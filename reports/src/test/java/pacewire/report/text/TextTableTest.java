package pacewire.report.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextTableTest {
    @Test
    void namesStandToTheLeftNumbersToTheRightHeadersAtTheBottom() {
        TextTable table = new TextTable("group", "contracts\nkept", "lost");
        table.add("viewers", "200/200", "67");
        table.add("a", "-", "1,234");

        assertThat(table.lines())
                .containsExactly(
                        "         contracts",
                        "group         kept   lost",
                        "viewers    200/200     67",
                        "a                -  1,234");
    }

    @Test
    void aRowThatDoesNotFitIsRefused() {
        TextTable table = new TextTable("group", "lost");

        assertThatThrownBy(() -> table.add("viewers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row of 1 cells in a table of 2 columns");
    }
}
