package pacewire.model.os.cpu;

import pacewire.core.units.SimTime;

/**
 * How much of each second a core gives to real-time threads, so that one that never waits does not lock the others out: 95 %
 * (Linux {@code Documentation/scheduler/sched-rt-group.rst}: {@code sched_rt_runtime_us} 950,000 of {@code sched_rt_period_us}
 * 1,000,000). When it is used up, they wait for the next period, whether or not others have use for the core. The periods of
 * all cores begin at full seconds; those of Linux begin with the first real-time thread.
 */
final class RealTimeBandwidth {
    static final long PERIOD_PS = SimTime.SECOND;
    static final long RUNTIME_PS = 950 * SimTime.MILLISECOND;

    private long period;
    private long usedPs;

    /** Real-time threads ran for some time, up to now. */
    void ran(long ps, long nowPs) {
        long present = nowPs / PERIOD_PS;
        if (present != period) {
            period = present;
            usedPs = 0;
        }
        usedPs += Math.min(ps, nowPs - present * PERIOD_PS);
    }

    boolean isUsedUp(long nowPs) {
        return nowPs / PERIOD_PS == period && usedPs >= RUNTIME_PS;
    }

    /** How long they may run from now on. */
    long leftPs(long nowPs) {
        long used = nowPs / PERIOD_PS == period ? usedPs : 0;
        long left = Math.max(0, RUNTIME_PS - used);
        long untilPeriodEnds = PERIOD_PS - nowPs % PERIOD_PS;
        // Who cannot use it up before the period ends has the next one's time, too.
        return left < untilPeriodEnds ? left : untilPeriodEnds + RUNTIME_PS;
    }

    /** When the next period begins. */
    static long nextPeriodPs(long nowPs) {
        return (nowPs / PERIOD_PS + 1) * PERIOD_PS;
    }
}
