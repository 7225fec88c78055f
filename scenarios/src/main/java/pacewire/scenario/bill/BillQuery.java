package pacewire.scenario.bill;

import org.jspecify.annotations.Nullable;

/**
 * Whose bills are wanted.
 *
 * @param packet only the packet with this number; null: of any
 * @param client only packets to this client; null: to any
 * @param worst so many bills at most, of the packets that left latest; at least 1
 */
public record BillQuery(@Nullable Long packet, @Nullable ClientName client, int worst) {
    /** The packets that left latest. */
    public static BillQuery worst(int count) {
        return new BillQuery(null, null, count);
    }

    /** One packet. */
    public static BillQuery ofPacket(long packet) {
        return new BillQuery(packet, null, 1);
    }

    /** The packets of one transfer, the latest in detail. */
    public static BillQuery ofTransfer(ClientName client, int worst) {
        return new BillQuery(null, client, worst);
    }
}
