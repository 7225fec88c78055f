package pacewire.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of the page: everything in it is text, which the template escapes.
 *
 * @param columns the first names the rows
 */
public record ReportTable(List<Column> columns, List<Row> rows) {

    /**
     * A column.
     *
     * @param style class names for the style sheet: "number" stands to the right, "tone" takes the row's tone
     */
    public record Column(String header, String style) {}

    /** How a row stands out. */
    public enum Tone {
        PLAIN,
        GOOD,
        BAD
    }

    /** A row with a cell for each column. */
    public record Row(Tone tone, List<String> cells) {}

    static Column text(String header) {
        return new Column(header, "text");
    }

    /** Text that may take several lines. */
    static Column prose(String header) {
        return new Column(header, "prose");
    }

    static Column number(String header) {
        return new Column(header, "number");
    }

    /** A column that says how it went. */
    static Column tone(String header) {
        return new Column(header, "tone");
    }

    static ReportTable of(Column... columns) {
        return new ReportTable(Arrays.asList(columns), new ArrayList<>());
    }

    void add(String... cells) {
        add(Tone.PLAIN, cells);
    }

    void add(Tone tone, String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(new Row(tone, Arrays.asList(cells)));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
