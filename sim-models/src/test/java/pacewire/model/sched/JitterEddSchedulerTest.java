package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class JitterEddSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final DataRate LINE = new DataRate(8_000);

    private final PacketSource source = new PacketSource();

    @Test
    void holdsAPacketForWhatItWasAheadAtTheHopBefore() {
        // Due at 30 ms from the hop before, whose link takes 5 ms; it came at 12 ms, so it was 23 ms ahead: until 35
        // ms.
        PacketScheduler scheduler = jitterEdd(5 * MS, 10 * MS);
        Packet packet = due(0, 30 * MS);
        offer(scheduler, packet, 12 * MS);

        assertThat(scheduler.readyAtPs(12 * MS)).isEqualTo(35 * MS);
        assertThat(scheduler.dequeue(35 * MS - 1)).isNull();
        assertThat(scheduler.dequeue(35 * MS)).isSameAs(packet);
        // And so it brings its own due date to the next hop.
        assertThat(packet.eligiblePs).isEqualTo(35 * MS);
        assertThat(packet.deadlinePs).isEqualTo(45 * MS);
    }

    @Test
    void aPacketThatIsLateIsNotHeldAndItsDeadlineCountsFromNow() {
        PacketScheduler scheduler = jitterEdd(5 * MS, 10 * MS);
        Packet packet = due(0, 30 * MS);
        offer(scheduler, packet, 36 * MS);

        assertThat(scheduler.readyAtPs(36 * MS)).isEqualTo(36 * MS);
        assertThat(packet.deadlinePs).isEqualTo(46 * MS);
    }

    @Test
    void theFirstHopHoldsUntilTheInstantThatTheSenderNames() {
        PacketScheduler scheduler = jitterEdd(5 * MS, 10 * MS);
        Packet packet = source.bare(0, 1);
        packet.eligiblePs = 20 * MS;
        offer(scheduler, packet, MS);

        assertThat(scheduler.readyAtPs(MS)).isEqualTo(20 * MS);
    }

    @Test
    void ofTheEligibleTheEarliestDueDateGoesFirst() {
        PacketScheduler scheduler = jitterEdd(0, 10 * MS);
        Packet late = due(0, 20 * MS);
        Packet soon = due(1, 15 * MS);
        Packet sooner = due(2, 12 * MS);
        offer(scheduler, late, 10 * MS);
        offer(scheduler, soon, 10 * MS);
        offer(scheduler, sooner, 10 * MS);

        assertThat(scheduler.dequeue(12 * MS)).isSameAs(sooner);
        assertThat(scheduler.dequeue(12 * MS)).isNull();
        assertThat(scheduler.dequeue(20 * MS)).isSameAs(soon);
        assertThat(scheduler.dequeue(20 * MS)).isSameAs(late);
    }

    @Test
    void aFlowKeepsItsOrder() {
        PacketScheduler scheduler = jitterEdd(0, 10 * MS);
        Packet first = due(0, 20 * MS);
        Packet second = due(0, 15 * MS);
        offer(scheduler, first, 10 * MS);
        offer(scheduler, second, 10 * MS);

        assertThat(scheduler.readyAtPs(10 * MS)).isEqualTo(20 * MS);
        assertThat(scheduler.dequeue(20 * MS)).isSameAs(first);
        assertThat(scheduler.dequeue(20 * MS)).isSameAs(second);
    }

    /** Three hops with cross traffic: the jitter of a flow is that of the last hop, whatever it met before. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theJitterOfAPathIsThatOfItsLastHop(long seed) {
        RandomStream random = new RandomStreams(seed).stream("path");
        long linkDelay = 7 * MS;
        // 4 flows a hop with a packet of 5 ms every 100 ms each: 20 ms of work at once, so 30 ms are kept.
        List<Packet> watched = new ArrayList<>();
        long[] sent = new long[50];
        long[] arrivals = new long[50];
        for (int number = 0; number < 50; number++) {
            Packet packet = source.bare(0, 5);
            watched.add(packet);
            long at = number * 100L * MS + random.nextLong(10 * MS);
            packet.sequence = number;
            sent[number] = at;
            arrivals[number] = at;
        }
        long leastLastHop = Long.MAX_VALUE;
        long mostPlain = 0;
        for (int hop = 0; hop < 3; hop++) {
            PacketScheduler scheduler = jitterEdd(hop == 0 ? 0 : linkDelay, 30 * MS);
            List<SimulatedLine.Arrival> offered = new ArrayList<>();
            watched.forEach(packet -> offered.add(new SimulatedLine.Arrival(arrivals[(int) packet.sequence], packet)));
            for (int flow = 1; flow < 4; flow++) {
                for (int number = 0; number < 60; number++) {
                    long at = number * 100L * MS + random.nextLong(100 * MS) % (1 + random.nextLong(60 * MS));
                    offered.add(new SimulatedLine.Arrival(at, source.bare(flow, 5)));
                }
            }
            offered.sort(Comparator.comparingLong(SimulatedLine.Arrival::timePs));
            for (SimulatedLine.Departure departure :
                    SimulatedLine.serve(scheduler, offered, packet -> LINE.psForBytes(packet.wireBytes()), () -> 0)) {
                if (departure.packet().flow == 0) {
                    assertThat(departure.endPs()).isLessThanOrEqualTo(departure.packet().deadlinePs);
                    arrivals[(int) departure.packet().sequence] = departure.endPs() + linkDelay;
                }
            }
        }
        for (Packet packet : watched) {
            // Every hop but the last takes its 30 ms to the picosecond, and the link; the last takes 5 to 30.
            long eligibleAtLast = sent[(int) packet.sequence] + 2 * (30 * MS + linkDelay);
            assertThat(packet.eligiblePs).isEqualTo(eligibleAtLast);
            long delay = arrivals[(int) packet.sequence] - sent[(int) packet.sequence];
            leastLastHop = Math.min(leastLastHop, delay);
            mostPlain = Math.max(mostPlain, delay);
        }
        assertThat(mostPlain - leastLastHop).isLessThanOrEqualTo(25 * MS);
    }

    private Packet due(int flow, long deadlinePs) {
        Packet packet = source.bare(flow, 1);
        packet.deadlinePs = deadlinePs;
        return packet;
    }

    private static PacketScheduler jitterEdd(long linkDelayPs, long delayPs) {
        return SchedulerSetup.of(JitterEddScheduler.SPEC, Map.of("linkDelay", linkDelayPs, "defaultDelay", delayPs))
                .create(Ports.port(LINE));
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }
}
