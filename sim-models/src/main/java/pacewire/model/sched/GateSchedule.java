package pacewire.model.sched;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;

/**
 * A gate control list (IEEE 802.1Q-2018, 8.6.8.4): entries that say which traffic classes' gates are open, one after another,
 * over and over from a base time on. Before it all gates are open (AdminGateStates; so Linux {@code sch_taprio.c}). A base
 * time in the past means that the cycle has run since then.
 *
 * <p>If the cycle is shorter than the entries together, it cuts them off; if it is longer, the last entry goes on until its end
 * (802.1Q-2018, 8.6.9.2, the state machine List Execute). Linux begins anew at the first entry then.
 *
 * <p>Another list may be pending ({@link #followedBy}): it begins at its base time, and cuts off the cycle that runs then; or
 * there is none, as the last cycle that is whole goes on until then in its last entry, if that is no longer than the cycle time
 * extension (802.1Q-2018, 8.6.9.1.1: SetCycleStartTime while ConfigPending; Linux should_change_schedules). Linux does so at the
 * end of an entry, this at the instant itself.
 */
final class GateSchedule {
    private static final int ALL_OPEN = -1;

    private final long basePs;
    private final long cyclePs;
    /** End of each entry, from the beginning of the cycle; the last is the cycle's. */
    private final long[] endsPs;

    private final int[] masks;
    private final boolean isEntryByEntry;
    /** Longest time that each class's gate is open without a break. */
    private final long[] longestPs = new long[TaprioScheduler.CLASSES];

    /** The list that is pending; null: this one goes on for ever. */
    private @Nullable GateSchedule next;
    /** From when on the last entry goes on until the next list begins; {@link SimTime#NEVER}: it does not. */
    private long extendedFromPs = SimTime.NEVER;

    /**
     * A list of at least one entry.
     *
     * @param masks gates open in each entry: bit c for traffic class c
     * @param durationsPs of each entry, at least 1
     * @param cyclePs length of the cycle, at least 1
     * @param isEntryByEntry whether each entry ends for all who send in it, even if the next one keeps their gates open
     */
    GateSchedule(int[] masks, long[] durationsPs, long basePs, long cyclePs, boolean isEntryByEntry) {
        this.basePs = basePs;
        this.cyclePs = cyclePs;
        this.isEntryByEntry = isEntryByEntry;
        long[] ends = new long[masks.length];
        int used = 0;
        for (long endPs = 0; used < masks.length && endPs < cyclePs; used++) {
            endPs += durationsPs[used];
            ends[used] = Math.min(endPs, cyclePs);
        }
        ends[used - 1] = cyclePs;
        endsPs = Arrays.copyOf(ends, used);
        this.masks = Arrays.copyOf(masks, used);
        for (int trafficClass = 0; trafficClass < longestPs.length; trafficClass++) {
            longestPs[trafficClass] = longestOpen(trafficClass);
        }
    }

    /** The same, until another list begins at its base time. */
    GateSchedule followedBy(GateSchedule pending, long extensionPs) {
        next = pending;
        long wholePs = pending.basePs - Math.floorMod(pending.basePs - basePs, cyclePs);
        if (wholePs > basePs && pending.basePs - wholePs <= extensionPs) {
            extendedFromPs = wholePs;
        }
        return this;
    }

    /** Length of the cycle. */
    long cyclePs() {
        return cyclePs;
    }

    /**
     * Longest time that a class may send without a break; 0: never, {@link SimTime#NEVER}: always. Of the list that lasts: what
     * fits another one only might wait for ever.
     */
    long longestOpenPs(int trafficClass) {
        return next == null ? longestPs[trafficClass] : next.longestOpenPs(trafficClass);
    }

    /** The first instant, now or later, from which on the class's gate is open for so long, which it is at times. */
    long earliestPs(int trafficClass, long nowPs, long durationPs) {
        if (next == null && longestPs[trafficClass] == SimTime.NEVER) {
            return nowPs;
        }
        long openedPs = nowPs;
        long at = nowPs;
        while (true) {
            long endPs = segmentEndPs(at);
            if (!isOpen(trafficClass, at)) {
                openedPs = endPs;
            } else if (endPs - openedPs >= durationPs) {
                return openedPs;
            } else if (isEntryByEntry) {
                openedPs = endPs;
            }
            at = endPs;
        }
    }

    /** Whether the class's gate is open all the time from an instant to another. */
    boolean isOpenThroughout(int trafficClass, long fromPs, long toPs) {
        for (long at = fromPs; at < toPs; at = segmentEndPs(at)) {
            if (!isOpen(trafficClass, at)) {
                return false;
            }
        }
        return true;
    }

    private boolean isOpen(int trafficClass, long ps) {
        if (next != null && ps >= next.basePs) {
            return next.isOpen(trafficClass, ps);
        }
        int mask = ps < basePs ? ALL_OPEN : masks[ps >= extendedFromPs ? masks.length - 1 : entryAt(ps)];
        return (mask >> trafficClass & 1) != 0;
    }

    /** When the entry ends that an instant is in. */
    private long segmentEndPs(long ps) {
        if (next == null) {
            return ownSegmentEndPs(ps);
        }
        if (ps >= next.basePs) {
            return next.segmentEndPs(ps);
        }
        long endPs = ownSegmentEndPs(ps);
        return endPs >= extendedFromPs ? next.basePs : Math.min(endPs, next.basePs);
    }

    private long ownSegmentEndPs(long ps) {
        return ps < basePs ? basePs : ps - phasePs(ps) + endsPs[entryAt(ps)];
    }

    private int entryAt(long ps) {
        int found = Arrays.binarySearch(endsPs, phasePs(ps));
        // An entry does not contain its end: an instant at an end is in the next one.
        return found >= 0 ? found + 1 : -found - 1;
    }

    private long phasePs(long ps) {
        return (ps - basePs) % cyclePs;
    }

    private long longestOpen(int trafficClass) {
        long longest = 0;
        long run = 0;
        boolean isAlways = true;
        // Twice around, for a gate that is open over the end of the cycle.
        for (int step = 0; step < 2 * masks.length; step++) {
            int entry = step % masks.length;
            long lengthPs = endsPs[entry] - (entry == 0 ? 0 : endsPs[entry - 1]);
            boolean isOpen = (masks[entry] >> trafficClass & 1) != 0;
            isAlways &= isOpen;
            run = isOpen ? lengthPs + (isEntryByEntry ? 0 : run) : 0;
            longest = Math.max(longest, run);
        }
        return isAlways && !isEntryByEntry ? SimTime.NEVER : longest;
    }
}
