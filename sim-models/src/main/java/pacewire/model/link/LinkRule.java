package pacewire.model.link;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/**
 * A fault of a link, or any other thing that befalls a packet on its way through the wire: loss, delay variation,
 * duplication. A link applies its rules in order to each packet that begins to leave; what one rule lets pass, the next
 * one sees.
 *
 * <p>Who owns the packet: the rule, from the call on, and it must hand the packet on exactly once before it returns, either
 * to {@link Onward#pass} or to {@link Onward#lose}. It never gives a packet back to its pool: a lost packet goes from
 * {@code lose} to the link's {@link pacewire.model.packet.DropListener}, which does. A packet that a rule makes itself
 * is its own, too, and is handed on in the same way.
 */
public interface LinkRule {
    /**
     * Applies the rule.
     *
     * @param packet its first bit leaves now
     * @param propagationPs how long it will travel, as the link and the rules before have it
     * @param onward the rest of the way
     */
    void apply(Packet packet, long propagationPs, long nowPs, Onward onward);

    /** Whether packets may overtake each other under this rule; without such a rule, a link keeps their order. */
    default boolean mayReorder() {
        return false;
    }

    /** The rest of a packet's way: the rules behind this one, then the wire. */
    interface Onward {
        /**
         * Lets a packet pass.
         *
         * @param propagationPs how long it will travel, at least 0
         */
        void pass(Packet packet, long propagationPs, long nowPs);

        /** Ends a packet. Its time on the wire is spent all the same. */
        void lose(Packet packet, DropReason reason, long nowPs);
    }
}
