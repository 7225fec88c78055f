package pacewire.model.link;

import pacewire.core.random.Distribution;
import pacewire.core.random.RandomStream;
import pacewire.model.packet.Packet;

/**
 * Adds a random time to the propagation of each packet. A negative draw shortens it, to zero at most. Packets keep their
 * order unless the rule says otherwise: one that would overtake arrives with the one before it.
 */
public final class DelayVariation implements LinkRule {
    private final RandomStream random;
    private final Distribution variationPs;
    private final boolean mayReorder;

    /**
     * A rule that varies the delay.
     *
     * @param variationPs what is added, in picoseconds
     * @param mayReorder whether packets may overtake each other
     */
    public DelayVariation(RandomStream random, Distribution variationPs, boolean mayReorder) {
        this.random = random;
        this.variationPs = variationPs;
        this.mayReorder = mayReorder;
    }

    @Override
    public void apply(Packet packet, long propagationPs, long nowPs, Onward onward) {
        onward.pass(packet, Math.max(0, propagationPs + variationPs.sampleLong(random)), nowPs);
    }

    @Override
    public boolean mayReorder() {
        return mayReorder;
    }
}
