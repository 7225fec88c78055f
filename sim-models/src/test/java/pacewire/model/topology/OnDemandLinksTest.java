package pacewire.model.topology;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.link.Link;
import pacewire.model.link.RateSerialiser;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;
import pacewire.model.sched.FifoScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class OnDemandLinksTest {
    private final PacketPool pool = new PacketPool();

    /** 7 Mbps leaves a remainder in every division, which a busy link carries on and an idle one forgets. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void packetsArriveAsOverLinksThatAreAlwaysThere(long seed) {
        List<String> expected = new ArrayList<>();
        List<String> arrived = new ArrayList<>();
        Simulation simulation = new Simulation();
        PacketStage[] permanent = {link(simulation, logTo(expected)), link(simulation, logTo(expected))};
        int[] made = {0};
        OnDemandLinks onDemand = new OnDemandLinks(
                destination -> {
                    made[0]++;
                    return link(simulation, destination);
                },
                logTo(arrived));
        RandomStream random = new RandomStreams(seed).stream("packets");
        long whenPs = 0;
        for (int number = 0; number < 300; number++) {
            // Mostly closer than the 1.6 ms that a packet of 1400 bytes takes, sometimes far apart.
            whenPs += random.nextLong((random.nextInt(10) == 0 ? 20 : 2) * SimTime.MILLISECOND);
            int payloadBytes = 1 + random.nextInt(1400);
            int host = random.nextInt(2);
            send(simulation, permanent[host], host, payloadBytes, whenPs);
            send(simulation, onDemand, host, payloadBytes, whenPs);
        }
        simulation.runUntil(whenPs / 2);
        assertThat(onDemand.packetsHeld()).isEqualTo(permanent[0].packetsHeld() + permanent[1].packetsHeld());
        simulation.runUntil(SimTime.NEVER - 1);

        assertThat(arrived).hasSize(300).isEqualTo(expected);
        // Two hosts need two links at once at most; each is used many times.
        assertThat(made[0]).isEqualTo(2);
        assertThat(onDemand.packetsHeld()).isZero();
    }

    private PacketStage link(Simulation simulation, PacketSink destination) {
        return new Link(
                simulation,
                new FifoScheduler(1000, Long.MAX_VALUE),
                new RateSerialiser(DataRate.parse("7 Mbps")),
                5 * SimTime.MILLISECOND,
                List.of(),
                destination,
                (packet, reason, nowPs) -> pool.release(packet));
    }

    private PacketSink logTo(List<String> log) {
        return (packet, nowPs) -> {
            log.add(packet.payloadBytes + " B from " + packet.source + " at " + nowPs);
            pool.release(packet);
        };
    }

    private void send(Simulation simulation, PacketSink link, int host, int payloadBytes, long whenPs) {
        simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        Packet packet = pool.take(nowPs);
                        packet.source = host;
                        packet.payloadBytes = payloadBytes;
                        link.accept(packet, nowPs);
                    }
                },
                whenPs);
    }
}
