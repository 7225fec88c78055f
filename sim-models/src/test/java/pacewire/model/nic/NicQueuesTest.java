package pacewire.model.nic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several queues before one line, and a NIC that stalls; 10 Gbps, 500 ns of DMA, 1172.8 ns for each packet. */
class NicQueuesTest {
    private static final long NS = SimTime.NANOSECOND;

    /** Queue 0 has #0 to #2, queue 2 has #3, queue 1 has #4 and #5: they take turns 0, 1, 2, 0, 1, 0. */
    @Test
    void queuesTakeTurnsPacketByPacket() {
        NicBench bench = queues(3);
        post(bench, 0, 3);
        post(bench, 2, 1);
        post(bench, 1, 2);
        bench.runUntil(10_000 * NS);

        assertThat(departures(bench))
                .containsExactly(
                        "500000 departed #0",
                        "1672800 departed #4",
                        "2845600 departed #3",
                        "4018400 departed #1",
                        "5191200 departed #5",
                        "6364000 departed #2");
    }

    /** Each queue knows its own: what it sent, what is to be reaped, what is free. */
    @Test
    void descriptorsAndCompletionsAreEachQueuesOwn() {
        NicBench bench = queues(2);
        post(bench, 0, 3);
        post(bench, 1, 1);
        bench.runUntil(10_000 * NS);

        NicQueue first = bench.nic.queues().get(0);
        NicQueue second = bench.nic.queues().get(1);
        assertThat(List.of(first.framesSent(), second.framesSent())).containsExactly(3L, 1L);
        assertThat(List.of(first.completedDescriptors(), second.completedDescriptors()))
                .containsExactly(3, 1);
        assertThat(List.of(first.freeDescriptors(), second.freeDescriptors())).containsExactly(5, 7);
        assertThat(first.bytesSent() + second.bytesSent())
                .isEqualTo(bench.nic.bytesSent())
                .isEqualTo(4 * 1428);
    }

    /** Queue 0's head is held until 9 us; what queue 1 has leaves meanwhile, though it was posted later. */
    @Test
    void aQueueWhoseHeadIsHeldLosesItsTurns() {
        NicBench bench = queues(2);
        Packet held = bench.packet(NicBench.PAYLOAD);
        held.eligiblePs = 9000 * NS;
        held.isLaunchTimed = true;
        bench.nic.queues().get(0).post(held, 0);
        bench.at(1000 * NS, () -> post(bench, 1, 2));
        bench.runUntil(20_000 * NS);

        assertThat(departures(bench))
                .containsExactly("1500000 departed #1", "2672800 departed #2", "9000000 departed #0");
    }

    /** Connections are spread over the queues, and the queue that took a frame is the one that interrupts. */
    @Test
    void aFrameReceivedInterruptsTheQueueThatTookIt() {
        NicBench bench = new NicBench(new NicSettings(NicBench.TEN_GBPS, 8, 8, 0, 0, 1, options(4)));
        for (int port = 0; port < 40; port++) {
            Packet packet = bench.packet(NicBench.PAYLOAD);
            packet.sourcePort = 40_000 + port;
            bench.nic.accept(packet, 0);
        }
        bench.runUntil(1000 * NS);

        for (NicQueue queue : bench.nic.queues()) {
            assertThat(queue.framesReceived()).isPositive();
            assertThat(queue.interrupts()).isEqualTo(1);
        }
        assertThat(bench.nic.interrupts()).isEqualTo(4);
    }

    /** On the line until 1672.8 ns, then stalled until 5 us; the next leaves then, and the frame received comes then. */
    @Test
    void aStalledNicSendsAndReceivesNothingNewAndGoesOnWhereItWas() {
        NicBench bench = queues(1);
        post(bench, 0, 2);
        bench.at(1000 * NS, () -> bench.nic.stall(5000 * NS));
        bench.at(2000 * NS, bench::arrive);
        bench.runUntil(4999 * NS);
        assertThat(bench.nic.queues().get(0).receivedFrames()).isZero();
        assertThat(bench.nic.packetsHeld()).isEqualTo(2);
        bench.runUntil(10_000 * NS);

        assertThat(bench.log)
                .containsExactly("500000 departed #0", "1672800 wire #0", "5000000 departed #1", "6172800 wire #1");
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(1);
    }

    /** Receive ring of 8: the ninth frame that comes during a stall finds no descriptor. */
    @Test
    void framesThatComeDuringAStallFillTheRing() {
        NicBench bench = queues(1);
        bench.nic.stall(100_000 * NS);
        bench.at(0, () -> IntStream.range(0, 9).forEach(i -> bench.arrive()));
        bench.runUntil(200_000 * NS);

        assertThat(bench.log).containsExactly("0 dropped #8 RING_FULL");
        assertThat(bench.nic.queues().get(0).receivedFrames()).isEqualTo(8);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    /** Random posts to random queues, random stalls: within a queue nobody overtakes, no two share the line, none is lost. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noPacketOvertakesWithinAQueueWhateverStalls(long seed) {
        RandomStream random = new RandomStreams(seed).stream("queues");
        int count = 1 + random.nextInt(5);
        NicBench bench = queues(count);
        List<List<Long>> postedBy = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> postedBy.add(new ArrayList<>()));
        long nowPs = 0;
        for (int step = 0; step < 400; step++) {
            nowPs += random.nextLong(3000) * NS;
            bench.runUntil(nowPs);
            int queue = random.nextInt(count);
            if (random.nextInt(20) == 0) {
                bench.nic.stall(nowPs + random.nextLong(20_000) * NS);
            }
            NicQueue target = bench.nic.queues().get(queue);
            target.reap((flow, sequence, ipBytes, at) -> {}, nowPs);
            if (target.freeDescriptors() > 0) {
                Packet packet = bench.packet(random.nextInt(1473));
                postedBy.get(queue).add(packet.sequence);
                target.post(packet, nowPs);
            }
        }
        bench.runUntil(nowPs + SimTime.MILLISECOND);

        List<Long> sent = sequences(bench, "departed");
        for (List<Long> posted : postedBy) {
            assertThat(sent.stream().filter(posted::contains).toList()).isEqualTo(posted);
        }
        assertThat(sequences(bench, "wire")).isEqualTo(sent);
        assertThat(bench.nic.packetsHeld()).isZero();
        assertThat(bench.pool.outstanding()).isZero();
    }

    @Test
    void aNicHasAtLeastOneQueue() {
        assertThatThrownBy(() -> options(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queues: 0 is less than 1");
    }

    private static List<Long> sequences(NicBench bench, String what) {
        return bench.log.stream()
                .filter(line -> line.contains(what))
                .map(line -> Long.parseLong(line.substring(line.indexOf('#') + 1)))
                .toList();
    }

    private static List<String> departures(NicBench bench) {
        return bench.log.stream().filter(line -> line.contains("departed")).toList();
    }

    private static void post(NicBench bench, int queue, int packets) {
        for (int i = 0; i < packets; i++) {
            bench.nic.queues().get(queue).post(bench.packet(NicBench.PAYLOAD), bench.simulation.nowPs());
        }
    }

    private static NicBench queues(int count) {
        return new NicBench(new NicSettings(
                NicBench.TEN_GBPS, 8, 8, NicBench.DMA_PS, 100 * SimTime.SECOND, 1_000_000, options(count)));
    }

    private static NicOptions options(int queues) {
        return NicOptions.PLAIN.withQueues(queues).withLaunch(new NicOptions.Launch(1));
    }
}
