package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.nic.ByteQueueLimits;
import pacewire.model.nic.NicOptions;
import pacewire.model.nic.NicQueue;
import pacewire.model.packet.Packet;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.UnfitSetupException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A packet scheduler for each transmit queue, as below the root qdisc mq. */
class NetDeviceMqTest {
    private static final long US = SimTime.MICROSECOND;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    /**
     * Two threads on cores 2 and 1, which are queues 0 and 1: both calls end at 11 us. Each core then sends by itself: doorbell
     * 1, timer 1, dequeue 1, driver 1, fetch 1: 16 us, and the line takes 1.066 us for the first (1000 bytes of payload, 28 of
     * headers, 38 of Ethernet at 1 ns each). With one packet scheduler the core that is first sends both: doorbell 1, dequeue 1
     * and driver 1 more for the second.
     */
    @Test
    void eachQueueSendsOnTheCoreThatSendsToIt() {
        TinyServer each = server(2).mq().build();
        TinyServer one = server(2).build();
        List.of(each, one).forEach(server -> {
            server.spawn(sending(1));
            server.spawn(sending(1));
            server.runUntilUs(1000);
        });

        assertThat(each.departures).containsExactly(16 * US, 17_066 * SimTime.NANOSECOND);
        assertThat(each.accounts)
                .containsExactly("#0 syscall=9 copy=1 ring=1", "#0 syscall=9 copy=1 ring=1 line=1.066");
        assertThat(one.departures).containsExactly(16 * US, 19 * US);
        assertThat(each.kernel.doorbells()).isEqualTo(2);
    }

    /**
     * Rings of one descriptor. Queue 0 is full from 15 us, when the first datagram of core 2 is posted, until its completion is
     * reaped at 17.066 + 10 + 2 + 1 us. Core 2 sends its second at 21 us, core 1 its first one at 23 us. Before each queue: that of
     * core 1 leaves 5 us later, the other 5 us behind the reaping. Before both queues: the second has left the packet scheduler
     * (so it takes 1 us less behind the reaping) and holds up the third, which takes doorbell 1, dequeue 1 and driver 1 more.
     */
    @Test
    void aFullQueueHoldsUpNoOther() {
        List<TinyServer> servers =
                List.of(server(2).ring(1).mq().build(), server(2).ring(1).build());
        for (TinyServer server : servers) {
            server.spawn(sending(2));
            server.spawn(sendingAfter(12 * US, 1));
            server.runUntilUs(1000);
        }

        assertThat(servers.get(0).departures).extracting(TinyServer::us).containsExactly("16", "28", "35.066");
        assertThat(servers.get(1).departures).extracting(TinyServer::us).containsExactly("16", "34.066", "37.066");
    }

    /** Each queue's packet scheduler has the limit for itself: two flows of two datagrams and a limit of 1. */
    @Test
    void limitsHoldForEachQueue() {
        TinyServer each = server(2).scheduler("fifo", Map.of("limit", 1L)).mq().build();
        each.spawn(sending(1));
        each.spawn(sending(1));
        each.runUntilUs(12);

        assertThat(each.schedulers)
                .hasSize(2)
                .allSatisfy(scheduler -> assertThat(scheduler.packetCount()).isZero());
        assertThat(each.packetsHeld()).isEqualTo(2);
        each.runUntilUs(1000);
        assertThat(each.packetsHeld()).isZero();
    }

    /** Three flows, each in a queue of its own, are paced as one flow on a NIC of one queue is. */
    @Test
    void theRateOfASocketIsKnownToThePacketSchedulerOfItsQueue() {
        TinyServer alone = server(1).scheduler("fq", Map.of()).build();
        TinyServer three = server(3).scheduler("fq", Map.of()).mq().build();
        alone.spawn(new ScriptedProgram(pacedSteps()));
        for (int thread = 0; thread < 3; thread++) {
            three.spawn(new ScriptedProgram(pacedSteps()));
        }
        alone.runUntilUs(100_000);
        three.runUntilUs(100_000);

        assertThat(three.nic.queues()).extracting(NicQueue::framesSent).containsExactly(30L, 30L, 30L);
        // 15 of 1066 bytes use up the first credit; then 8 Mbit/s: 15 more at 1.066 ms each at least.
        long lastOfOnePs = alone.departures.get(29);
        assertThat(lastOfOnePs).isGreaterThan(15 * 1066 * US);
        assertThat(three.departures.get(87)).isBetween(lastOfOnePs - 40 * US, lastOfOnePs + 40 * US);
        assertThat(three.departures.get(89)).isBetween(lastOfOnePs - 40 * US, lastOfOnePs + 40 * US);
    }

    @Test
    void whoPromisesIsRefusedBeforeEachQueue() {
        assertThatThrownBy(
                        () -> server(2).scheduler("jitter-edf", Map.of()).mq().build())
                .isInstanceOf(UnfitSetupException.class)
                .hasMessageContaining("takes the queues in turns");
    }

    /** A NIC of one queue has one packet scheduler either way. */
    @Test
    void oneQueueHasOnePacketSchedulerThatMayPromise() {
        TinyServer server = server(1).scheduler("jitter-edf", Map.of()).mq().build();

        assertThat(server.schedulers).hasSize(1);
    }

    /** 600 sockets that one thread opens: all of them in queue 0 (core 6 modulo 6), or spread over all by the hash. */
    @Test
    void aHashSpreadsTheFlowsOfOneCore() {
        TinyServer byCore = server(6).mq().build();
        TinyServer byHash = server(6).mq().hashed().build();
        List.of(byCore, byHash).forEach(server -> {
            server.spawn(manySockets(600));
            server.runUntilUs(100_000);
        });

        assertThat(byCore.nic.queues()).extracting(NicQueue::framesSent).containsExactly(600L, 0L, 0L, 0L, 0L, 0L);
        // 100 each on average, with a standard deviation of 9.1.
        assertThat(byHash.nic.queues())
                .allSatisfy(queue -> assertThat(queue.framesSent()).isBetween(64L, 136L));
    }

    /** Whatever is sent, from wherever: nothing is lost or counted twice, and no flow is overtaken by itself. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void flowsKeepTheirOrderAndTheBooksBalance(long seed) {
        RandomStream random = new RandomStreams(seed).stream("test");
        TinyServer server = random(random).build();
        int threads = 1 + random.nextInt(6);
        int[] sizes = new int[threads];
        for (int thread = 0; thread < threads; thread++) {
            sizes[thread] = 1 + random.nextInt(30);
            server.spawn(sendingAfter(random.nextInt(40) * US, sizes[thread]));
        }
        int all = java.util.Arrays.stream(sizes).sum();
        for (int untilUs = 0; untilUs < 1000; untilUs += 7) {
            server.runUntilUs(untilUs);
            assertThat(server.packetsHeld()).isEqualTo(server.pool.outstanding());
        }
        server.runUntilUs(100_000);

        assertThat(server.packetsHeld()).isZero();
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.datagrams + server.drops).isEqualTo(all);
        assertThat(server.sequences.values())
                .allSatisfy(sequence -> assertThat(sequence).isSorted().doesNotHaveDuplicates());
        assertThat(server.nic.queues().stream().mapToLong(NicQueue::framesSent).sum())
                .isEqualTo(server.datagrams);
    }

    /** With one queue, a packet scheduler for each queue is the one before all: the same instants. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withOneQueueNothingChanges(long seed) {
        List<List<String>> logs = new ArrayList<>();
        for (boolean isMq : new boolean[] {false, true}) {
            RandomStream random = new RandomStreams(seed).stream("test");
            TinyServer.Builder builder = server(1).ring(1 + random.nextInt(8));
            TinyServer server = isMq ? builder.mq().hashed().build() : builder.build();
            for (int thread = 0; thread < 3; thread++) {
                server.spawn(sendingAfter(random.nextInt(40) * US, 1 + random.nextInt(10)));
            }
            server.runUntilUs(10_000);
            List<String> log = new ArrayList<>(server.accounts);
            log.add(server.departures.toString());
            logs.add(log);
        }

        assertThat(logs.get(1)).isEqualTo(logs.get(0));
    }

    private static TinyServer.Builder random(RandomStream random) {
        List<String> names = List.of("fifo", "fq", "fq_codel", "drr", "sfq");
        TinyServer.Builder builder = new TinyServer.Builder()
                .scheduler(SchedulerSetup.defaults(PacketSchedulers.find(names.get(random.nextInt(names.size())))
                        .orElseThrow()))
                .cores(1 + random.nextInt(5))
                .ring(1 + random.nextInt(6))
                .nic(NicOptions.PLAIN
                        .withQueues(1 + random.nextInt(7))
                        .withByteQueueLimits(List.of(ByteQueueLimits.values()).get(random.nextInt(3))))
                .file("sent", 4200);
        builder = random.nextInt(4) == 0 ? builder : builder.mq();
        return random.nextInt(2) == 0 ? builder : builder.hashed();
    }

    /** Cores enough that every thread has one and core 0 is left to the NIC. */
    private static TinyServer.Builder server(int queues) {
        return new TinyServer.Builder()
                .scheduler("fifo", Map.of("limit", 10_000L))
                .cores(queues + 1)
                .nic(NicOptions.PLAIN.withQueues(queues))
                .file("sent", 4200);
    }

    private static Program sending(int datagrams) {
        return sendingAfter(0, datagrams);
    }

    /** Computes for a while, then sends so many datagrams of 1000 bytes, one call after the other. */
    private static Program sendingAfter(long computePs, int datagrams) {
        List<Function<Syscalls, Step>> steps = new ArrayList<>();
        steps.add(SocketCall::datagramSocket);
        steps.add(os -> new Step.Compute(computePs));
        steps.add(os -> ConnectCall.connect(os, 3, 1, 5004));
        for (int i = 0; i < datagrams; i++) {
            steps.add(os -> SendtoCall.send(os, 3, 1000, 0, 0, Packet.UNSCHEDULED));
        }
        return new ScriptedProgram(steps);
    }

    private static List<Function<Syscalls, Step>> pacedSteps() {
        List<Function<Syscalls, Step>> steps = new ArrayList<>();
        steps.add(SocketCall::datagramSocket);
        steps.add(os -> ConnectCall.connect(os, 3, 1, 5004));
        steps.add(os -> SetsockoptCall.maxPacingRate(os, 3, DataRate.parse("8 Mbps")));
        for (int i = 0; i < 30; i++) {
            steps.add(os -> SendtoCall.send(os, 3, 1000, 0, 0, Packet.UNSCHEDULED));
        }
        return steps;
    }

    private static Program manySockets(int sockets) {
        List<Function<Syscalls, Step>> steps = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            int descriptor = 3 + i;
            steps.add(SocketCall::datagramSocket);
            steps.add(os -> ConnectCall.connect(os, descriptor, 1, 5004));
            steps.add(os -> SendtoCall.send(os, descriptor, 1000, 0, 0, Packet.UNSCHEDULED));
        }
        return new ScriptedProgram(steps);
    }
}
