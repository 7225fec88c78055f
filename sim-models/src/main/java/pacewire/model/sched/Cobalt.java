package pacewire.model.sched;

import pacewire.core.random.RandomStream;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;

/**
 * COBALT, CAKE's queue management (Linux net/sched/sch_cake.c): CoDel, rewritten so that its count also falls step by step
 * when the queue is short, and BLUE (Feng, Shin, Kandlur and Saha, ToN 10(4), 2002) beside it for senders that do not answer: a
 * probability that grows by 1/256 whenever the queue overflows and shrinks by 1/4096 whenever it is found empty, at most once
 * in a target time.
 *
 * <p>The reciprocal root begins at 1, as the comment there says; the kernel's memory begins at 0, which makes the very first
 * signal of a queue come at once.
 */
final class Cobalt {
    private static final int TABLE = 16;
    private static final long ONE = 0xffff_ffffL;
    private static final long BLUE_UP = 1L << 24;
    private static final long BLUE_DOWN = 1L << 20;
    private static final long[] ROOTS = roots();

    /**
     * How a tin manages its queues.
     *
     * @param intervalPs how long the target may be exceeded
     * @param targetPs acceptable sojourn time
     * @param mtuTimePs what a full packet takes at the tin's rate: four of them are acceptable too
     */
    record Settings(long intervalPs, long targetPs, long mtuTimePs) {}

    private final Settings settings;
    private final RandomStream random;
    private long count;
    private long inverseRoot = ONE;
    private long dropNext;
    private boolean isDropping;
    private long blueChance;
    private long blueSincePs;
    private boolean hasBlueMoved;

    Cobalt(Settings settings, RandomStream random) {
        this.settings = settings;
        this.random = random;
    }

    void reset() {
        count = 0;
        inverseRoot = ONE;
        dropNext = 0;
        isDropping = false;
        blueChance = 0;
        blueSincePs = 0;
        hasBlueMoved = false;
    }

    /** BLUE's probability. */
    double blueProbability() {
        return blueChance / (double) (ONE + 1);
    }

    /** CoDel's count: signals that the present rate stands for. */
    long count() {
        return count;
    }

    /** Whether there is anything that an idle queue still has to come down from. */
    boolean isAtRest(long nowPs) {
        return blueChance == 0 && count == 0 && nowPs >= dropNext;
    }

    /** A packet of the queue was pushed out. */
    void overflowed(long nowPs) {
        if (mayMoveBlue(nowPs)) {
            blueChance = Math.min(ONE, blueChance + BLUE_UP);
            moveBlue(nowPs);
        }
        isDropping = true;
        dropNext = nowPs;
        count = Math.max(1, count);
    }

    /** The queue had its turn and was empty. */
    void foundEmpty(long nowPs) {
        if (blueChance > 0 && mayMoveBlue(nowPs)) {
            blueChance = Math.max(0, blueChance - BLUE_DOWN);
            moveBlue(nowPs);
        }
        isDropping = false;
        if (count > 0 && nowPs >= dropNext) {
            countTo(count - 1);
            dropNext = after(dropNext);
        }
    }

    private boolean mayMoveBlue(long nowPs) {
        return !hasBlueMoved || nowPs - blueSincePs > settings.targetPs();
    }

    private void moveBlue(long nowPs) {
        hasBlueMoved = true;
        blueSincePs = nowPs;
    }

    /** Whether a packet that has its turn is to be dropped; it may be marked instead. */
    boolean drops(Packet packet, long nowPs) {
        long sojourn = nowPs - packet.heldSincePs;
        boolean isOver = sojourn > settings.targetPs() && sojourn > 4 * settings.mtuTimePs();
        boolean isDue = count > 0 && nowPs >= dropNext;
        long overdue = nowPs - dropNext;
        boolean drops = false;
        if (isOver && !isDropping) {
            dropNext = after(nowPs);
        }
        isDropping = isOver;
        count = isOver ? Math.max(1, count) : count;
        if (isDue && isOver) {
            drops = !marks(packet);
            countTo(count + 1);
            dropNext = after(dropNext);
            overdue = nowPs - dropNext;
        } else {
            while (isDue) {
                countTo(count - 1);
                dropNext = after(dropNext);
                overdue = nowPs - dropNext;
                isDue = count > 0 && overdue >= 0;
            }
        }
        drops |= blueChance > 0 && random.nextLong() >>> 32 < blueChance;
        noteActivity(nowPs, overdue, drops);
        return drops;
    }

    /**
     * Before the first signal, the time of the next one is when the queue will be at rest. After a time at rest, a queue that is
     * over its target at once is signalled at the next packet.
     */
    private void noteActivity(long nowPs, long overdue, boolean drops) {
        if (count == 0) {
            dropNext = nowPs + settings.intervalPs();
        } else if (overdue > 0 && !drops) {
            dropNext = nowPs;
        }
    }

    private static boolean marks(Packet packet) {
        if (Ecn.isCapable(packet)) {
            packet.ecn = Ecn.CONGESTION;
            return true;
        }
        return false;
    }

    private void countTo(long newCount) {
        count = newCount;
        inverseRoot = count < TABLE ? ROOTS[(int) count] : newtonStep(inverseRoot, count);
    }

    /** interval / sqrt(count) later. */
    private long after(long ps) {
        return ps + Math.multiplyHigh(settings.intervalPs() << 1, inverseRoot << 31);
    }

    /** One Newton step in 32 bits: {@code x (3 - count x^2) / 2}. */
    static long newtonStep(long inverseRoot, long count) {
        long square = (inverseRoot * inverseRoot) >>> 32;
        long factor = ((3L << 32) - count * square) >>> 2;
        return ((factor * inverseRoot) >>> (32 - 2 + 1)) & ONE;
    }

    /** Reciprocal roots of small counts by four steps each, since one alone makes 0.5 of 0.707 at 2. */
    private static long[] roots() {
        long[] roots = new long[TABLE];
        long root = ONE;
        roots[0] = ONE;
        for (int count = 1; count < TABLE; count++) {
            for (int step = 0; step < 4; step++) {
                root = newtonStep(root, count);
            }
            roots[count] = root;
        }
        return roots;
    }

    /** The reciprocal root of a small count, with 32 bits behind the point. */
    static long root(int count) {
        return ROOTS[count];
    }
}
