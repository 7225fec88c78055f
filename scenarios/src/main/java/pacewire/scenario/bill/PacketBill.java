package pacewire.scenario.bill;

import java.util.Comparator;
import java.util.List;

import pacewire.model.packet.DelayPart;

/**
 * What one packet's departure error was spent on. The items sum exactly to the error; a packet that left early or on time has
 * none.
 *
 * @param packet its number in the run, in the order in which packets were made
 * @param client where it goes
 * @param sequence its place in its flow, from 0
 * @param idealPs when its first bit was to be on the wire
 * @param departurePs when it was
 * @param items the causes that took time, in the order of the path
 */
public record PacketBill(
        long packet, ClientName client, long sequence, long idealPs, long departurePs, List<Item> items) {
    /** Latest first; of packets that are equally late, the one that was made first. */
    static final Comparator<PacketBill> WORST_FIRST =
            Comparator.comparingLong(PacketBill::errorPs).reversed().thenComparingLong(PacketBill::packet);

    public PacketBill {
        items = List.copyOf(items);
    }

    /**
     * Time spent in one part.
     *
     * @param ps more than 0
     */
    public record Item(DelayPart cause, long ps) {}

    /** Departure minus ideal instant: below 0 when it left early. */
    public long errorPs() {
        return departurePs - idealPs;
    }
}
