package pacewire.report.text;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: columns aligned, the first to the left, the others to the right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> headers;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param headers a line feed in a header stacks its words */
    public TextTable(String... headers) {
        this.headers = stacked(List.of(headers));
    }

    /** Adds a row with a cell for each header. */
    public void add(String... cells) {
        if (cells.length != headers.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of "
                    + headers.get(0).size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /** The table's lines; blanks at their ends are cut. */
    public List<String> lines() {
        List<List<String>> all = new ArrayList<>(headers);
        all.addAll(rows);
        int[] widths = new int[headers.get(0).size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? cell + padding : GAP + padding + cell);
        }
        return line.toString().stripTrailing();
    }

    /** Headers of several lines stand at the bottom. */
    private static List<List<String>> stacked(List<String> headers) {
        List<List<String>> words =
                headers.stream().map(header -> List.of(header.split("\n", -1))).toList();
        int height = words.stream().mapToInt(List::size).max().orElse(1);
        List<List<String>> lines = new ArrayList<>();
        for (int line = 0; line < height; line++) {
            List<String> cells = new ArrayList<>();
            for (List<String> header : words) {
                int index = line - (height - header.size());
                cells.add(index < 0 ? "" : header.get(index));
            }
            lines.add(cells);
        }
        return lines;
    }
}
