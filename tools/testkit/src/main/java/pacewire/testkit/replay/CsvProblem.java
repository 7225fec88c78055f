package pacewire.testkit.replay;

/**
 * Something wrong in a file of arrivals.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param column of the character where the cell begins, from 1; 0 for the line as a whole
 * @param name of the cell's column; empty for the line as a whole
 * @param found what stands there, such as "'12 x'"
 * @param allowed what may stand there, in words
 */
public record CsvProblem(String file, int line, int column, String name, String found, String allowed) {
    /** One line: {@code file:line:column: name: found 'x'; what is allowed}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (column > 0) {
            text.append(':').append(column);
        }
        text.append(": ");
        if (!name.isEmpty()) {
            text.append(name).append(": ");
        }
        return text.append("found ").append(found).append("; ").append(allowed).toString();
    }
}
