package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class LeakyBucketSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final long RATE = 8_000;

    private final PacketSource source = new PacketSource();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @Test
    void spacesPacketsByTheLengthOfTheOneBefore() {
        PacketScheduler scheduler = leakyBucket(RATE, 0, 100);

        // However long it was idle, nothing is saved up.
        assertThat(departures(scheduler, List.of(1000L, 1000L, 1000L, 1200L), 50, 100, 20, 30))
                .containsExactly(1000 * MS, 1050 * MS, 1150 * MS, 1200 * MS);
    }

    @Test
    void aToleranceLetsPacketsLeaveBeforeTheirTurn() {
        // GCRA(100 ms, 150 ms) for packets of 100 bytes: the first two have TAT 0 and 100 and are within the tolerance,
        // the
        // third has 200 and leaves at 50, then one every 100 ms.
        PacketScheduler scheduler = leakyBucket(RATE, 150 * MS, 100);

        assertThat(departures(scheduler, List.of(0L, 0L, 0L, 0L), 100, 100, 100, 100))
                .containsExactly(0L, 0L, 50 * MS, 150 * MS);
    }

    @Test
    void theSpacingNeverDrifts() {
        // 1 byte at 3 bps takes 2 2/3 s. The first has TAT 0, the others 2 2/3, 5 1/3 and 8 s, less the tolerance; each
        // leaves at the tick after, and its turn still counts from where it was.
        PacketScheduler scheduler = leakyBucket(3, SimTime.SECOND, 100);

        assertThat(departures(scheduler, List.of(0L, 0L, 0L, 0L), 1, 1, 1, 1))
                .containsExactly(0L, 1_666_666_666_667L, 4_333_333_333_334L, 7 * SimTime.SECOND);
    }

    @Test
    void aConformingFlowNeedsItsBurstInBytesAndWaitsForItsBurstAtTheRate() {
        // (b, r) = (500 B, 1 B/ms): 500 bytes at once, then one byte a millisecond, against a leak of the same rate.
        PacketScheduler scheduler = leakyBucket(RATE, 0, 10_000);
        for (int packet = 0; packet < 5; packet++) {
            scheduler.enqueue(source.bare(0, 100), 0);
        }
        assertThat(scheduler.byteCount()).isEqualTo(500);
        long longest = 0;
        long held = 0;
        for (long now = 0; now <= 2000 * MS; now += MS) {
            if (now > 0 && now % (100 * MS) == 0) {
                scheduler.enqueue(arrivedAt(now, 100), now);
            }
            while (scheduler.readyAtPs(now) <= now) {
                longest = Math.max(longest, now - Objects.requireNonNull(scheduler.dequeue(now)).heldSincePs);
            }
            held = Math.max(held, scheduler.byteCount());
        }
        // The last bit of a packet leaves 100 ms after it starts: 400 and 100 are b / r.
        assertThat(longest).isEqualTo(400 * MS);
        assertThat(held).isEqualTo(400);
    }

    @Test
    void limitsPackets() {
        PacketScheduler scheduler = leakyBucket(RATE, 0, 1);

        assertThat(scheduler.enqueue(source.bare(0, 1), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(scheduler.enqueue(source.bare(0, 1), 0)).isEqualTo(DropReason.QUEUE_FULL);
    }

    /** The virtual scheduling and the continuous-state leaky bucket of the standard are one algorithm. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isTheContinuousStateLeakyBucketOfTheStandard(long seed) {
        RandomStream random = new RandomStreams(seed).stream("gcra");
        long bitsPerSecond = 1 + random.nextLong(20_000);
        long tolerancePs = random.nextLong(2 * SimTime.SECOND);
        PacketScheduler scheduler = leakyBucket(bitsPerSecond, tolerancePs, 1000);
        Rational psPerByte = Rational.of(8 * SimTime.SECOND, bitsPerSecond);
        Rational level = Rational.ZERO;
        long lastPs = 0;
        long now = 0;
        for (int packet = 0; packet < 500; packet++) {
            int bytes = 1 + random.nextInt(200);
            now += random.nextInt(4) == 0 ? random.nextLong(5 * SimTime.SECOND) : 0;
            scheduler.enqueue(source.bare(0, bytes), now);
            // The bucket leaks one picosecond a picosecond, and takes a packet as soon as it holds no more than tau.
            Rational over = level.minus(Rational.of(now - lastPs)).minus(Rational.of(tolerancePs));
            long expected = now + over.max(Rational.ZERO).ceiling().longValueExact();

            assertThat(scheduler.readyAtPs(now)).isEqualTo(expected);

            now = expected;
            assertThat(scheduler.dequeue(now)).isNotNull();
            level = level.minus(Rational.of(now - lastPs)).max(Rational.ZERO).plus(psPerByte.times(bytes));
            lastPs = now;
        }
    }

    private Packet arrivedAt(long nowPs, int bytes) {
        Packet packet = source.bare(0, bytes);
        packet.heldSincePs = nowPs;
        return packet;
    }

    private static PacketScheduler leakyBucket(long bitsPerSecond, long tolerancePs, long limit) {
        return SchedulerSetup.of(
                        LeakyBucketScheduler.SPEC,
                        Map.of("rate", bitsPerSecond, "tolerance", tolerancePs, "limit", limit))
                .create(Ports.port(DataRate.parse("1 Gbps")));
    }

    /** When packets leave that come at instants in milliseconds, if the line takes no time. */
    private List<Long> departures(PacketScheduler scheduler, List<Long> arrivalsMs, int... sizes) {
        List<SimulatedLine.Arrival> arrivals = new ArrayList<>();
        for (int packet = 0; packet < sizes.length; packet++) {
            arrivals.add(new SimulatedLine.Arrival(arrivalsMs.get(packet) * MS, source.bare(0, sizes[packet])));
        }
        return SimulatedLine.serve(scheduler, arrivals, packet -> 0, () -> 0).stream()
                .map(SimulatedLine.Departure::startPs)
                .toList();
    }
}
