package pacewire.model.os.cpu;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/**
 * The idle states of a core (C-states): a light one, and a deep one that takes longer to leave and pays only when the core idles
 * long. As the governor {@code menu} of Linux ({@code drivers/cpuidle/governors/menu.c}), it expects to idle until the next
 * timer, or as long as lately if that is shorter; of the last intervals it takes the plain mean, where {@code menu} leaves out
 * outliers and corrects by load. And where {@code menu} looks again at the next tick, a core here stays in the state that it
 * has chosen.
 *
 * <p>A limit on the time to leave them (Linux Documentation/power/pm_qos_interface.rst: CPU latency, and per CPU {@code
 * pm_qos_resume_latency_us}) forbids those that take longer; when it forbids all, the core polls: it is out at once, draws full
 * power, and is idle nonetheless, as in {@code drivers/cpuidle/poll_state.c}.
 */
public final class IdleStates {
    /** As many as {@code menu} keeps (INTERVALS). */
    private static final int INTERVALS = 8;

    private final long lightExitPs;
    private final long deepExitPs;
    private final long deepResidencyPs;
    private final long[] lastPs = new long[INTERVALS];
    private long sumPs;
    private int next;
    private int known;
    private long sincePs;
    private long exitPs;
    private long limitPs = SimTime.NEVER;
    private long polledPs;

    /** The states of a machine. */
    public IdleStates(MachineProfile profile) {
        lightExitPs = profile.idleExitPs();
        deepExitPs = profile.deepIdleExitPs();
        deepResidencyPs = profile.deepIdleResidencyPs();
    }

    /**
     * The core begins to idle.
     *
     * @param nextTimerPs when its next timer is due; {@link SimTime#NEVER}: none is
     */
    public void enter(long nowPs, long nextTimerPs) {
        sincePs = nowPs;
        boolean isDeep = deepExitPs > 0 && deepExitPs <= limitPs && expectedPs(nowPs, nextTimerPs) >= deepResidencyPs;
        if (isDeep) {
            exitPs = deepExitPs;
        } else {
            exitPs = lightExitPs <= limitPs ? lightExitPs : 0;
        }
    }

    /** From here on no state that takes longer to leave is entered; {@link SimTime#NEVER}: each may be. */
    public void limitExit(long newLimitPs) {
        limitPs = newLimitPs;
    }

    /** Whether the state that was entered last takes longer to leave than now allowed. */
    public boolean isBeyondLimit() {
        return exitPs > limitPs;
    }

    /** Idle time spent polling, because no state was allowed, up to the end of the last idle time. */
    public long polledPs() {
        return polledPs;
    }

    /** The same of the idle time that has not ended. */
    public long pollingPs(long nowPs) {
        return isPolling() ? nowPs - sincePs : 0;
    }

    private boolean isPolling() {
        return exitPs == 0 && lightExitPs > 0;
    }

    private long expectedPs(long nowPs, long nextTimerPs) {
        long untilTimerPs = nextTimerPs == SimTime.NEVER ? SimTime.NEVER : Math.max(0, nextTimerPs - nowPs);
        return known == 0 ? untilTimerPs : Math.min(untilTimerPs, sumPs / known);
    }

    /** The core is woken. Returns how long that takes. */
    public long leave(long nowPs) {
        long idledPs = Math.min(nowPs - sincePs, SimTime.SECOND);
        sumPs += idledPs - lastPs[next];
        lastPs[next] = idledPs;
        next = (next + 1) % INTERVALS;
        known = Math.min(known + 1, INTERVALS);
        polledPs += pollingPs(nowPs);
        return exitPs;
    }
}
