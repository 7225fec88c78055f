package pacewire.model.link;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;

/**
 * One direction of a link: a queue, a serialiser, the rules that befall packets, and the wire to the destination.
 *
 * <p>All that happens to a packet is settled when its first bit leaves: the end of its serialisation, what the rules make
 * of it, and its arrival. A link therefore needs an event for a packet that arrives and one for a packet that waits in its
 * queue, and none besides; a packet that a rule loses is reported when its first bit leaves, and keeps the serialiser busy
 * for its whole length.
 */
public final class Link implements PacketStage {
    private final Simulation simulation;
    private final PacketScheduler queue;
    private final Serialiser serialiser;
    private final long propagationPs;
    private final DropListener drops;
    /** The rules and the wire behind them; null: no rules, only the wire. */
    private final LinkRule.@Nullable Onward firstStage;

    private final Wire wire;
    /** Made when the first packet has to wait, which it never does on most links. */
    private @Nullable Event queueReady;

    private long busyUntilPs;

    /**
     * A link at rest.
     *
     * @param queue packets that wait; work-conserving or not
     * @param propagationPs time through the wire, at least 0
     * @param rules what befalls the packets, in order
     * @param destination takes what arrives
     * @param drops takes what the queue refuses and what the rules lose
     */
    public Link(
            Simulation simulation,
            PacketScheduler queue,
            Serialiser serialiser,
            long propagationPs,
            List<LinkRule> rules,
            PacketSink destination,
            DropListener drops) {
        if (propagationPs < 0) {
            throw new IllegalArgumentException("a propagation delay of " + SimTime.format(propagationPs));
        }
        this.simulation = simulation;
        this.queue = queue;
        this.serialiser = serialiser;
        this.propagationPs = propagationPs;
        this.drops = drops;
        boolean mayReorder = rules.stream().anyMatch(LinkRule::mayReorder);
        wire = mayReorder ? new ReorderingWire(simulation, destination) : new OrderedWire(simulation, destination);
        firstStage = rules.isEmpty() ? null : stagesOf(rules);
    }

    @Override
    public void accept(Packet packet, long nowPs) {
        packet.heldSincePs = nowPs;
        Verdict verdict = queue.enqueue(packet, nowPs);
        if (verdict instanceof DropReason reason) {
            drops.dropped(packet, reason, nowPs);
        }
        sendWhatMayLeave(nowPs);
    }

    /** In the queue, being serialised and under way. */
    @Override
    public int packetsHeld() {
        return queue.packetCount() + wire.packets();
    }

    /** Packets that wait in the queue. */
    public int packetsQueued() {
        return queue.packetCount();
    }

    /** When the packet that is being serialised has left; not after now when none is. */
    public long busyUntilPs() {
        return busyUntilPs;
    }

    private void sendWhatMayLeave(long nowPs) {
        long startPs = nextStartPs(nowPs);
        while (startPs <= nowPs) {
            int queued = queue.packetCount();
            Packet packet = queue.dequeue(nowPs);
            if (packet != null) {
                send(packet, nowPs);
            } else if (queue.readyAtPs(nowPs) <= nowPs && queue.packetCount() == queued) {
                throw new IllegalStateException("the queue says it is ready, and neither gives a packet nor drops one");
            }
            startPs = nextStartPs(nowPs);
        }
        wakeUpAt(startPs);
    }

    private long nextStartPs(long nowPs) {
        long queueReadyPs = queue.readyAtPs(nowPs);
        return queueReadyPs == PacketScheduler.NEVER
                ? PacketScheduler.NEVER
                : serialiser.readyAtPs(Math.max(queueReadyPs, busyUntilPs));
    }

    private void wakeUpAt(long startPs) {
        Event ready = queueReady;
        if (ready == null) {
            if (startPs == PacketScheduler.NEVER) {
                return;
            }
            ready = new QueueReady();
            queueReady = ready;
        }
        if (startPs == PacketScheduler.NEVER) {
            simulation.cancel(ready);
        } else if (!ready.isScheduled() || simulation.timeOf(ready) != startPs) {
            simulation.reschedule(ready, startPs);
        }
    }

    private void send(Packet packet, long nowPs) {
        packet.spend(DelayPart.NETWORK_QUEUE, nowPs);
        busyUntilPs = serialiser.begin(packet, nowPs);
        if (firstStage == null) {
            launch(packet, propagationPs);
        } else {
            firstStage.pass(packet, propagationPs, nowPs);
        }
    }

    private void launch(Packet packet, long travelPs) {
        packet.spend(DelayPart.SERIALISATION, busyUntilPs);
        wire.carry(packet, busyUntilPs + travelPs);
    }

    private LinkRule.Onward stagesOf(List<LinkRule> rules) {
        LinkRule.Onward stage = new Stage(null, null);
        for (int i = rules.size() - 1; i >= 0; i--) {
            stage = new Stage(rules.get(i), stage);
        }
        return stage;
    }

    private final class QueueReady extends Event {
        @Override
        protected void fire(long nowPs) {
            sendWhatMayLeave(nowPs);
        }
    }

    /** One rule and what follows it; the last stage has no rule and leads to the wire. */
    private final class Stage implements LinkRule.Onward {
        private final @Nullable LinkRule rule;
        private final LinkRule.@Nullable Onward following;

        Stage(@Nullable LinkRule rule, LinkRule.@Nullable Onward following) {
            this.rule = rule;
            this.following = following;
        }

        @Override
        public void pass(Packet packet, long travelPs, long nowPs) {
            if (rule != null && following != null) {
                rule.apply(packet, travelPs, nowPs, following);
                return;
            }
            launch(packet, travelPs);
        }

        @Override
        public void lose(Packet packet, DropReason reason, long nowPs) {
            drops.dropped(packet, reason, nowPs);
        }
    }
}
