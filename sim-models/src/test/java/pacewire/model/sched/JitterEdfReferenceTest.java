package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

/** The packet scheduler against {@link NaiveJitterEdf}, which looks through lists: the same answer to every call. */
class JitterEdfReferenceTest {
    private static final int STEPS = 6000;
    private static final long US = SimTime.MICROSECOND;
    private static final int FLOWS = 40;
    private static final int FIRST_PLAIN = 10_000;

    private final PacketSource source = new PacketSource();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void answersEveryCallAsTheReferenceDoes(long seed) {
        new Walk(seed, source).run();
    }

    /** A random walk of calls. Small, coarse numbers make ties frequent. */
    private static final class Walk {
        private final RandomStream random;
        private final PacketSource source;
        private final JitterEdfScheduler scheduler;
        private final NaiveJitterEdf reference;
        private final List<@Nullable FlowMetrics> open = new ArrayList<>();
        private final List<Long> nextIdeal = new ArrayList<>();
        private final int[] numbers = new int[FLOWS];
        private final boolean areTolerancesEqual;
        private final boolean isPaced;
        private int flowNumbers;
        private int served;
        private long now;

        Walk(long seed, PacketSource source) {
            this.source = source;
            random = new RandomStreams(seed).stream("walk");
            areTolerancesEqual = random.nextInt(2) == 0;
            isPaced = random.nextInt(2) == 0;
            long share = random.nextInt(3) * 30L * (Quantity.WHOLE / 100);
            scheduler = new JitterEdfScheduler(
                    SchedulerSetup.of(JitterEdfScheduler.SPEC, Map.of("wakeupShare", share)),
                    Ports.port(DataRate.parse("1 Tbps")));
            reference = new NaiveJitterEdf(share);
            for (int i = 0; i < FLOWS; i++) {
                open.add(null);
                nextIdeal.add(0L);
            }
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> openOrClose(random.nextInt(FLOWS));
                    case 1, 2, 3, 4 -> offerGuaranteed(random.nextInt(FLOWS));
                    case 5 -> offer(source.plain(FIRST_PLAIN + random.nextInt(4), 100 * (1 + random.nextInt(10))));
                    case 6 -> now += random.nextInt(50) * US;
                    case 7 -> now = Math.min(reference.readyAtPs(now), now + 2000 * US);
                    default -> serve();
                }
                assertThat(scheduler.readyAtPs(now)).as("ready, step %d", step).isEqualTo(reference.readyAtPs(now));
                assertThat(scheduler.packetCount()).isEqualTo(reference.packetCount());
            }
            drain();
            assertThat(served).isGreaterThan(STEPS / 10);
        }

        private void drain() {
            while (reference.packetCount() > 0) {
                now = reference.readyAtPs(now);
                serve();
                assertThat(scheduler.readyAtPs(now)).isEqualTo(reference.readyAtPs(now));
            }
            assertThat(scheduler.packetCount()).isZero();
            assertThat(scheduler.byteCount()).isZero();
        }

        private void serve() {
            Packet expected = reference.dequeue(now);
            assertThat(scheduler.dequeue(now)).isSameAs(expected);
            if (expected != null) {
                served++;
            }
        }

        /** A flow may be closed while it has packets; its place then takes one of a new number. */
        private void openOrClose(int place) {
            int number = numberAt(place);
            if (open.get(place) != null) {
                scheduler.closeFlow(number, now);
                reference.closeFlow(number);
                open.set(place, null);
                nextIdeal.set(place, 0L);
                return;
            }
            numbers[place] = flowNumbers++;
            number = numberAt(place);
            FlowMetrics metrics = metrics();
            DataRate rate = metrics.minRate();
            TrafficEnvelope envelope = rate == null ? null : TrafficEnvelope.paced(1538, rate);
            assertThat(scheduler.openFlow(number, metrics, envelope, now)).isEqualTo(Admission.ADMITTED);
            reference.openFlow(number, metrics, rate != null);
            open.set(place, metrics);
            nextIdeal.set(place, now + random.nextInt(40) * 10L * US);
        }

        private int numberAt(int place) {
            return numbers[place];
        }

        private FlowMetrics metrics() {
            DataRate rate = new DataRate(10_000_000L * (1 + random.nextInt(3)));
            DataRate more = new DataRate(2 * rate.bitsPerSecond());
            long toleranceUs = areTolerancesEqual ? 400 : 10L * (5 + random.nextInt(100));
            int priority = areTolerancesEqual ? 0 : random.nextInt(8);
            int weight = 1 + random.nextInt(5);
            return switch (random.nextInt(6)) {
                case 0 -> new FlowMetrics(rate, more, FlowMetrics.NONE, FlowMetrics.NONE, priority, weight);
                case 1 -> new FlowMetrics(null, more, FlowMetrics.NONE, FlowMetrics.NONE, priority, weight);
                // maxDelay leaves nothing for shared wake-ups.
                case 2 -> new FlowMetrics(rate, rate, FlowMetrics.NONE, toleranceUs * US, priority, weight);
                default -> new FlowMetrics(rate, rate, toleranceUs * US, FlowMetrics.NONE, priority, weight);
            };
        }

        private void offerGuaranteed(int place) {
            FlowMetrics metrics = open.get(place);
            if (metrics == null) {
                return;
            }
            if (!metrics.isStrictlyPaced()) {
                offer(source.plain(numberAt(place), 1472));
                return;
            }
            long ideal = nextIdeal.get(place);
            offer(source.ideal(numberAt(place), ideal, 1472));
            nextIdeal.set(place, ideal + (isPaced ? 300 : random.nextInt(60) * 10L) * US);
        }

        private void offer(Packet packet) {
            // Some were ready before there was room for them.
            if (random.nextInt(4) == 0) {
                packet.readyPs = Math.max(0, now - random.nextInt(30) * 10L * US);
            }
            reference.enqueue(packet, now);
            scheduler.enqueue(packet, now);
        }
    }
}
