package pacewire.scenario;

/** Bounds that several keys of a scenario share. */
final class Limits {
    /** 1000 h: less than half of what a long of picoseconds holds, so that sums of two times never overflow. */
    static final long LONGEST_PS = 3_600_000_000_000_000_000L;

    /** Clients of a group, and names of files: beyond this a number is a slip of the keyboard. */
    static final int MOST_CLIENTS = 10_000_000;

    static final int MOST_FILES = 100_000;

    private Limits() {}
}
