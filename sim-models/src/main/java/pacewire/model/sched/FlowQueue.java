package pacewire.model.sched;

import pacewire.core.units.SimTime;

/**
 * Flows by (key, tie-break), least first, of which only the first can be taken out. Made for keys that mostly ascend:
 * transfers of equal rate and tolerance take their turns in the same order round after round, so each new key is behind all
 * before it, and a few such groups of transfers make a few ascending sequences in one another. An entry joins the {@link
 * SortedRun} whose end is closest before it, as in patience sorting (Aldous and Diaconis, "Longest increasing subsequences:
 * from patience sorting to the Baik-Deift-Johansson theorem", 1999); what fits behind none stands in a heap. The common case
 * costs a few comparisons and a walk along memory, whatever the number of flows; the order is exact in every case.
 */
final class FlowQueue {
    /** Heads and tails of eight runs are compared in a few nanoseconds, and are in four cache lines. */
    private static final int RUNS = 8;

    private static final int HEAP = RUNS;

    private final SortedRun[] runs = new SortedRun[RUNS];
    private final EntryHeap heap = new EntryHeap();
    /** Entries are in no other runs than the first so many. */
    private int usedRuns;

    private int size;
    /** Where the least entry is: a run, or the heap. */
    private int first;

    private long firstKey = SimTime.NEVER;
    private long firstTieBreak;

    FlowQueue() {
        for (int run = 0; run < RUNS; run++) {
            runs[run] = new SortedRun();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Number of flows. */
    int size() {
        return size;
    }

    /** The least key; {@link SimTime#NEVER}, above all others, when empty. */
    long firstKey() {
        return firstKey;
    }

    /** The slot of the flow with the least key; only when not empty. */
    int firstSlot() {
        return first == HEAP ? heap.firstSlot() : runs[first].firstSlot();
    }

    /** Whether it is easily told who stands so many places, 0 or more, behind the first: those of other runs do not count. */
    boolean isKnownAhead(int places) {
        return size > places && first != HEAP && runs[first].size() > places;
    }

    /** The slot of that flow; only when {@link #isKnownAhead}. */
    int slotAhead(int places) {
        return runs[first].slotAt(places);
    }

    /** Adds a flow that is not in the queue. */
    void add(int slot, long key, long tieBreak) {
        int place = placeFor(key, tieBreak);
        if (place == HEAP) {
            heap.add(key, tieBreak, slot);
        } else {
            runs[place].append(key, tieBreak, slot);
            usedRuns = Math.max(usedRuns, place + 1);
        }
        if (size++ == 0 || isNotBehindFirst(key, tieBreak)) {
            setFirst(place, key, tieBreak);
        }
    }

    /** Takes out the flow with the least key; only when not empty. */
    void removeFirst() {
        if (first == HEAP) {
            heap.removeFirst();
        } else {
            runs[first].removeFirst();
        }
        size--;
        findFirst();
    }

    /**
     * The least tie-break, if it is below a bound; otherwise the bound. Looks at no more entries than may have it.
     *
     * @param lead no tie-break is less than its key and this, which is at least 0
     */
    long leastTieBreak(long bound, long lead) {
        long least = heap.leastTieBreak(bound, lead);
        for (int run = 0; run < usedRuns; run++) {
            least = runs[run].leastTieBreak(least, lead);
        }
        return least;
    }

    /** The run with the greatest end that is not behind the entry; else an empty run; else the heap. */
    private int placeFor(long key, long tieBreak) {
        int place = usedRuns < RUNS ? usedRuns : HEAP;
        boolean isBehindOthers = false;
        long greatestEnd = 0;
        for (int run = 0; run < usedRuns; run++) {
            SortedRun candidate = runs[run];
            if (candidate.isEmpty()) {
                place = isBehindOthers ? place : run;
            } else if (candidate.takes(key, tieBreak) && (!isBehindOthers || candidate.lastKey() > greatestEnd)) {
                place = run;
                isBehindOthers = true;
                greatestEnd = candidate.lastKey();
            }
        }
        return place;
    }

    private void findFirst() {
        while (usedRuns > 0 && runs[usedRuns - 1].isEmpty()) {
            usedRuns--;
        }
        firstKey = SimTime.NEVER;
        firstTieBreak = Long.MAX_VALUE;
        if (!heap.isEmpty()) {
            setFirst(HEAP, heap.firstKey(), heap.firstTieBreak());
        }
        for (int run = 0; run < usedRuns; run++) {
            SortedRun candidate = runs[run];
            if (!candidate.isEmpty() && isNotBehindFirst(candidate.firstKey(), candidate.firstTieBreak())) {
                setFirst(run, candidate.firstKey(), candidate.firstTieBreak());
            }
        }
    }

    private boolean isNotBehindFirst(long key, long tieBreak) {
        return key < firstKey || (key == firstKey && tieBreak <= firstTieBreak);
    }

    private void setFirst(int place, long key, long tieBreak) {
        first = place;
        firstKey = key;
        firstTieBreak = tieBreak;
    }
}
