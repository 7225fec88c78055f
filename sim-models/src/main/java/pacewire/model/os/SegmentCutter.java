package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.nic.NicOptions;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Protocol;

/**
 * Cuts super-packets into their segments, between packet scheduler and driver: Linux does it there in software ({@code
 * validate_xmit_skb} in {@code net/core/dev.c}), or leaves it to the NIC.
 */
final class SegmentCutter {
    private final MachineProfile profile;
    private final NicOptions nic;
    /** Segments of the super-packet that was cut last, which wait for their turn. */
    private final PacketFifo waiting = new PacketFifo();

    SegmentCutter(MachineProfile profile, NicOptions nic) {
        this.profile = profile;
        this.nic = nic;
    }

    /** Whether the NIC makes the segment, so that it takes the driver no time beside the super-packet's one way through it. */
    boolean isMadeInNic(Packet segment) {
        return segment.protocol == Protocol.TCP ? nic.isSegmentingTcp() : nic.isSegmenting();
    }

    /** CPU time that it takes to make a segment of a super-packet. */
    long cutPs(Packet segment) {
        return isMadeInNic(segment) ? 0 : profile.segmentPs();
    }

    /** Takes the segments off a super-packet, which is the first one from here on. Returns how many there are behind it. */
    int cut(Packet packet) {
        int count = packet.segmentCount();
        Packet next = packet.detachSegments();
        while (next != null) {
            Packet segment = next;
            next = segment.next;
            // What the packet scheduler has marked is the whole.
            segment.ecn = packet.ecn;
            waiting.add(segment);
        }
        return count;
    }

    /** The segment whose turn is next; null when none waits. */
    @Nullable
    Packet peek() {
        return waiting.peek();
    }

    /** Takes out the segment whose turn is next. */
    @Nullable
    Packet poll() {
        return waiting.poll();
    }
}
