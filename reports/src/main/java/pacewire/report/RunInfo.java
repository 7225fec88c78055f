package pacewire.report;

/**
 * How a run went on this machine, on this day. It goes to {@code performance.json}, never into the deterministic files;
 * only the tool's version stands in {@code run.lock.json} too.
 *
 * @param toolVersion such as "0.1.0"
 * @param wallNanos real time that the simulation took, in nanoseconds
 * @param events simulation events handled
 */
public record RunInfo(String toolVersion, long wallNanos, long events) {
    private static final double NANOS_PER_SECOND = 1e9;

    public double wallSeconds() {
        return wallNanos / NANOS_PER_SECOND;
    }

    /** Simulation events handled in a second of real time; 0 when no time passed. */
    public double eventsPerSecond() {
        return wallNanos <= 0 ? 0 : events / wallSeconds();
    }
}
