package pacewire.model.link;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketScheduler;

/** A link, someone who sends over it, and a log of what arrives and what is dropped. */
final class LinkBench {
    /** With 28 bytes of headers a packet of 1500 bytes: 1538 on the wire. */
    static final int FULL_PAYLOAD = 1472;

    final Simulation simulation = new Simulation();
    final PacketPool pool = new PacketPool();
    final List<String> log = new ArrayList<>();
    final List<Long> arrivals = new ArrayList<>();
    final List<Long> arrivedSequences = new ArrayList<>();
    final List<Long> unbalancedAccounts = new ArrayList<>();
    int dropped;
    /** Off for runs of many packets, whose log nobody reads. */
    boolean isLogging = true;

    private long sent;

    Link link(PacketScheduler queue, Serialiser serialiser, long propagationPs, LinkRule... rules) {
        return new Link(
                simulation, queue, serialiser, propagationPs, List.of(rules), this::arrived, this::droppedPacket);
    }

    static PacketScheduler fifo(int packets) {
        return new FifoScheduler(packets, Long.MAX_VALUE);
    }

    /** Sends a datagram at an instant of the run to come. */
    void sendAt(Link link, int payloadBytes, long instantPs) {
        long sequence = sent++;
        Event sending = new Event() {
            @Override
            protected void fire(long nowPs) {
                Packet packet = pool.take(nowPs);
                packet.payloadBytes = payloadBytes;
                packet.sequence = sequence;
                link.accept(packet, nowPs);
            }
        };
        simulation.schedule(sending, instantPs);
    }

    void run() {
        simulation.runUntil(SimTime.NEVER - 1);
    }

    private void arrived(Packet packet, long nowPs) {
        arrivals.add(nowPs);
        arrivedSequences.add(packet.sequence);
        if (isLogging) {
            logArrival(packet, nowPs);
        }
        if (packet.spentInTotalPs() != nowPs - packet.accountBasePs()) {
            unbalancedAccounts.add(packet.sequence);
        }
        pool.release(packet);
    }

    private void logArrival(Packet packet, long nowPs) {
        log.add("#" + packet.sequence + " at " + SimTime.format(nowPs) + ": queue "
                + SimTime.format(packet.spentPs(DelayPart.NETWORK_QUEUE)) + ", wire "
                + SimTime.format(packet.spentPs(DelayPart.SERIALISATION)) + ", way "
                + SimTime.format(packet.spentPs(DelayPart.PROPAGATION)));
    }

    private void droppedPacket(Packet packet, DropReason reason, long nowPs) {
        dropped++;
        log.add("#" + packet.sequence + " dropped at " + SimTime.format(nowPs) + ": " + reason.key());
        pool.release(packet);
    }

    /** The payload that makes an IP packet of so many bytes. */
    static int payloadOfIp(int ipBytes) {
        return ipBytes - Protocol.UDP.headersBytes();
    }
}
