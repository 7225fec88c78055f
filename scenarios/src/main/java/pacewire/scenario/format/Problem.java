package pacewire.scenario.format;

/**
 * Something wrong in a file that a user wrote: where it stands, what was found and what is allowed.
 *
 * @param file the file as the user named it, or an override such as "--set seed=x"
 * @param line from 1; 0 when the problem is the file as a whole, or an override
 * @param column from 1; 0 likewise, and in files that are read by the line
 * @param keyPath where in the scenario, such as "clients[0].access.rate"; empty at the top
 * @param found what stands there, such as "'-5 Mbps'" or "nothing"
 * @param allowed what may stand there, in words
 * @param message both as a sentence for people, without the location
 */
public record Problem(String file, int line, int column, String keyPath, String found, String allowed, String message) {
    /** One line: {@code file:line:column: key.path: message}. */
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
        if (!keyPath.isEmpty()) {
            text.append(keyPath).append(": ");
        }
        return text.append(message).toString();
    }
}
