package pacewire.model.link;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;
import pacewire.model.sched.FifoScheduler;

import static org.assertj.core.api.Assertions.assertThat;

class PlainLinkTest {
    private static final int LIMIT_PACKETS = 5;
    private static final long LIMIT_BYTES = 6_000;
    private static final long PROPAGATION_PS = 3 * SimTime.MICROSECOND;

    /** What happened, a line each: arrivals and losses with their instants, and the parts of the delay account. */
    private static final class Run {
        final Simulation simulation = new Simulation();
        final PacketPool pool = new PacketPool();
        final List<String> log = new ArrayList<>();
        final PacketSink destination = (packet, nowPs) -> end("arrived", packet, nowPs);

        void end(String how, Packet packet, long nowPs) {
            log.add(how + " " + packet.id + " at " + nowPs
                    + " queue " + packet.spentPs(DelayPart.NETWORK_QUEUE)
                    + " serialisation " + packet.spentPs(DelayPart.SERIALISATION)
                    + " propagation " + packet.spentPs(DelayPart.PROPAGATION));
            pool.release(packet);
        }

        void dropped(Packet packet, DropReason reason, long nowPs) {
            end(reason.key(), packet, nowPs);
        }

        PacketStage general(DataRate rate) {
            return new Link(
                    simulation,
                    queue(),
                    new RateSerialiser(rate),
                    PROPAGATION_PS,
                    List.of(),
                    destination,
                    this::dropped);
        }

        PacketStage plain(DataRate rate) {
            Links links = new Links(simulation, PROPAGATION_PS, this::dropped);
            PacketStage link = links.link(queue(), RateSerialiser.supplier(rate).get(), List.of(), destination);
            assertThat(link).isInstanceOf(PlainLink.class);
            return link;
        }

        private static FifoScheduler queue() {
            return new FifoScheduler(LIMIT_PACKETS, LIMIT_BYTES);
        }

        /** Packets of all sizes, in bursts and apart, some at one instant, some at the very end of another. */
        List<String> feed(PacketStage link, long seed, DataRate rate) {
            RandomStream random = new RandomStreams(seed).stream("packets");
            long atPs = 0;
            for (int i = 0; i < 2_000; i++) {
                int payloadBytes = random.nextInt(1473);
                arrive(link, atPs, payloadBytes);
                atPs += switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> rate.psForBytes(Packet.wireBytesOf(payloadBytes + 28));
                    default -> random.nextLong(3 * rate.psForBytes(1538));
                };
            }
            simulation.runUntil(atPs + SimTime.SECOND);
            assertThat(link.packetsHeld()).isZero();
            return log;
        }

        private void arrive(PacketStage link, long atPs, int payloadBytes) {
            simulation.schedule(
                    new Event() {
                        @Override
                        protected void fire(long nowPs) {
                            Packet packet = pool.take(nowPs);
                            packet.payloadBytes = payloadBytes;
                            link.accept(packet, nowPs);
                            log.add("held " + link.packetsHeld());
                        }
                    },
                    atPs);
        }
    }

    /** A rate whose bytes take whole picoseconds and one that carries remainders. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void doesWhatTheGeneralLinkDoes(long seed) {
        DataRate rate = seed % 2 == 0 ? DataRate.parse("1 Gbps") : new DataRate(777_777_777);
        Run general = new Run();
        Run plain = new Run();

        List<String> expected = general.feed(general.general(rate), seed, rate);

        assertThat(plain.feed(plain.plain(rate), seed, rate)).isEqualTo(expected);
        assertThat(expected).anyMatch(line -> line.startsWith("queueFull"));
        assertThat(plain.simulation.eventsFired()).isEqualTo(general.simulation.eventsFired());
    }

    @Test
    void aLinkWithARuleIsAGeneralOne() {
        Run run = new Run();
        Links links = new Links(run.simulation, PROPAGATION_PS, run::dropped);
        LinkRule everything = (packet, travelPs, nowPs, onward) -> onward.pass(packet, travelPs, nowPs);

        PacketStage link = links.link(
                new FifoScheduler(1, 1),
                new RateSerialiser(DataRate.parse("1 Gbps")),
                List.of(everything),
                run.destination);

        assertThat(link).isInstanceOf(Link.class);
    }
}
