package pacewire.model.link;

import pacewire.core.random.RandomStream;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/** Loses each packet with the same chance, independently of all others. */
public final class PacketLoss implements LinkRule {
    private final RandomStream random;
    private final long chancePpb;

    /**
     * A rule that loses packets.
     *
     * @param chancePpb chance of each packet, 0 to 1,000,000,000 parts per billion
     */
    public PacketLoss(RandomStream random, long chancePpb) {
        this.random = random;
        this.chancePpb = chancePpb;
    }

    @Override
    public void apply(Packet packet, long propagationPs, long nowPs, Onward onward) {
        if (random.chancePpb(chancePpb)) {
            onward.lose(packet, DropReason.LINK_LOSS, nowPs);
        } else {
            onward.pass(packet, propagationPs, nowPs);
        }
    }
}
