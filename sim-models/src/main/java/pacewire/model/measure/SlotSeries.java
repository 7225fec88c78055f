package pacewire.model.measure;

import java.util.Arrays;

/**
 * What a group did over time, in equal slots from the start of the run; warm-up included. The last slot also takes what lies
 * beyond it.
 */
public final class SlotSeries {
    /** Enough for a curve of 900 pixels. */
    public static final int SLOTS = 200;

    private final long slotPs;
    /** The slot asked for last, and where it begins: time goes on slowly, so that it is the next one asked for, too. */
    private int latestSlot;

    private long latestSlotPs;
    private final long[] errorMinPs = new long[SLOTS];
    private final long[] errorMaxPs = new long[SLOTS];
    private final long[] errorSumPs = new long[SLOTS];
    private final long[] departures = new long[SLOTS];
    private final long[] bytesDelivered = new long[SLOTS];

    SlotSeries(long durationPs) {
        if (durationPs < 1) {
            throw new IllegalArgumentException("a series has a duration, not " + durationPs + " ps");
        }
        slotPs = (durationPs - 1) / SLOTS + 1;
    }

    void departed(long departurePs, long errorPs) {
        int slot = slotOf(departurePs);
        boolean isFirst = departures[slot] == 0;
        errorMinPs[slot] = isFirst ? errorPs : Math.min(errorMinPs[slot], errorPs);
        errorMaxPs[slot] = isFirst ? errorPs : Math.max(errorMaxPs[slot], errorPs);
        errorSumPs[slot] = Math.addExact(errorSumPs[slot], errorPs);
        departures[slot]++;
    }

    void delivered(long nowPs, int payloadBytes) {
        bytesDelivered[slotOf(nowPs)] += payloadBytes;
    }

    /** Length of a slot. */
    public long slotPs() {
        return slotPs;
    }

    /** Least departure error of the scheduled datagrams that departed in each slot; 0 where none did. */
    public long[] departureErrorMinPs() {
        return errorMinPs.clone();
    }

    /** Greatest departure error in each slot; 0 where none departed. */
    public long[] departureErrorMaxPs() {
        return errorMaxPs.clone();
    }

    /** Mean departure error in each slot, rounded down; 0 where none departed. */
    public long[] departureErrorMeanPs() {
        long[] mean = new long[SLOTS];
        Arrays.setAll(mean, slot -> departures[slot] == 0 ? 0 : Math.floorDiv(errorSumPs[slot], departures[slot]));
        return mean;
    }

    /** Scheduled datagrams that departed in each slot. */
    public long[] departures() {
        return departures.clone();
    }

    /** Payload bytes that reached the clients in each slot. */
    public long[] bytesDelivered() {
        return bytesDelivered.clone();
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
