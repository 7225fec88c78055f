package pacewire.model.link;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketScheduler;

/** Makes links that have their simulation, their delay and their losses' listener in common, each in its lightest form. */
public final class Links {
    private final Simulation simulation;
    private final long propagationPs;
    private final DropListener drops;
    /** Of the last plain link made: the next one is most often of the same. */
    private PlainLink.@Nullable Shape shape;

    /**
     * Links of one propagation delay.
     *
     * @param propagationPs time through the wire, at least 0
     */
    public Links(Simulation simulation, long propagationPs, DropListener drops) {
        this.simulation = simulation;
        this.propagationPs = propagationPs;
        this.drops = drops;
    }

    /**
     * A link at rest, as {@link Link} describes it.
     *
     * @param queue packets that wait; an empty one, whose owner the link becomes
     * @param rules what befalls the packets, in order
     * @param destination takes what arrives
     */
    public PacketStage link(
            PacketScheduler queue, Serialiser serialiser, List<LinkRule> rules, PacketSink destination) {
        if (rules.isEmpty() && queue instanceof FifoScheduler fifo && serialiser instanceof RateSerialiser constant) {
            return new PlainLink(shapeWith(fifo), constant.clock(), destination);
        }
        return new Link(simulation, queue, serialiser, propagationPs, rules, destination, drops);
    }

    private PlainLink.Shape shapeWith(FifoScheduler fifo) {
        PlainLink.Shape same = shape;
        if (same == null || same.limitPackets() != fifo.limitPackets() || same.limitBytes() != fifo.limitBytes()) {
            same = new PlainLink.Shape(simulation, fifo.limitPackets(), fifo.limitBytes(), propagationPs, drops);
            shape = same;
        }
        return same;
    }
}
