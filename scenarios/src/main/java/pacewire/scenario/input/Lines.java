package pacewire.scenario.input;

/** Shows lines of input files in problems. */
final class Lines {
    private static final int LONGEST_SHOWN = 60;

    private Lines() {}

    /** A line in quotes, cut when it is long. */
    static String quoted(String line) {
        return "'" + (line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…") + "'";
    }
}
