package pacewire.model.nic;

import java.util.List;

/**
 * Adaptive interrupt moderation of one direction: Linux's dynamic interrupt moderation ({@code lib/dim/dim.c}, {@code
 * lib/dim/net_dim.c}, include/linux/dim.h). Every 64 interrupts it compares what came with the 64 before, first bytes, then
 * packets, then interrupts, each per millisecond; while it gets better it goes on along a row of five settings, when it gets
 * worse it turns, and it rests on top.
 *
 * <p>The settings are those for delays that begin with the first completion behind an interrupt ({@code
 * DIM_CQ_PERIOD_MODE_START_FROM_EQE}). A new setting holds at once, where Linux leaves it to a kernel worker.
 */
final class AdaptiveModeration {
    /** {@code NET_DIM_RX_EQE_PROFILES}. */
    static final List<Coalescing> RECEIVE = List.of(
            Coalescing.ofMicroseconds(1, 256),
            Coalescing.ofMicroseconds(8, 256),
            Coalescing.ofMicroseconds(64, 256),
            Coalescing.ofMicroseconds(128, 256),
            Coalescing.ofMicroseconds(256, 256));

    /** {@code NET_DIM_TX_EQE_PROFILES}. */
    static final List<Coalescing> TRANSMIT = List.of(
            Coalescing.ofMicroseconds(1, 128),
            Coalescing.ofMicroseconds(8, 128),
            Coalescing.ofMicroseconds(32, 128),
            Coalescing.ofMicroseconds(64, 128),
            Coalescing.ofMicroseconds(128, 128));

    /** {@code DIM_NEVENTS}: interrupts in a sample. */
    private static final int EVENTS = 64;
    /** {@code NET_DIM_DEF_PROFILE_EQE}. */
    private static final int FIRST_PROFILE = 1;
    /** {@code IS_SIGNIFICANT_DIFF}: more than so many percent. */
    private static final int SIGNIFICANT_PERCENT = 10;

    private static final long PS_IN_US = 1_000_000;
    private static final long US_IN_MS = 1000;

    private enum Tuning {
        PARKING_ON_TOP,
        PARKING_TIRED,
        GOING_RIGHT,
        GOING_LEFT
    }

    private enum Comparison {
        BETTER,
        SAME,
        WORSE
    }

    private final List<Coalescing> profiles;
    private int profile = FIRST_PROFILE;
    private Tuning tuning = Tuning.PARKING_ON_TOP;
    private int stepsRight;
    private int stepsLeft;
    private int tired;

    private boolean isMeasuring;
    private long startPs;
    private long startEvents;
    private long startPackets;
    private long startBytes;

    /** Of the sample compared with: bytes, packets and interrupts per millisecond. */
    private long previousBytes;

    private long previousPackets;
    private long previousEvents;

    AdaptiveModeration(List<Coalescing> profiles) {
        this.profiles = profiles;
    }

    Coalescing setting() {
        return profiles.get(profile);
    }

    /**
     * An interrupt's work is done ({@code net_dim}); the counters are those since the start.
     *
     * @return whether the setting has changed
     */
    boolean polled(long events, long packets, long bytes, long nowPs) {
        boolean hasChanged = false;
        if (isMeasuring) {
            long us = (nowPs - startPs) / PS_IN_US;
            if (events - startEvents < EVENTS || us == 0) {
                return false;
            }
            hasChanged = decide(
                    perMillisecond(bytes - startBytes, us),
                    perMillisecond(packets - startPackets, us),
                    perMillisecond(EVENTS, us));
        }
        // Linux starts the next sample with the poll behind the one that changed the setting.
        isMeasuring = !hasChanged;
        startPs = nowPs;
        startEvents = events;
        startPackets = packets;
        startBytes = bytes;
        return hasChanged;
    }

    private static long perMillisecond(long count, long us) {
        return -Math.floorDiv(-count * US_IN_MS, us);
    }

    private boolean decide(long bytes, long packets, long events) {
        Tuning previousTuning = tuning;
        int previousProfile = profile;
        switch (tuning) {
            case PARKING_ON_TOP -> {
                if (compare(bytes, packets, events) != Comparison.SAME) {
                    leaveParking();
                }
            }
            case PARKING_TIRED -> {
                tired--;
                if (tired == 0) {
                    leaveParking();
                }
            }
            case GOING_RIGHT, GOING_LEFT -> walk(compare(bytes, packets, events));
        }
        if (previousTuning != Tuning.PARKING_ON_TOP || tuning != Tuning.PARKING_ON_TOP) {
            previousBytes = bytes;
            previousPackets = packets;
            previousEvents = events;
        }
        return profile != previousProfile;
    }

    private Comparison compare(long bytes, long packets, long events) {
        if (previousBytes == 0) {
            return bytes > 0 ? Comparison.BETTER : Comparison.SAME;
        }
        if (isSignificant(bytes, previousBytes)) {
            return bytes > previousBytes ? Comparison.BETTER : Comparison.WORSE;
        }
        if (previousPackets == 0) {
            return packets > 0 ? Comparison.BETTER : Comparison.SAME;
        }
        if (isSignificant(packets, previousPackets)) {
            return packets > previousPackets ? Comparison.BETTER : Comparison.WORSE;
        }
        if (previousEvents == 0 || !isSignificant(events, previousEvents)) {
            return Comparison.SAME;
        }
        return events < previousEvents ? Comparison.BETTER : Comparison.WORSE;
    }

    private static boolean isSignificant(long value, long reference) {
        return 100 * Math.abs(value - reference) / reference > SIGNIFICANT_PERCENT;
    }

    private void walk(Comparison result) {
        if (result != Comparison.BETTER) {
            turn();
        }
        if (isOnTop()) {
            parkOnTop();
        } else if (tired == 2 * profiles.size()) {
            park(Tuning.PARKING_TIRED);
        } else if (!step()) {
            parkOnTop();
        }
    }

    private void turn() {
        if (tuning == Tuning.GOING_RIGHT) {
            tuning = Tuning.GOING_LEFT;
            stepsLeft = 0;
        } else {
            tuning = Tuning.GOING_RIGHT;
            stepsRight = 0;
        }
    }

    private boolean isOnTop() {
        return tuning == Tuning.GOING_RIGHT ? stepsLeft > 1 && stepsRight == 1 : stepsRight > 1 && stepsLeft == 1;
    }

    private void parkOnTop() {
        park(Tuning.PARKING_ON_TOP);
        tired = 0;
    }

    private void park(Tuning how) {
        stepsRight = 0;
        stepsLeft = 0;
        tuning = how;
    }

    private void leaveParking() {
        tuning = profile > 0 ? Tuning.GOING_LEFT : Tuning.GOING_RIGHT;
        if (tired < 2 * profiles.size()) {
            step();
        }
    }

    /** One setting on; false at the end of the row. */
    private boolean step() {
        if (tuning == Tuning.GOING_RIGHT) {
            if (profile == profiles.size() - 1) {
                return false;
            }
            profile++;
            stepsRight++;
        } else {
            if (profile == 0) {
                return false;
            }
            profile--;
            stepsLeft++;
        }
        tired++;
        return true;
    }
}
