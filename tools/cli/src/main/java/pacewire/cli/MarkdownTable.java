package pacewire.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table of a Markdown page. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String... headers) {
        add(headers);
        lines.add("|" + "---|".repeat(headers.length));
    }

    /** Adds a row; a bar in a cell is no end of it. */
    void add(String... cells) {
        lines.add(Arrays.stream(cells)
                .map(cell -> " " + cell.replace("|", "\\|") + " ")
                .collect(Collectors.joining("|", "|", "|")));
    }

    List<String> lines() {
        return lines;
    }
}
