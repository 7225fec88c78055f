package pacewire.model.os.cpu;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/**
 * The idle states of a core (C-states): a light one, and a deep one that takes longer to leave and pays only when the core idles
 * long. As the governor {@code menu} of Linux ({@code drivers/cpuidle/governors/menu.c}), it expects to idle until the next
 * timer, or as long as lately if that is shorter; of the last intervals it takes the plain mean, where {@code menu} leaves out
 * outliers and corrects by load. And where {@code menu} looks again at the next tick, a core here stays in the state that it
 * has chosen.
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
    private boolean isDeep;

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
        isDeep = deepExitPs > 0 && expectedPs(nowPs, nextTimerPs) >= deepResidencyPs;
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
        return isDeep ? deepExitPs : lightExitPs;
    }
}
