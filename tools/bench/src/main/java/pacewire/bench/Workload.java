package pacewire.bench;

/** Work in a steady state, done in small portions and counted. */
public interface Workload {
    /** Does a portion: long enough that reading the clock behind it costs nothing, short enough to stop in time. */
    void advance();

    /** Operations done so far: what a rate is told of. */
    long operations();

    /** Events fired so far; 0 where there are none. */
    long eventsFired();

    /** The clock of the simulated world; 0 where there is none. */
    long nowPs();

    /**
     * Checks that what was measured is what should have been.
     *
     * @throws WorkloadException when it is not
     */
    void requireSteady();
}
