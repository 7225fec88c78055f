package pacewire.model.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@link PacketScheduler} promises, of every one that ships, under random traffic of all kinds. */
class PacketSchedulerContractTest {
    static Stream<Arguments> schedulersAndSeeds() {
        return PacketSchedulers.all().stream()
                .flatMap(spec -> Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(seed -> Arguments.of(spec.name(), seed)));
    }

    static Stream<String> schedulers() {
        return SchedulerCatalogue.builtIn().names().stream();
    }

    @Test
    void thereAreSchedulersToTest() {
        assertThat(schedulers()).contains("fifo", "jitter-edf").doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void isDeclaredCompletely(String name) {
        SchedulerSpec spec = PacketSchedulers.find(name).orElseThrow();

        assertThat(spec.name()).isEqualTo(name);
        assertThat(spec.summary()).endsWith(".");
        assertThat(spec.source()).isNotBlank();
        assertThat(spec.parameters()).extracting(ParameterSpec::name).doesNotHaveDuplicates();
        for (ParameterSpec parameter : spec.parameters()) {
            assertThat(parameter.help()).isNotBlank();
            String defaultText = parameter.defaultText();
            if (defaultText != null) {
                assertThat(parameter.parse(defaultText)).isBetween(parameter.smallest(), parameter.largest());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schedulers")
    void isEmptyAtFirst(String name) {
        PacketScheduler scheduler = create(name, Ports.NO_DROPS);

        assertThat(scheduler.packetCount()).isZero();
        assertThat(scheduler.byteCount()).isZero();
        assertThat(scheduler.readyAtPs(5)).isEqualTo(PacketScheduler.NEVER);
        assertThat(scheduler.dequeue(5)).isNull();
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schedulersAndSeeds")
    void keepsItsPacketsInOrderAndInItsBooks(String name, long seed) {
        Traffic traffic = new Traffic(name, seed, 0);

        traffic.run(4000);
        traffic.drain();
        // Once more after it was empty.
        traffic.run(1000);
        traffic.drain();

        assertThat(traffic.departures.size() + traffic.dropped).isEqualTo(traffic.accepted);
        assertThat(traffic.accepted).isGreaterThan(500);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schedulersAndSeeds")
    void doesTheSameAgain(String name, long seed) {
        Traffic first = new Traffic(name, seed, 0);
        Traffic second = new Traffic(name, seed, 0);

        first.run(3000);
        second.run(3000);

        assertThat(first.departures).isNotEmpty().isEqualTo(second.departures);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schedulersAndSeeds")
    void questionsChangeNothing(String name, long seed) {
        Traffic quiet = new Traffic(name, seed, 0);
        Traffic curious = new Traffic(name, seed, 3);

        quiet.run(3000);
        curious.run(3000);

        assertThat(curious.departures).isEqualTo(quiet.departures);
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schedulersAndSeeds")
    void aShiftInTimeShiftsEveryDeparture(String name, long seed) {
        long grid = gridPs(name);
        long shift = (7 * SimTime.SECOND + 13) / grid * grid;
        Traffic early = new Traffic(name, seed, 0);
        Traffic late = new Traffic(name, seed, 0);
        late.nowPs = shift;

        early.run(3000);
        late.run(3000);

        List<String> shifted = early.departures.stream()
                .map(log -> log.later(shift).toString())
                .toList();
        assertThat(late.departures).extracting(LogEntry::toString).isEqualTo(shifted);
    }

    private static Stream<Claim> claims(String name) {
        return SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow())
                .claims(Ports.port(DataRate.parse("1 Gbps")))
                .stream();
    }

    /** The period on which its decisions depend, if any. */
    private static long gridPs(String name) {
        return claims(name)
                .filter(Claim.TimeGrid.class::isInstance)
                .mapToLong(claim -> ((Claim.TimeGrid) claim).periodPs())
                .max()
                .orElse(1);
    }

    private static PacketScheduler create(String name, DropListener drops) {
        SchedulerSpec spec = PacketSchedulers.find(name).orElseThrow();
        return SchedulerSetup.defaults(spec)
                .create(Ports.host(DataRate.parse("1 Gbps"), 0, 10 * SimTime.MICROSECOND, 1538, drops));
    }

    private record LogEntry(long timePs, int flow, long sequence) {
        LogEntry later(long ps) {
            return new LogEntry(timePs + ps, flow, sequence);
        }
    }

    /** Strict, elastic, limited and plain flows, opened, fed, closed and opened again at random; and a model of the books. */
    private static final class Traffic {
        private static final int FLOWS = 12;
        private static final DataRate RATE = DataRate.parse("20 Mbps");
        private static final DataRate MORE = DataRate.parse("50 Mbps");

        final List<LogEntry> departures = new ArrayList<>();
        int accepted;
        int dropped;
        long nowPs;

        private final PacketScheduler scheduler;
        /** Packets must name their earliest departure, and leave by that and not in order. */
        private final boolean takesOnlyTimed;

        private final boolean isInOrder;
        private final RandomStream random;
        private final int questions;
        private final PacketPool pool = new PacketPool();
        private final Map<Integer, Deque<Packet>> held = new TreeMap<>();
        /** The number under which each kind of flow is open at present; a number is used once. */
        private final int[] numbers = new int[FLOWS];

        private final long[] nextIdealPs = new long[FLOWS];
        private int nextNumber;
        private long sequence;
        private long heldBytes;
        private int heldPackets;

        Traffic(String name, long seed, int questions) {
            scheduler = create(name, this::dropped);
            takesOnlyTimed = claims(name).anyMatch(Claim.TakesOnlyTimed.class::isInstance);
            isInOrder = !takesOnlyTimed;
            this.questions = questions;
            random = new RandomStreams(seed).stream("traffic");
        }

        void run(int steps) {
            for (int kind = 0; kind < FLOWS; kind++) {
                reopen(kind);
            }
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> enqueue(random.nextInt(FLOWS));
                    case 4, 5, 6 -> dequeue();
                    case 7 -> nowPs += random.nextLong(100 * SimTime.MICROSECOND);
                    case 8 -> waitUntilReady();
                    default -> reopenSometimes();
                }
                ask();
            }
            for (int number : numbers) {
                scheduler.closeFlow(number, nowPs);
            }
        }

        void drain() {
            while (heldPackets > 0) {
                waitUntilReady();
                ask();
            }
            assertThat(scheduler.readyAtPs(nowPs)).isEqualTo(PacketScheduler.NEVER);
            assertThat(scheduler.dequeue(nowPs)).isNull();
        }

        private void enqueue(int kind) {
            Packet packet = pool.take(nowPs);
            packet.flow = numbers[kind];
            packet.sequence = sequence++;
            packet.payloadBytes = random.nextInt(1473);
            if (kind < 4) {
                nextIdealPs[kind] = Math.max(nextIdealPs[kind], nowPs - 200 * SimTime.MICROSECOND)
                        + random.nextLong(600 * SimTime.MICROSECOND);
                packet.idealPs = nextIdealPs[kind];
            }
            if (takesOnlyTimed) {
                packet.eligiblePs = nowPs + random.nextLong(600 * SimTime.MICROSECOND);
            }
            if (scheduler.enqueue(packet, nowPs) == Verdict.Accepted.ACCEPTED) {
                held.computeIfAbsent(packet.flow, flow -> new ArrayDeque<>()).add(packet);
                heldPackets++;
                heldBytes += packet.ipBytes();
                accepted++;
            } else {
                pool.release(packet);
            }
        }

        private void dequeue() {
            boolean isReady = scheduler.readyAtPs(nowPs) == nowPs;
            int droppedBefore = dropped;
            @Nullable Packet packet = scheduler.dequeue(nowPs);
            assertThat(packet != null || dropped > droppedBefore)
                    .as("ready at %d ps", nowPs)
                    .isEqualTo(isReady);
            if (packet == null) {
                return;
            }
            Deque<Packet> ofFlow = held.getOrDefault(packet.flow, new ArrayDeque<>());
            if (isInOrder) {
                assertThat(ofFlow.poll()).as("first of flow %d", packet.flow).isSameAs(packet);
            } else {
                assertThat(ofFlow.remove(packet)).as("%s was held", packet).isTrue();
            }
            assertThat(packet.next).isNull();
            if (packet.isScheduled() && packet.eligiblePs != Packet.UNSCHEDULED) {
                assertThat(nowPs).as("never early").isGreaterThanOrEqualTo(packet.eligiblePs);
            }
            heldPackets--;
            heldBytes -= packet.ipBytes();
            departures.add(new LogEntry(nowPs, packet.flow, packet.sequence));
            pool.release(packet);
        }

        /** A packet that was held is gone, with a reason other than a reset. */
        private void dropped(Packet packet, DropReason reason, long atPs) {
            assertThat(atPs).isEqualTo(nowPs);
            assertThat(reason).isNotEqualTo(DropReason.RESET);
            assertThat(packet.next).isNull();
            assertThat(held.getOrDefault(packet.flow, new ArrayDeque<>()).remove(packet))
                    .as("%s was held", packet)
                    .isTrue();
            heldPackets--;
            heldBytes -= packet.ipBytes();
            dropped++;
            pool.release(packet);
        }

        /** The instant named is exact: nothing leaves one picosecond before. */
        private void waitUntilReady() {
            long readyPs = scheduler.readyAtPs(nowPs);
            assertThat(readyPs).isGreaterThanOrEqualTo(nowPs);
            if (readyPs == PacketScheduler.NEVER) {
                assertThat(heldPackets).isZero();
                return;
            }
            if (readyPs > nowPs) {
                assertThat(scheduler.dequeue(readyPs - 1)).isNull();
                assertThat(scheduler.readyAtPs(readyPs - 1)).isEqualTo(readyPs);
            }
            nowPs = readyPs;
            dequeue();
        }

        private void reopenSometimes() {
            int kind = random.nextInt(FLOWS);
            if (random.nextInt(5) == 0) {
                scheduler.closeFlow(numbers[kind], nowPs);
                reopen(kind);
            }
        }

        /** 0 to 3 strict, 4 to 6 elastic, 7 limited, 8 with a weight, others plain. */
        private void reopen(int kind) {
            int number = nextNumber++;
            numbers[kind] = number;
            nextIdealPs[kind] = nowPs;
            Admission answer = Admission.ADMITTED;
            if (kind < 7) {
                long jitter = kind < 4 ? (1 + kind) * SimTime.MILLISECOND : FlowMetrics.NONE;
                DataRate max = kind < 4 ? RATE : MORE;
                FlowMetrics metrics = new FlowMetrics(RATE, max, jitter, FlowMetrics.NONE, kind % 3, 1 + kind);
                answer = scheduler.openFlow(number, metrics, TrafficEnvelope.paced(1538, RATE), nowPs);
            } else if (kind < 9) {
                DataRate max = kind == 7 ? MORE : null;
                FlowMetrics metrics = new FlowMetrics(null, max, FlowMetrics.NONE, FlowMetrics.NONE, kind % 3, 5);
                answer = scheduler.openFlow(number, metrics, null, nowPs);
            }
            assertThat(answer).isEqualTo(Admission.ADMITTED);
        }

        private void ask() {
            assertThat(scheduler.packetCount()).isEqualTo(heldPackets);
            assertThat(scheduler.byteCount()).isEqualTo(heldBytes);
            long readyPs = scheduler.readyAtPs(nowPs);
            assertThat(readyPs == PacketScheduler.NEVER).isEqualTo(heldPackets == 0);
            for (int i = 0; i < questions; i++) {
                scheduler.readyAtPs(nowPs);
                scheduler.packetCount();
                scheduler.byteCount();
                scheduler.holdsUntilIdeal();
                scheduler.packetAhead(i);
            }
        }
    }
}
