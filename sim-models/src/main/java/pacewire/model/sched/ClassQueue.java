package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Holds the packets of a class, in a packet scheduler of its own. One that must know the length of the next packet before
 * it decides takes it into its hand, as Linux {@code qdisc_peek_dequeued} does ({@code include/net/sch_generic.h}): the
 * inner packet scheduler has then decided, its active queue management included, and the packet waits here.
 */
final class ClassQueue {
    private final PacketScheduler inner;
    private final Counts total;
    private @Nullable Packet hand;

    /** What all queues of a packet scheduler hold together. */
    static final class Counts {
        int packets;
        long bytes;

        void add(Packet packet) {
            packets++;
            bytes += packet.ipBytes();
        }

        void remove(Packet packet) {
            packets--;
            bytes -= packet.ipBytes();
        }
    }

    /**
     * @param environment that of the packet scheduler whose class it is
     * @param total follows what this queue holds
     */
    ClassQueue(ClassSetup setup, SchedulerEnvironment environment, Counts total) {
        this.total = total;
        DropListener outside = environment.drops();
        inner = setup.queueOrFifo().create(environment.within(setup.name(), (packet, reason, nowPs) -> {
            total.remove(packet);
            outside.dropped(packet, reason, nowPs);
        }));
    }

    /** As {@link PacketScheduler#enqueue}. */
    Verdict enqueue(Packet packet, long nowPs) {
        // Counted before it is offered: an inner packet scheduler may take it and drop it again at once.
        total.add(packet);
        Verdict verdict = inner.enqueue(packet, nowPs);
        if (verdict instanceof DropReason) {
            total.remove(packet);
        }
        return verdict;
    }

    /** The packet that {@link #dequeue} gives next, taken from the inner packet scheduler; null when none may leave now. */
    @Nullable
    Packet peek(long nowPs) {
        if (hand == null) {
            hand = inner.dequeue(nowPs);
        }
        return hand;
    }

    /** As {@link PacketScheduler#dequeue}. */
    @Nullable
    Packet dequeue(long nowPs) {
        Packet packet = peek(nowPs);
        hand = null;
        if (packet != null) {
            total.remove(packet);
        }
        return packet;
    }

    /** As {@link PacketScheduler#readyAtPs}. */
    long readyAtPs(long nowPs) {
        return hand == null ? inner.readyAtPs(nowPs) : nowPs;
    }

    boolean isEmpty() {
        return hand == null && inner.packetCount() == 0;
    }

    int packetCount() {
        return inner.packetCount() + (hand == null ? 0 : 1);
    }

    /** Drops all packets and forgets all flows. */
    void reset(DropListener drops, long nowPs) {
        DropListener counted = (packet, reason, atPs) -> {
            total.remove(packet);
            drops.dropped(packet, reason, atPs);
        };
        Packet held = hand;
        hand = null;
        if (held != null) {
            counted.dropped(held, DropReason.RESET, nowPs);
        }
        inner.reset(counted, nowPs);
    }

    /** The packet scheduler inside. */
    PacketScheduler inner() {
        return inner;
    }
}
