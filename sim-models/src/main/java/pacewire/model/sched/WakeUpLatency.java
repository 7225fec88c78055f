package pacewire.model.sched;

/**
 * How long it takes at most from a wanted wake-up to the first packet handed on: timer resolution, interrupts, and leaving the
 * idle state of a core. The machine may choose between idle states; who tolerates little forbids those that take long.
 *
 * @param awakePs of a core that polls while it idles, at least 0
 * @param lightExitPs leaving the light idle state, at least 0
 * @param deepExitPs leaving the deep idle state; 0: there is none
 */
public record WakeUpLatency(long awakePs, long lightExitPs, long deepExitPs) {
    /**
     * Part of a tolerance that leaving an idle state may take. Our choice: Linux leaves the figure to who writes it to {@code
     * /dev/cpu_dma_latency} or {@code pm_qos_resume_latency_us}. At a tenth a core with an exit of 2 us begins to poll when less
     * than 20 us are tolerated.
     */
    private static final int PARTS_FOR_IDLE_EXIT = 10;

    /** Of a machine that does not idle. */
    static WakeUpLatency fixed(long ps) {
        return new WakeUpLatency(ps, 0, 0);
    }

    /** With every idle state allowed. */
    public long longestPs() {
        return awakePs + Math.max(lightExitPs, deepExitPs);
    }

    /** As long as {@link #idleExitLimitPs} of this tolerance, or a smaller one, stands. */
    public long withinPs(long tolerancePs) {
        long limitPs = idleExitLimitPs(tolerancePs);
        return awakePs + Math.max(allowed(lightExitPs, limitPs), allowed(deepExitPs, limitPs));
    }

    private static long allowed(long exitPs, long limitPs) {
        return exitPs <= limitPs ? exitPs : 0;
    }

    /** The longest exit of an idle state that a tolerance bears with. */
    public static long idleExitLimitPs(long tolerancePs) {
        return tolerancePs / PARTS_FOR_IDLE_EXIT;
    }
}
