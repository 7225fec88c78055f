package pacewire.report.chart;

import java.util.Arrays;

import pacewire.scenario.result.RunResult.GroupSeries;

/**
 * A group's series with at most {@value #MOST} slots: two pixels each. Neighbours are merged by their meaning: least of the
 * least, greatest of the greatest, mean weighted by departures, sum of bytes.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list would box a number for every slot
record TimeSlots(double slotPs, long[] minPs, double[] meanPs, long[] maxPs, long[] departures, long[] bytes) {
    private static final int MOST = 400;

    static TimeSlots of(GroupSeries series) {
        int merged = Math.max(1, (series.slots() + MOST - 1) / MOST);
        int slots = (series.slots() + merged - 1) / merged;
        TimeSlots result = new TimeSlots(
                (double) series.slotPs() * merged,
                new long[slots],
                new double[slots],
                new long[slots],
                new long[slots],
                new long[slots]);
        Arrays.fill(result.minPs, Long.MAX_VALUE);
        Arrays.fill(result.maxPs, Long.MIN_VALUE);
        for (int from = 0; from < series.slots(); from++) {
            result.add(from / merged, series, from);
        }
        return result;
    }

    int count() {
        return departures.length;
    }

    boolean isEmpty(int slot) {
        return departures[slot] == 0;
    }

    /** Start of a slot, in picoseconds; the end of the last one for the slot after it. */
    double startPs(int slot) {
        return slot * slotPs;
    }

    /** Payload that arrived in a slot, in bits per second. */
    double bitsPerSecond(int slot) {
        return bytes[slot] * 8e12 / slotPs;
    }

    /** Greatest departure error of all slots; 0 without departures. */
    long largestErrorPs() {
        long largest = 0;
        for (int slot = 0; slot < count(); slot++) {
            largest = isEmpty(slot) ? largest : Math.max(largest, Math.max(maxPs[slot], -minPs[slot]));
        }
        return largest;
    }

    double largestBitsPerSecond() {
        double largest = 0;
        for (int slot = 0; slot < count(); slot++) {
            largest = Math.max(largest, bitsPerSecond(slot));
        }
        return largest;
    }

    private void add(int slot, GroupSeries series, int from) {
        bytes[slot] += series.bytesDelivered()[from];
        long more = series.departures()[from];
        if (more == 0) {
            return;
        }
        minPs[slot] = Math.min(minPs[slot], series.departureErrorMinPs()[from]);
        maxPs[slot] = Math.max(maxPs[slot], series.departureErrorMaxPs()[from]);
        long all = departures[slot] + more;
        double ahead = series.departureErrorMeanPs()[from] - meanPs[slot];
        meanPs[slot] += ahead * more / all;
        departures[slot] = all;
    }
}
