package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.PacketScheduler;

/**
 * SO_MAX_PACING_RATE of a socket, as the packet scheduler learns of it: the greatest rate of the socket's flow. Linux writes it
 * into the socket ({@code sk_max_pacing_rate}), where the packet scheduler finds it; one that does not look for it does not pace.
 * Where each queue of the NIC has a packet scheduler, the flow takes its queue now, not with its first packet.
 */
final class PacedFlow {
    private final PacketScheduler scheduler;
    private final int flow;
    private @Nullable DataRate rate;
    private boolean isOpen;
    private boolean isPending;

    PacedFlow(PacketScheduler scheduler, int flow) {
        this.scheduler = scheduler;
        this.flow = flow;
    }

    /**
     * Limits the rate of frames; null: no longer.
     *
     * @param holdsPackets whether packets of the flow are below the socket: a packet scheduler opens flows without any, so the
     *     socket sends nothing new until they are gone and it has called {@link #drained}
     */
    void limit(@Nullable DataRate newRate, boolean holdsPackets, long nowPs) {
        rate = newRate;
        if (isOpen) {
            scheduler.changeFlow(flow, metrics(), null, nowPs);
        } else if (holdsPackets) {
            isPending = true;
        } else {
            drained(nowPs);
        }
    }

    /** Whether the rate is to be told to the packet scheduler when the flow has no packets below. */
    boolean isPending() {
        return isPending;
    }

    void drained(long nowPs) {
        isPending = false;
        isOpen = scheduler.openFlow(flow, metrics(), null, nowPs).isAdmitted();
    }

    private FlowMetrics metrics() {
        return new FlowMetrics(null, rate, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
    }

    /** The socket is closed: what is still held leaves at the rate. */
    void close(long nowPs) {
        isPending = false;
        if (isOpen) {
            isOpen = false;
            scheduler.closeFlow(flow, nowPs);
        }
    }
}
