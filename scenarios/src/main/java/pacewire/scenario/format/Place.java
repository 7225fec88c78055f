package pacewire.scenario.format;

/**
 * Where something was written.
 *
 * @param source the file as the user named it, or an override such as "--set seed=2"
 * @param line from 1; 0 in an override
 * @param column from 1; 0 in an override
 */
public record Place(String source, int line, int column) {
    /** How overrides from the command line begin. */
    public static final String OVERRIDE = "--";

    /** Whether it comes from the command line and not from the file. */
    public boolean isOverride() {
        return source.startsWith(OVERRIDE);
    }
}
