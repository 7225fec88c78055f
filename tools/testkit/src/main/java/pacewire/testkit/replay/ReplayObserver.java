package pacewire.testkit.replay;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;

/**
 * Is told of all that happens in a replay, in ticks. {@link Packet#id} is the packet's place in the order of arrivals, from 0; a
 * packet object is used for one arrival only. An observer may ask the packet scheduler questions, which change nothing, and must
 * call nothing else of it.
 */
public interface ReplayObserver {
    /** Observes nothing. */
    ReplayObserver NONE = new ReplayObserver() {};

    /** A replay begins. */
    default void began(PacketScheduler scheduler, ReplayPlan plan) {}

    /** A flow was opened. */
    default void opened(int flow, FlowMetrics metrics, long nowPs) {}

    /** An open flow was changed. */
    default void changed(int flow, FlowMetrics metrics, long nowPs) {}

    /** A packet is about to be offered. */
    default void arrives(Packet packet, long nowPs) {}

    /** A packet was offered. */
    default void enqueued(Packet packet, Verdict verdict, long nowPs) {}

    /** The line is about to ask for a packet. */
    default void asks(long nowPs) {}

    /** The line asked for a packet; null: none left. */
    default void dequeued(@Nullable Packet packet, long nowPs) {}

    /** The packet scheduler said when it is ready. */
    default void readyAt(long readyAtPs, long nowPs) {}

    /** The first bit of a packet is on the line. */
    default void started(Packet packet, long nowPs) {}

    /** The last bit of a packet is on the line. */
    default void ended(Packet packet, long nowPs) {}

    /** A packet that was taken is dropped. */
    default void dropped(Packet packet, DropReason reason, long nowPs) {}

    /** Nothing happens any more. */
    default void finished(long nowPs) {}
}
