package pacewire.model.measure;

import java.util.Arrays;

/**
 * What a group did over time, in equal slots from the start of the run; warm-up included. The last slot also takes what lies
 * beyond it.
 */
public final class SlotSeries {
    /** Enough for a curve of 900 pixels. */
    public static final int SLOTS = 200;

    /** The figures of a slot, by their places: departure errors (least, greatest, sum), departures, and payload delivered. */
    private static final int ERROR_MIN = 0;

    private static final int ERROR_MAX = 1;
    private static final int ERROR_SUM = 2;
    private static final int DEPARTURES = 3;
    private static final int BYTES = 4;
    /** Places for each slot: as many as a cache line of 64 bytes has. */
    private static final int FIGURES = 8;

    private final long slotPs;
    /** The slot asked for last, and where it begins: time goes on slowly, so that it is the next one asked for, too. */
    private int latestSlot;

    private long latestSlotPs;
    /** The figures of one slot behind those of another: every packet touches them, and so they are in one cache line. */
    private final long[] figures = new long[SLOTS * FIGURES];

    SlotSeries(long durationPs) {
        if (durationPs < 1) {
            throw new IllegalArgumentException("a series has a duration, not " + durationPs + " ps");
        }
        slotPs = (durationPs - 1) / SLOTS + 1;
    }

    void departed(long departurePs, long errorPs) {
        int at = FIGURES * slotOf(departurePs);
        boolean isFirst = figures[at + DEPARTURES] == 0;
        figures[at + ERROR_MIN] = isFirst ? errorPs : Math.min(figures[at + ERROR_MIN], errorPs);
        figures[at + ERROR_MAX] = isFirst ? errorPs : Math.max(figures[at + ERROR_MAX], errorPs);
        figures[at + ERROR_SUM] = Math.addExact(figures[at + ERROR_SUM], errorPs);
        figures[at + DEPARTURES]++;
    }

    void delivered(long nowPs, int payloadBytes) {
        figures[FIGURES * slotOf(nowPs) + BYTES] += payloadBytes;
    }

    /** Length of a slot. */
    public long slotPs() {
        return slotPs;
    }

    /** Least departure error of the scheduled datagrams that departed in each slot; 0 where none did. */
    public long[] departureErrorMinPs() {
        return all(ERROR_MIN);
    }

    /** Greatest departure error in each slot; 0 where none departed. */
    public long[] departureErrorMaxPs() {
        return all(ERROR_MAX);
    }

    /** Mean departure error in each slot, rounded down; 0 where none departed. */
    public long[] departureErrorMeanPs() {
        long[] mean = all(ERROR_SUM);
        long[] departures = all(DEPARTURES);
        Arrays.setAll(mean, slot -> departures[slot] == 0 ? 0 : Math.floorDiv(mean[slot], departures[slot]));
        return mean;
    }

    /** Scheduled datagrams that departed in each slot. */
    public long[] departures() {
        return all(DEPARTURES);
    }

    /** Payload bytes that reached the clients in each slot. */
    public long[] bytesDelivered() {
        return all(BYTES);
    }

    private long[] all(int figure) {
        long[] all = new long[SLOTS];
        Arrays.setAll(all, slot -> figures[FIGURES * slot + figure]);
        return all;
    }

    private int slotOf(long timePs) {
        if (timePs < latestSlotPs || timePs - latestSlotPs >= slotPs) {
            long slot = timePs / slotPs;
            latestSlot = (int) Math.min(slot, SLOTS - 1);
            latestSlotPs = slot * slotPs;
        }
        return latestSlot;
    }
}
