package pacewire.scenario.format;

/** A line of an input file that is not as it should be. */
public final class MalformedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String found;
    private final String allowed;

    /**
     * Names the line.
     *
     * @param line from 1; 0 for the file as a whole
     * @param found such as "'12 x'"
     * @param allowed what a line should be, in words
     */
    public MalformedLineException(int line, String found, String allowed) {
        super("line " + line + ": found " + found + "; " + allowed);
        this.line = line;
        this.found = found;
        this.allowed = allowed;
    }

    public int line() {
        return line;
    }

    public String found() {
        return found;
    }

    public String allowed() {
        return allowed;
    }
}
