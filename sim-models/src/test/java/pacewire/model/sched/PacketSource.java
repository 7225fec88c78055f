package pacewire.model.sched;

import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;

/** Makes the packets of the tests here. */
final class PacketSource {
    /** 1500 bytes on the wire with 28 of headers and 38 of Ethernet: 12 us at 1 Gbps. */
    static final int PAYLOAD = 1434;

    private final PacketPool pool = new PacketPool();

    /** A packet of a flow without an ideal schedule. */
    Packet plain(int flow, int payloadBytes) {
        Packet packet = pool.take(0);
        packet.flow = flow;
        packet.payloadBytes = payloadBytes;
        return packet;
    }

    /** A packet of a flow with a place in its ideal schedule. */
    Packet ideal(int flow, long idealPs, int payloadBytes) {
        Packet packet = plain(flow, payloadBytes);
        packet.idealPs = idealPs;
        return packet;
    }

    /** A packet of so many bytes and no more, on the line as well. */
    Packet bare(int flow, int bytes) {
        Packet packet = plain(flow, bytes);
        packet.protocol = Protocol.RAW;
        return packet;
    }

    void release(Packet packet) {
        pool.release(packet);
    }
}
