package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Decides which packet leaves next, and when. Passive: it never schedules an event and never reads a clock; time is an
 * argument and never decreases from call to call. The same interface serves a host's socket-level packet scheduler and
 * the queue of a router port.
 */
public interface PacketScheduler {
    /** Nothing will ever be ready without a further packet. */
    long NEVER = SimTime.NEVER;

    /**
     * Offers a packet. The packet scheduler may drop others for it, through its {@link SchedulerEnvironment#drops() drop
     * listener}.
     *
     * @return {@code ACCEPTED}: the packet scheduler owns the packet now; a drop reason: the caller still owns it
     */
    Verdict enqueue(Packet packet, long nowPs);

    /**
     * Takes the packet that leaves now, owned by the caller from here on; null when none may leave now. Active queue
     * management drops packets here, through the drop listener: null may also mean that all that were ready were dropped.
     */
    @Nullable
    Packet dequeue(long nowPs);

    /**
     * The earliest instant, now or later, at which {@link #dequeue} gives a packet (or drops one) if no other call comes
     * before; {@link #NEVER} when empty. Changes nothing.
     */
    long readyAtPs(long nowPs);

    /**
     * Drops every packet held ({@link DropReason#RESET}, in no particular order), forgets every flow, and is as it was when
     * new; time does not go back. Only random numbers go on where they were.
     *
     * @param drops takes the packets
     */
    void reset(DropListener drops, long nowPs);

    /** Packets held. */
    int packetCount();

    /** Sum of {@link Packet#ipBytes()} of the packets held. */
    long byteCount();

    /**
     * Sets up a flow with metrics, if they can be kept beside those already admitted. A flow that is never opened is best
     * effort.
     *
     * @param envelope what the flow can offer, in wire bytes; null for a flow without a guaranteed rate
     * @return whether it was admitted; when refused, nothing has changed
     * @throws IllegalStateException when the flow is open already, or packets of it are held
     */
    default Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return Admission.ADMITTED;
    }

    /**
     * Changes what is promised to a flow that is open, whether packets of it are held or not; how those already held are
     * served is the packet scheduler's to say. One that takes no notice of metrics does nothing.
     *
     * @return whether it was admitted; when refused, nothing has changed
     */
    default Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return Admission.ADMITTED;
    }

    /**
     * Tears a flow down. Packets of it that are still held leave as they would have; what was promised to the flow is
     * free for others once the last of them has left. Does nothing for a flow that was never opened.
     */
    default void closeFlow(int flow, long nowPs) {}

    /**
     * The least jitter that a flow with a guarantee tolerates; {@link #NEVER} when none has one. The machine forbids idle states
     * that take too long to leave for it ({@link WakeUpLatency#idleExitLimitPs}).
     */
    default long leastTolerancePs() {
        return NEVER;
    }

    /**
     * Whether a packet of a strictly paced flow waits here until its ideal instant, whatever stands behind it: then those
     * behind the next one need not be there.
     */
    default boolean holdsUntilIdeal() {
        return false;
    }

    /**
     * A packet that will leave about so many packets after the next one, if that is known: a hint for those who read memory
     * ahead. Changes nothing, and looks at no packet's fields.
     *
     * @param places 0 or more
     */
    default @Nullable Packet packetAhead(int places) {
        return null;
    }
}
