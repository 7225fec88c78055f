package pacewire.model.sched;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import pacewire.model.sched.SimulatedLine.Arrival;
import pacewire.model.sched.SimulatedLine.Departure;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every set of flows that was admitted, whatever they are and whenever they come. */
class JitterEdfPropertyTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long HORIZON = 30 * SimTime.MILLISECOND;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoWasAdmittedIsNeverEarlyNeverLateAndInOrder(long seed) {
        World world = new World(seed);
        world.admitStrictAndElasticFlows();
        world.addPlainTraffic();

        List<Departure> departures = world.serve();

        assertThat(world.admitted).isGreaterThan(0);
        assertThat(world.scheduler.packetCount()).isZero();
        assertThat(world.scheduler.byteCount()).isZero();
        assertFlowsInOrder(departures);
        for (Departure departure : departures) {
            Packet packet = departure.packet();
            if (packet.isScheduled()) {
                assertThat(departure.startPs()).as("start of %s", packet).isGreaterThanOrEqualTo(packet.idealPs);
            }
            assertThat(departure.endPs()).as("end of %s", packet).isLessThanOrEqualTo(packet.deadlinePs);
        }
        world.elastic.forEach((flow, elastic) -> elastic.assertKept(packetsOf(flow, departures)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void spareCapacityIsSharedByWeightWhileAllAreBacklogged(long seed) {
        World world = new World(seed);
        world.admitStrictAndElasticFlows();
        int[] weights = new int[4];
        int[] largest = new int[4];
        for (int flow = 0; flow < weights.length; flow++) {
            weights[flow] = 1 + world.random.nextInt(1000);
            largest[flow] = world.addBacklog(flow, weights[flow]);
        }

        List<Departure> departures = world.serve();

        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < i; j++) {
                assertFair(departures, i, weights[i], largest[i], j, weights[j], largest[j]);
            }
        }
    }

    /**
     * Goyal, Vin and Cheng 1996, theorem 1: in any interval in which both are backlogged, the services over the weights
     * differ by at most one largest packet over the weight of each. All are multiplied by both weights; tags are rounded
     * to 2^-12 byte, for which a byte of each is allowed.
     */
    private static void assertFair(List<Departure> departures, int i, int wi, int li, int j, int wj, int lj) {
        long least = 0;
        long most = 0;
        long lead = 0;
        int left = World.BACKLOG;
        int leftOther = World.BACKLOG;
        for (Departure departure : departures) {
            Packet packet = departure.packet();
            if (packet.flow == i) {
                lead += (long) packet.wireBytes() * wj;
                left--;
            } else if (packet.flow == j) {
                lead -= (long) packet.wireBytes() * wi;
                leftOther--;
            }
            least = Math.min(least, lead);
            most = Math.max(most, lead);
            if (left == 0 || leftOther == 0) {
                break;
            }
        }
        assertThat(most - least).isLessThanOrEqualTo((li + 1L) * wj + (lj + 1L) * wi);
    }

    private static void assertFlowsInOrder(List<Departure> departures) {
        Map<Integer, Long> last = new LinkedHashMap<>();
        for (Departure departure : departures) {
            Long before = last.put(departure.packet().flow, departure.packet().sequence);
            assertThat(before == null ? -1 : before).isEqualTo(departure.packet().sequence - 1);
        }
    }

    private static List<Departure> packetsOf(int flow, List<Departure> departures) {
        return departures.stream()
                .filter(departure -> departure.packet().flow == flow)
                .toList();
    }

    /** A sender of random speed with random flows, as full as admission lets it be. */
    private static final class World {
        static final int BACKLOG = 150;
        private static final int FIRST_GUARANTEED = 100;
        private static final int FIRST_PLAIN = 10_000;
        private static final long GATE_OPENING = 10 * SimTime.MILLISECOND;

        final RandomStream random;
        final JitterEdfScheduler scheduler;
        final List<Arrival> arrivals = new ArrayList<>();
        final Map<Integer, ElasticFlow> elastic = new LinkedHashMap<>();
        int admitted;

        private final PacketSource source = new PacketSource();
        private final SchedulerEnvironment environment;
        private final boolean isAdversarial;
        private final int sharePercent;
        private final Map<Integer, Long> sequences = new LinkedHashMap<>();

        World(long seed) {
            random = new RandomStreams(seed).stream("world");
            DataRate line = new DataRate(new long[] {100_000_000, 1_000_000_000, 10_000_000_000L}[random.nextInt(3)]);
            long packetCost = random.nextLong(2 * line.psForBytesUp(1538));
            environment = Ports.host(line, packetCost, random.nextLong(200 * US), 1538);
            sharePercent = new int[] {0, 25, 60}[random.nextInt(3)];
            long share = sharePercent * (Quantity.WHOLE / 100);
            scheduler = new JitterEdfScheduler(
                    SchedulerSetup.of(JitterEdfScheduler.SPEC, Map.of("wakeupShare", share)), environment);
            isAdversarial = random.nextInt(2) == 0;
        }

        List<Departure> serve() {
            long wakeUp = environment.wakeUp().longestPs();
            return SimulatedLine.serve(
                    scheduler, arrivals, this::servicePs, () -> isAdversarial ? wakeUp : random.nextLong(wakeUp + 1));
        }

        /** Offers flows of all kinds until several were refused. */
        void admitStrictAndElasticFlows() {
            int refused = 0;
            for (int flow = FIRST_GUARANTEED; refused < 40 && flow < FIRST_GUARANTEED + 200; flow++) {
                boolean isAdmitted = switch (random.nextInt(3)) {
                    case 0 -> offerPaced(flow);
                    case 1 -> offerVideo(flow);
                    default -> offerElastic(flow);
                };
                if (isAdmitted) {
                    admitted++;
                } else {
                    refused++;
                }
            }
        }

        /**
         * Several sockets, now idle, now with bursts; in every second world they overload the sender. In some there are
         * none, so that nobody else wakes it.
         */
        void addPlainTraffic() {
            if (random.nextInt(3) == 0) {
                return;
            }
            long mean = servicePs(source.plain(0, 1472)) * (random.nextInt(2) == 0 ? 4 : 1);
            // Just before all gates open at once, to be in the way.
            add(GATE_OPENING - 1, source.plain(FIRST_PLAIN - 1, 1472));
            for (long time = 0; time < HORIZON; time += random.nextLong(2 * mean)) {
                add(time, source.plain(FIRST_PLAIN + random.nextInt(5), random.nextInt(1473)));
            }
        }

        /** A flow that has enough to send from the start; returns its largest packet. */
        int addBacklog(int flow, int weight) {
            FlowMetrics metrics = new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, 0, weight);
            scheduler.openFlow(flow, metrics, null, 0);
            int largest = 0;
            for (int i = 0; i < BACKLOG; i++) {
                Packet packet = source.plain(flow, 100 + random.nextInt(1373));
                largest = Math.max(largest, packet.wireBytes());
                add(0, packet);
            }
            return largest;
        }

        private boolean offerPaced(int flow) {
            DataRate rate = randomRate();
            int payload = 100 + random.nextInt(1373);
            TrafficEnvelope envelope = TrafficEnvelope.paced(payload + 66, rate);
            FlowMetrics metrics = strict(rate, rate);
            if (!scheduler.openFlow(flow, metrics, envelope, 0).isAdmitted()) {
                return false;
            }
            long start = startPs(metrics.maxJitterPs());
            for (long bytes = 0; rate.psForBytes(bytes) < HORIZON; bytes += payload + 66) {
                addIdeal(flow, start + rate.psForBytes(bytes), payload);
            }
            return true;
        }

        /** As much as the envelope allows, as early as it does: a bucket that is full at the start. */
        private boolean offerVideo(int flow) {
            DataRate rate = randomRate();
            DataRate peak = new DataRate(rate.bitsPerSecond() * (1 + random.nextInt(10)));
            int wire = 200 + random.nextInt(1300);
            long burst = wire * (1L + random.nextInt(20));
            TrafficEnvelope envelope = new TrafficEnvelope(wire, peak, burst, rate);
            FlowMetrics metrics = strict(null, null);
            if (!scheduler.openFlow(flow, metrics, envelope, 0).isAdmitted()) {
                return false;
            }
            long start = startPs(metrics.maxJitterPs());
            long next = 0;
            for (long bytes = wire; next < HORIZON; bytes += wire) {
                addIdeal(flow, start + next, wire - 66);
                long byRate = bytes + wire <= burst ? 0 : rate.psForBytesUp(bytes + wire - burst);
                next = Math.max(next + peak.psForBytesUp(wire), byRate);
            }
            return true;
        }

        private boolean offerElastic(int flow) {
            DataRate min = randomRate();
            DataRate max = new DataRate(min.bitsPerSecond() * 11 / 10 + random.nextLong(3 * min.bitsPerSecond()));
            int payload = 500 + random.nextInt(973);
            // The envelope is in wire bytes: payload at minRate brings its headers along.
            DataRate wireMin = new DataRate(min.bitsPerSecond() * (payload + 66) / payload + 1);
            FlowMetrics metrics = new FlowMetrics(
                    min, max, FlowMetrics.NONE, FlowMetrics.NONE, random.nextInt(8), 1 + random.nextInt(10));
            TrafficEnvelope envelope = TrafficEnvelope.paced(payload + 66, wireMin);
            if (!scheduler.openFlow(flow, metrics, envelope, 0).isAdmitted()) {
                return false;
            }
            long tolerance = Math.max(wireMin.psForBytesUp(payload + 66), SimTime.MILLISECOND);
            long start = startPs(tolerance);
            int packets = (int) Math.min(2000, HORIZON / min.psForBytes(payload) + 2);
            for (int i = 0; i < packets; i++) {
                add(start, source.plain(flow, payload));
            }
            elastic.put(flow, new ElasticFlow(start, min, max, payload, tolerance));
            return true;
        }

        private FlowMetrics strict(@Nullable DataRate min, @Nullable DataRate max) {
            long jitter = 300 * US + random.nextLong(10_000 * US);
            return new FlowMetrics(min, max, jitter, FlowMetrics.NONE, random.nextInt(8), 1);
        }

        private DataRate randomRate() {
            return new DataRate(environment.lineRate().bitsPerSecond() / (5 + random.nextInt(200)));
        }

        /**
         * Each when it likes; or, for the worst that there is, all so that their gates open at one instant: they have waited
         * for each other as long as they may, and then there is only the deadline left that admission counts with.
         */
        private long startPs(long tolerancePs) {
            return isAdversarial
                    ? GATE_OPENING - tolerancePs / 100 * sharePercent
                    : US + random.nextLong(10 * SimTime.MILLISECOND);
        }

        private void addIdeal(int flow, long idealPs, int payload) {
            // Handed over ahead of time.
            add(Math.max(0, idealPs - SimTime.MILLISECOND), source.ideal(flow, idealPs, payload));
        }

        private void add(long timePs, Packet packet) {
            packet.sequence = Objects.requireNonNull(sequences.merge(packet.flow, 1L, Long::sum)) - 1;
            arrivals.add(new Arrival(timePs, packet));
        }

        private long servicePs(Packet packet) {
            return Math.max(environment.lineRate().psForBytesUp(packet.wireBytes()), environment.packetCostPs());
        }
    }

    /** An elastic flow that has all its packets at its start. */
    private record ElasticFlow(long startPs, DataRate min, DataRate max, int payload, long tolerancePs) {
        void assertKept(List<Departure> departures) {
            long excess = 0;
            long before = startPs;
            for (int k = 0; k < departures.size(); k++) {
                Departure departure = departures.get(k);
                // At least minRate: packet k has left when k packets have passed at minRate, and the tolerance.
                long latest = startPs + min.psForBytesUp((long) k * payload) + tolerancePs;
                assertThat(departure.endPs()).isLessThanOrEqualTo(latest);
                // Never above maxRate by its schedule, within which a guaranteed packet is late by its tolerance at
                // most.
                excess = Math.max(0, excess - max.bytesInPs(departure.startPs() - before)) + payload;
                assertThat(excess).isLessThanOrEqualTo(payload + max.bytesInPs(tolerancePs) + departures.size());
                before = departure.startPs();
            }
        }
    }
}
