package pacewire.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WrappedTableTest {
    @Test
    void columnsAreAlignedAndTheLastIsBrokenAtSpaces() {
        WrappedTable table = new WrappedTable("name", "what it does");
        // 6 characters before the last column leave 94 of the 100: nine words of 9 with 8 spaces between are 89.
        table.add("long", "ninechars ".repeat(11).strip());
        table.add("x", "short");

        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));

        assertThat(text).hasToString("""
                name  what it does
                long  ninechars ninechars ninechars ninechars ninechars ninechars ninechars ninechars ninechars
                      ninechars ninechars
                x     short
                """);
    }

    @Test
    void aWordLongerThanTheLineStandsAlone() {
        assertThat(WrappedTable.wrap("a incomprehensibilities b", 10))
                .containsExactly("a", "incomprehensibilities", "b");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        WrappedTable table = new WrappedTable("one", "two");

        assertThatThrownBy(() -> table.add("alone")).hasMessage("1 cells in a table of 2 columns");
    }
}
