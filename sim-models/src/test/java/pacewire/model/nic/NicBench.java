package pacewire.model.nic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

/** A NIC on the bench: everything it tells its host, the wire and the drop listener is written to a log, in order. */
final class NicBench {
    static final DataRate TEN_GBPS = DataRate.parse("10 Gbps");

    /** 1400 bytes behind 28 of UDP and IP headers: 1466 bytes on the wire, 1172.8 ns at 10 Gbps. */
    static final int PAYLOAD = 1400;

    static final long DMA_PS = 500 * SimTime.NANOSECOND;

    final Simulation simulation = new Simulation();
    final PacketPool pool = new PacketPool();
    final List<String> log = new ArrayList<>();
    final Nic nic;

    /** What the host does beside logging when it is interrupted. */
    LongConsumer onInterrupt = nowPs -> {};

    /** What happens beside logging when a packet reaches the wire. */
    LongConsumer onWire = nowPs -> {};

    private int posts;

    /** A NIC that takes DMA latency and never interrupts within the times of these tests. */
    static NicBench transmitting(DataRate rate, int ring) {
        return new NicBench(new NicSettings(rate, ring, ring, DMA_PS, 100 * SimTime.SECOND, 1_000_000));
    }

    /** A NIC whose DMA takes no time, so that moderation alone decides when it interrupts. */
    static NicBench interrupting(long delayPs, int frames) {
        return new NicBench(new NicSettings(TEN_GBPS, 16, 16, 0, delayPs, frames));
    }

    NicBench(NicSettings settings) {
        nic = new Nic(simulation, settings, this::reachedWire, (packet, reason, nowPs) -> {
            log(nowPs, "dropped #" + packet.sequence + " " + reason);
            pool.release(packet);
        });
        nic.attach(new Nic.Host() {
            @Override
            public void interrupt(int queue, long nowPs) {
                log(nowPs, "interrupt");
                onInterrupt.accept(nowPs);
            }

            @Override
            public void departed(Packet packet, long nowPs) {
                log(packet.departurePs, "departed #" + packet.sequence);
            }
        });
    }

    /** A datagram, numbered in order of making. */
    Packet packet(int payloadBytes) {
        Packet packet = pool.take(simulation.nowPs());
        packet.flow = 7;
        packet.sequence = posts++;
        packet.payloadBytes = payloadBytes;
        return packet;
    }

    /** Posts a datagram of {@link #PAYLOAD} bytes now. */
    void post() {
        nic.queues().get(0).post(packet(PAYLOAD), simulation.nowPs());
    }

    /** A datagram's last bit arrives now. */
    void arrive() {
        nic.accept(packet(PAYLOAD), simulation.nowPs());
    }

    /** Takes the next frame received; there must be one. */
    Packet take() {
        return Objects.requireNonNull(nic.queues().get(0).receive(), "no frame was received");
    }

    /** Takes the frames received, and gives them back to their pool. */
    void receiveAll() {
        for (Packet packet = nic.queues().get(0).receive();
                packet != null;
                packet = nic.queues().get(0).receive()) {
            pool.release(packet);
        }
    }

    int reap() {
        return nic.queues()
                .get(0)
                .reap(
                        (flow, sequence, ipBytes, nowPs) ->
                                log(nowPs, "completed flow " + flow + " #" + sequence + " " + ipBytes + " B"),
                        simulation.nowPs());
    }

    void at(long timePs, Runnable action) {
        simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                timePs);
    }

    void runUntil(long timePs) {
        simulation.runUntil(timePs);
    }

    private void reachedWire(Packet packet, long nowPs) {
        log(nowPs, "wire #" + packet.sequence);
        pool.release(packet);
        onWire.accept(nowPs);
    }

    private void log(long timePs, String what) {
        log.add(timePs + " " + what);
    }
}
