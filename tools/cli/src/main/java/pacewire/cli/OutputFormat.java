package pacewire.cli;

/** How results are printed. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON;

    /** As it is typed. */
    @Override
    public String toString() {
        return this == TEXT ? "text" : "json";
    }
}
