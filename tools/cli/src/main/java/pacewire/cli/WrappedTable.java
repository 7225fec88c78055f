package pacewire.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in columns; the last one is broken into lines so that the table keeps its width. */
final class WrappedTable {
    private static final int WIDTH = 100;
    private static final int LEAST_LAST_COLUMN = 30;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    WrappedTable(String... headings) {
        columns = headings.length;
        rows.add(List.of(headings));
    }

    void add(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns + " columns");
        }
        rows.add(List.of(cells));
    }

    void print(PrintWriter out) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        int before = 0;
        for (int column = 0; column < columns - 1; column++) {
            before += widths[column] + GAP.length();
        }
        int last = Math.max(LEAST_LAST_COLUMN, WIDTH - before);
        for (List<String> row : rows) {
            printRow(out, row, widths, before, last);
        }
    }

    private void printRow(PrintWriter out, List<String> row, int[] widths, int before, int last) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns - 1; column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        for (String part : wrap(row.get(columns - 1), last)) {
            out.println(line.append(part).toString().stripTrailing());
            line.setLength(0);
            line.append(" ".repeat(before));
        }
    }

    /** Breaks a text at spaces into lines of at most {@code width} characters; a longer word stands alone. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return Collections.unmodifiableList(lines);
    }
}
