package pacewire.model.link;

import pacewire.core.random.RandomStream;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

/**
 * Lets some packets arrive twice. The copy is made behind the serialiser, so it takes no time on the wire of its own, and
 * follows the packet through the rules behind this one, which may treat it differently. It carries the packet's delay
 * account and everything else but the packet's own number.
 */
public final class Duplication implements LinkRule {
    private final RandomStream random;
    private final long chancePpb;
    private final PacketPool pool;
    private final CopyListener books;

    /** Is told of every packet that a link makes, for the books. */
    @FunctionalInterface
    public interface CopyListener {
        /** A packet came into being; the link owns it. */
        void copied(Packet copy, long nowPs);
    }

    /**
     * A rule that duplicates packets.
     *
     * @param chancePpb chance of each packet, 0 to 1,000,000,000 parts per billion
     */
    public Duplication(RandomStream random, long chancePpb, PacketPool pool, CopyListener books) {
        this.random = random;
        this.chancePpb = chancePpb;
        this.pool = pool;
        this.books = books;
    }

    @Override
    public void apply(Packet packet, long propagationPs, long nowPs, Onward onward) {
        if (!random.chancePpb(chancePpb)) {
            onward.pass(packet, propagationPs, nowPs);
            return;
        }
        // Before the packet passes: the rules behind may end it.
        Packet copy = pool.copy(packet, nowPs);
        books.copied(copy, nowPs);
        onward.pass(packet, propagationPs, nowPs);
        onward.pass(copy, propagationPs, nowPs);
    }
}
