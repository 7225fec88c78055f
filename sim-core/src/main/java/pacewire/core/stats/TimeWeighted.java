package pacewire.core.stats;

/** A level over time, such as the length of a queue, and its exact average: the area under it over the time it stood. */
public final class TimeWeighted {
    private final ExactSum area = new ExactSum();
    private final long startPs;
    private long sincePs;
    private long level;
    private long max;

    /** A level that begins at an instant. */
    public TimeWeighted(long level, long startPs) {
        this.level = level;
        this.startPs = startPs;
        sincePs = startPs;
        max = level;
    }

    /**
     * Sets the level.
     *
     * @param nowPs not before the last change
     */
    public void set(long newLevel, long nowPs) {
        if (nowPs < sincePs) {
            throw new IllegalArgumentException(
                    "a level changed at " + nowPs + " ps, before its last change at " + sincePs);
        }
        area.add(level, nowPs - sincePs);
        sincePs = nowPs;
        level = newLevel;
        max = Math.max(max, newLevel);
    }

    /** Raises or lowers the level. */
    public void add(long change, long nowPs) {
        set(Math.addExact(level, change), nowPs);
    }

    public long level() {
        return level;
    }

    /** Greatest level so far. */
    public long max() {
        return max;
    }

    /** Average from the start until now; the present level when no time has passed. */
    public double mean(long nowPs) {
        if (nowPs < sincePs) {
            throw new IllegalArgumentException(
                    "an average up to " + nowPs + " ps, before the last change at " + sincePs);
        }
        if (nowPs == startPs) {
            return level;
        }
        ExactSum upToNow = new ExactSum();
        upToNow.add(area);
        upToNow.add(level, nowPs - sincePs);
        return ExactSum.quotient(upToNow.value(), nowPs - startPs);
    }
}
