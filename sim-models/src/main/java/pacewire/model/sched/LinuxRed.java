package pacewire.model.sched;

import pacewire.core.random.RandomStream;
import pacewire.core.units.SimTime;

/**
 * Random early detection in Linux's integers (include/net/red.h): the average is kept in units of 2^-Wlog bytes, one random
 * number of Plog bits is drawn for each gap and compared with what has been summed up since, and idle time is looked up in a
 * table of shifts (iproute2 tc_core.c, tc_red_eval_idle_damping). There is no gentle part: everything is hit from max on.
 *
 * <p>Idle time counts from when the queue became empty, in microseconds; Linux counts from when it was next asked for a packet.
 */
final class LinuxRed implements RedLaw {
    private static final int TABLE = 256;
    private static final int LARGEST_SHIFT = 31;

    private final long scaledMin;
    private final long scaledMax;
    private final int weightLog;
    private final RandomStream random;
    private final long draws;
    private final int[] shifts = new int[TABLE];
    private final int cellLog;

    private long scaledAverage;
    private long count = -1;
    private long drawn;
    private boolean isIdle;
    private long idleFromPs;

    /**
     * Sets it up.
     *
     * @param weightLog Wlog
     * @param probabilityLog Plog
     * @param packetTimePs what an average packet takes on the line
     */
    LinuxRed(long minBytes, long maxBytes, int weightLog, int probabilityLog, long packetTimePs, RandomStream random) {
        this.weightLog = weightLog;
        this.random = random;
        scaledMin = minBytes << weightLog;
        scaledMax = maxBytes << weightLog;
        draws = 1L << probabilityLog;
        // Shifts per microsecond of idle time.
        double damping = -StrictMath.log(1 - 1.0 / (1L << weightLog)) / ((double) packetTimePs / SimTime.MICROSECOND);
        cellLog = fillShifts(damping);
    }

    private int fillShifts(double damping) {
        int log = 0;
        while (LARGEST_SHIFT / damping / (1L << log) >= 2.0 * TABLE) {
            log++;
        }
        for (int cell = 1; cell < TABLE; cell++) {
            shifts[cell] = (int) Math.min(LARGEST_SHIFT, ((long) cell << log) * damping);
        }
        shifts[TABLE - 1] = LARGEST_SHIFT;
        return log;
    }

    @Override
    public void reset() {
        scaledAverage = 0;
        count = -1;
        drawn = 0;
        isIdle = false;
    }

    /** The average in bytes, rounded down. */
    long averageBytes() {
        return scaledAverage >> weightLog;
    }

    @Override
    public Action arrived(long queueBytes, int bytes, long nowPs) {
        scaledAverage = isIdle ? averageAfterIdle(nowPs) : scaledAverage + queueBytes - (scaledAverage >> weightLog);
        isIdle = false;
        if (scaledAverage < scaledMin) {
            count = -1;
            return Action.PASS;
        }
        if (scaledAverage >= scaledMax) {
            count = -1;
            return Action.FORCED;
        }
        count++;
        if (count == 0) {
            drawn = random.nextLong(draws);
            return Action.PASS;
        }
        if (((scaledAverage - scaledMin) >> weightLog) * count < drawn) {
            return Action.PASS;
        }
        count = 0;
        drawn = random.nextLong(draws);
        return Action.HIT;
    }

    private long averageAfterIdle(long nowPs) {
        long idle = Math.min((nowPs - idleFromPs) / SimTime.MICROSECOND, (TABLE - 1L) << cellLog);
        int shift = shifts[(int) (idle >> cellLog)];
        if (shift > 0) {
            return scaledAverage >> shift;
        }
        // The first part of the exponential is a straight line.
        long fallen = (scaledAverage * idle) >> cellLog;
        return fallen < scaledAverage >> 1 ? scaledAverage - fallen : scaledAverage >> 1;
    }

    @Override
    public void idleFrom(long nowPs) {
        isIdle = true;
        idleFromPs = nowPs;
    }
}
