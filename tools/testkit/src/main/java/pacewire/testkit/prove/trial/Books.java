package pacewire.testkit.prove.trial;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;
import pacewire.model.sched.PacketScheduler;

/** Who holds which packet: kept beside the packet scheduler's own, and compared with it. */
final class Books {
    private final PacketScheduler scheduler;
    private final Trace trace;
    private final FlowBook flows;
    /** Number of the first packet of the trace in its pool. */
    private final long firstId;

    private int packets;
    private long bytes;
    private long events;
    private int dropsInCall;

    Books(PacketScheduler scheduler, Trace trace, FlowBook flows, long firstId) {
        this.scheduler = scheduler;
        this.trace = trace;
        this.flows = flows;
        this.firstId = firstId;
    }

    int packets() {
        return packets;
    }

    /** Packets dropped since {@link #beginCall}. */
    int dropsInCall() {
        return dropsInCall;
    }

    void beginCall() {
        dropsInCall = 0;
    }

    /** Held from the moment it is offered: it may be dropped for others before the answer. */
    Passage offered(Arrival arrival, Packet packet, Terms granted) {
        Passage passage = new Passage(arrival, packet, events++, granted, packets, bytes);
        trace.passages.add(passage);
        flows.taken(arrival.flow());
        packets++;
        bytes += packet.ipBytes();
        return passage;
    }

    void refused(Passage passage, DropReason reason, long nowPs) {
        if (passage.dropped != null) {
            fault(Fault.Kind.IDENTITY, passage.name(), "was refused and dropped as well", "one of them", reason.key());
        }
        passage.refused = reason;
        remove(passage);
    }

    /** The call that offered it is over. */
    void settle(Passage passage) {
        passage.packetsAfter = packets;
        passage.bytesAfter = bytes;
    }

    void dropped(Packet packet, DropReason reason, long nowPs) {
        dropsInCall++;
        Passage passage = held(packet, "dropped");
        if (passage != null) {
            passage.dropped = reason;
            passage.droppedPs = nowPs;
            passage.droppedEvent = events++;
            passage.packetsWhenDropped = packets;
            passage.bytesWhenDropped = bytes;
            trace.drops.add(passage);
            remove(passage);
        }
    }

    /** Whether it was there to leave. */
    boolean left(Packet packet, long nowPs, long endPs) {
        Passage passage = held(packet, "sent");
        if (passage == null) {
            return false;
        }
        passage.startPs = nowPs;
        passage.endPs = endPs;
        passage.startEvent = events++;
        passage.packetsWhenTaken = packets;
        passage.bytesWhenTaken = bytes;
        passage.wasMarked = packet.ecn == Ecn.CONGESTION && passage.arrival().ecn() != Ecn.CONGESTION;
        if (packet.payloadBytes != passage.bytes() || packet.flow != passage.flow()) {
            fault(Fault.Kind.IDENTITY, passage.name(), "was changed", passage.bytes() + " B", packet.toString());
        }
        trace.departures.add(passage);
        remove(passage);
        return true;
    }

    private @Nullable Passage held(Packet packet, String fate) {
        long index = packet.id - firstId;
        if (index < 0 || index >= trace.passages.size()) {
            fault(Fault.Kind.IDENTITY, packet.toString(), "was " + fate + " but never came", "a packet held", "none");
            return null;
        }
        Passage passage = trace.passages.get((int) index);
        if (passage.refused != null || passage.dropped != null || passage.wasSent()) {
            fault(
                    Fault.Kind.IDENTITY,
                    passage.name(),
                    "was " + fate + " but is not held any more",
                    "a packet held",
                    passage.wasSent() ? "sent before" : "dropped before");
            return null;
        }
        return passage;
    }

    private void remove(Passage passage) {
        flows.gone(passage.flow());
        packets--;
        bytes -= passage.packet().ipBytes();
    }

    /** Compares after each call. */
    void compare(String after, long nowPs) {
        if (scheduler.packetCount() != packets) {
            fault(
                    Fault.Kind.BOOKS,
                    lastPacket(),
                    "packets held after " + after + " at " + SimTime.format(nowPs),
                    packets + " packets",
                    scheduler.packetCount() + " packets");
        }
        if (scheduler.byteCount() != bytes) {
            fault(
                    Fault.Kind.BOOKS,
                    lastPacket(),
                    "bytes held after " + after + " at " + SimTime.format(nowPs),
                    bytes + " B",
                    scheduler.byteCount() + " B");
        }
    }

    void fault(Fault.Kind kind, String packet, String message, String bound, String value) {
        trace.faults.add(new Fault(kind, packet, message, bound, value));
    }

    String lastPacket() {
        return trace.passages.isEmpty()
                ? "no packet"
                : trace.passages.get(trace.passages.size() - 1).name();
    }
}
