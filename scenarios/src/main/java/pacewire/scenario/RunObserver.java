package pacewire.scenario;

/**
 * Watches a run from outside: told where it stands about every 100,000 events and once at the end, on the run's own
 * thread. It cannot change the outcome; an exception that it throws ends the run and reaches whoever started it.
 */
@FunctionalInterface
public interface RunObserver {
    /** Watches nothing. */
    RunObserver NONE = (nowPs, endPs, eventsFired) -> {};

    /**
     * The run has come this far.
     *
     * @param nowPs the present instant of virtual time
     * @param endPs the instant at which the run ends
     * @param eventsFired events fired so far
     */
    void progress(long nowPs, long endPs, long eventsFired);
}
