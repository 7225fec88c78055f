package pacewire.model.sched;

import pacewire.core.random.RandomStream;
import pacewire.core.units.SimTime;

/**
 * Random early detection as its paper has it ({@link RedFormulas}), and the adaptive one: Floyd, Gummadi and Shenker,
 * "Adaptive RED: An Algorithm for Increasing the Robustness of RED's Active Queue Management" (2001), section 3: every half
 * a second the maximum probability grows by alpha = min(0.01, maxP / 4) or shrinks to 0.9 of itself, to keep the average in
 * the middle fifth of the range. It stays within 0.01 and 0.5.
 *
 * <p>No timer: the updates that have come due are made up for at the next arrival, each with the average as it was then. The
 * first is half a second after the first packet.
 */
final class FloydRed implements RedLaw {
    private static final long ADAPTS_EVERY_PS = SimTime.SECOND / 2;
    private static final double LARGEST_STEP = 0.01;
    private static final double SHRINKS_TO = 0.9;
    private static final double LEAST_MAX_P = 0.01;
    private static final double GREATEST_MAX_P = 0.5;

    /**
     * What can be set.
     *
     * @param weight of the present queue in the average
     * @param meanBytes a typical packet, of which idle time makes so many
     * @param packetTimePs what that takes on the line
     * @param isByBytes whether the queue is measured in bytes, and a long packet is likelier to be hit
     */
    record Settings(
            double min,
            double max,
            double maxP,
            double weight,
            long meanBytes,
            long packetTimePs,
            boolean isByBytes,
            boolean isGentle,
            boolean waits,
            boolean isAdaptive) {}

    private final Settings settings;
    private final RandomStream random;
    private final EarlyDrops account;
    private double average;
    private double maxP;
    /** Packets since the last hit; -1 while the average is below min. In bytes where those are measured. */
    private long count = -1;

    private boolean isIdle;
    private long idleFromPs;
    private long adaptsPs = SimTime.NEVER;

    FloydRed(Settings settings, RandomStream random, EarlyDrops account) {
        this.settings = settings;
        this.random = random;
        this.account = account;
        reset();
    }

    @Override
    public void reset() {
        average = 0;
        maxP = settings.maxP();
        count = -1;
        isIdle = false;
        adaptsPs = SimTime.NEVER;
    }

    /** The average that decides. */
    double average() {
        return average;
    }

    /** The maximum probability, which only the adaptive one changes. */
    double maxP() {
        return maxP;
    }

    @Override
    public Action arrived(long queue, int bytes, long nowPs) {
        catchUp(nowPs);
        average = isIdle ? averageAt(nowPs) : RedFormulas.average(average, (double) queue, settings.weight());
        isIdle = false;
        if (average < settings.min()) {
            count = -1;
            return Action.PASS;
        }
        double probability =
                RedFormulas.probability(average, settings.min(), settings.max(), maxP, settings.isGentle());
        if (probability >= 1) {
            count = 0;
            account.force();
            return Action.FORCED;
        }
        count = count < 0 ? 0 : count + (settings.isByBytes() ? bytes : 1);
        return draws(probability, bytes) ? Action.HIT : Action.PASS;
    }

    private boolean draws(double probability, int bytes) {
        double packets = settings.isByBytes() ? (double) count / settings.meanBytes() : count;
        double spread = RedFormulas.spread(probability, packets, settings.waits());
        double chance = settings.isByBytes() ? Math.min(1, spread * bytes / settings.meanBytes()) : spread;
        boolean isHit = account.drew(chance, random.nextDouble() < chance);
        count = isHit ? 0 : count;
        return isHit;
    }

    @Override
    public void idleFrom(long nowPs) {
        isIdle = true;
        idleFromPs = nowPs;
    }

    private double averageAt(long ps) {
        return isIdle
                ? RedFormulas.averageAfterIdle(average, settings.weight(), (ps - idleFromPs) / settings.packetTimePs())
                : average;
    }

    /** Makes up for the updates that were due until now. */
    void catchUp(long nowPs) {
        if (!settings.isAdaptive()) {
            return;
        }
        if (adaptsPs == SimTime.NEVER) {
            adaptsPs = nowPs + ADAPTS_EVERY_PS;
        }
        while (adaptsPs <= nowPs) {
            double then = averageAt(adaptsPs);
            double before = maxP;
            maxP = adapted(then);
            boolean isSettled = maxP == before && (!isIdle || then < settings.min());
            // Settled, the average stays or falls further: nothing changes until something comes.
            long periods = isSettled ? (nowPs - adaptsPs) / ADAPTS_EVERY_PS + 1 : 1;
            adaptsPs += periods * ADAPTS_EVERY_PS;
        }
    }

    private double adapted(double then) {
        double range = settings.max() - settings.min();
        if (then > settings.min() + 0.6 * range && maxP < GREATEST_MAX_P) {
            return Math.min(GREATEST_MAX_P, maxP + Math.min(LARGEST_STEP, maxP / 4));
        }
        if (then < settings.min() + 0.4 * range && maxP > LEAST_MAX_P) {
            return Math.max(LEAST_MAX_P, maxP * SHRINKS_TO);
        }
        return maxP;
    }
}
