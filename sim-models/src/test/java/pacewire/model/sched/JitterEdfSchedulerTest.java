package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pacewire.model.sched.PacketSource.PAYLOAD;

/** Packets of 1500 bytes on a line of 1 Gbps: 12 us each. */
class JitterEdfSchedulerTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;
    private static final DataRate RATE = DataRate.parse("5 Mbps");

    private final PacketSource source = new PacketSource();

    @Test
    void aStrictPacketLeavesAtItsIdealInstantAndNotOnePicosecondBefore() {
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        openStrict(scheduler, 1, 2 * MS, 0);
        scheduler.enqueue(source.ideal(1, 300 * US, PAYLOAD), 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(300 * US);
        assertThat(scheduler.dequeue(300 * US - 1)).isNull();
        assertThat(scheduler.dequeue(300 * US)).isNotNull();
        assertThat(scheduler.readyAtPs(300 * US)).isEqualTo(PacketScheduler.NEVER);
    }

    @Test
    void thePacketIsToldItsEligibleTimeAndItsDeadline() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        Packet packet = source.ideal(1, 300 * US, PAYLOAD);

        scheduler.enqueue(packet, 0);

        assertThat(packet.eligiblePs).isEqualTo(300 * US);
        assertThat(packet.deadlinePs).isEqualTo(2300 * US);
    }

    @Test
    void theToleranceIsMaxJitterElseMaxDelayElseTheDefault() {
        JitterEdfScheduler scheduler = scheduler(Map.of("defaultTolerance", 7 * MS));
        open(scheduler, 1, new FlowMetrics(RATE, RATE, 2 * MS, 3 * MS, 0, 1));
        open(scheduler, 2, new FlowMetrics(RATE, RATE, FlowMetrics.NONE, 3 * MS, 0, 1));
        open(scheduler, 3, new FlowMetrics(RATE, RATE, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1));

        assertThat(List.of(deadlineOf(scheduler, 1), deadlineOf(scheduler, 2), deadlineOf(scheduler, 3)))
                .containsExactly(2 * MS, 3 * MS, 7 * MS);
    }

    @Test
    void aRecordedVideoWithAnEnvelopeButNoRateIsStrict() {
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        TrafficEnvelope video = new TrafficEnvelope(1500, DataRate.parse("20 Mbps"), 60_000, RATE);
        FlowMetrics metrics = new FlowMetrics(null, null, 2 * MS, FlowMetrics.NONE, 0, 1);

        assertThat(scheduler.openFlow(1, metrics, video, 0).isAdmitted()).isTrue();
        scheduler.enqueue(source.ideal(1, 300 * US, PAYLOAD), 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(300 * US);
    }

    @Test
    void wakeUpsAreSharedWithinTheShareOfTheTolerance() {
        // A quarter of 2 ms: the gate opens 500 us after flow 1's packet is eligible; flow 2's goes along; flow 3's is
        // not
        // eligible yet and waits for its own gate at 600 us + 500 us.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        openStrict(scheduler, 2, 2 * MS, 0);
        openStrict(scheduler, 3, 2 * MS, 0);

        assertThat(served(scheduler, strictAt(1, 0), strictAt(2, 300 * US), strictAt(3, 600 * US)))
                .containsExactly("500 us: flow 1", "512 us: flow 2", "1.1 ms: flow 3");
    }

    @Test
    void theGateStaysOpenAsLongAsOneIsEligible() {
        // Flow 3's packet becomes eligible at 505 us, while flow 2's is being sent.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        openStrict(scheduler, 2, 2 * MS, 0);
        openStrict(scheduler, 3, 2 * MS, 0);

        assertThat(served(scheduler, strictAt(1, 0), strictAt(2, 100 * US), strictAt(3, 505 * US)))
                .containsExactly("500 us: flow 1", "512 us: flow 2", "524 us: flow 3");
    }

    @Test
    void theGateOpensForTheLeastTolerant() {
        // Flow 2 is eligible later but tolerates 400 us: its gate opens at 200 us + 100 us.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        openStrict(scheduler, 2, 400 * US, 0);

        assertThat(served(scheduler, strictAt(1, 0), strictAt(2, 200 * US)))
                .containsExactly("300 us: flow 2", "312 us: flow 1");
    }

    @Test
    void theGateClosesWithoutFurtherAsking() {
        // The last eligible packet leaves at 500 us. The next, eligible at 501 us, waits for its own gate.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        scheduler.enqueue(source.ideal(1, 0, PAYLOAD), 0);
        scheduler.enqueue(source.ideal(1, 501 * US, PAYLOAD), 0);

        assertThat(scheduler.dequeue(500 * US)).isNotNull();

        assertThat(scheduler.readyAtPs(600 * US)).isEqualTo(1001 * US);
    }

    @Test
    void theNextPacketOfAFlowGoesAlongWhenItIsEligibleToo() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);

        assertThat(served(scheduler, strictAt(1, 0), strictAt(1, 400 * US), strictAt(1, 520 * US)))
                .containsExactly("500 us: flow 1", "512 us: flow 1", "1.02 ms: flow 1");
    }

    @Test
    void ofTheEligibleTheEarliestDeadlineGoesFirst() {
        // At 2 ms all are eligible; their deadlines are 3 ms, 2.5 ms and 2.2 ms.
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        openStrict(scheduler, 1, 3 * MS, 0);
        openStrict(scheduler, 2, 2 * MS, 0);
        openStrict(scheduler, 3, MS, 0);
        scheduler.enqueue(source.ideal(1, 0, PAYLOAD), 0);
        scheduler.enqueue(source.ideal(2, 500 * US, PAYLOAD), 0);
        scheduler.enqueue(source.ideal(3, 1200 * US, PAYLOAD), 0);

        assertThat(flowsLeaving(scheduler, 2 * MS)).containsExactly(3, 2, 1);
    }

    @Test
    void ofEqualDeadlinesThatOfHigherPriorityGoesFirstThenTheFirstThatCame() {
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        openStrict(scheduler, 1, 2 * MS, 3);
        openStrict(scheduler, 2, 2 * MS, 7);
        openStrict(scheduler, 3, 2 * MS, 3);
        openStrict(scheduler, 4, 2 * MS, 7);
        for (int flow : new int[] {3, 4, 1, 2}) {
            scheduler.enqueue(source.ideal(flow, MS, PAYLOAD), 0);
        }

        assertThat(flowsLeaving(scheduler, MS)).containsExactly(4, 2, 3, 1);
    }

    @Test
    void aPlainPacketWakesTheSenderAndEligibleOnesGoAheadOfIt() {
        // Flow 1 could wait until 500 us; the plain packet of 100 us wakes the sender anyway. Flow 2 is not eligible.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        openStrict(scheduler, 2, 2 * MS, 0);

        assertThat(served(
                        scheduler,
                        strictAt(1, 0),
                        strictAt(2, 400 * US),
                        new SimulatedLine.Arrival(100 * US, source.plain(9, PAYLOAD))))
                .containsExactly("100 us: flow 1", "112 us: flow 9", "900 us: flow 2");
    }

    @Test
    void aPacketThatComesLateIsOrderedFromItsArrivalAndKeepsItsOwnDeadline() {
        // Flow 1 comes 5 ms late: counted from then it may wait until 6 ms, behind flow 2 (4.9 ms + 1 ms).
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        openStrict(scheduler, 1, MS, 0);
        openStrict(scheduler, 2, MS, 0);
        Packet late = source.ideal(1, 0, PAYLOAD);
        scheduler.enqueue(source.ideal(2, 4900 * US, PAYLOAD), 0);
        scheduler.enqueue(late, 5 * MS);

        assertThat(late.deadlinePs).isEqualTo(MS);
        assertThat(flowsLeaving(scheduler, 5 * MS)).containsExactly(2, 1);
    }

    @Test
    void aPacketThatComesAfterItsGateWaitsForNobody() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);

        scheduler.enqueue(source.ideal(1, 0, PAYLOAD), 700 * US);

        assertThat(scheduler.readyAtPs(700 * US)).isEqualTo(700 * US);
    }

    @Test
    void aClosingFlowKeepsItsScheduleAndItsCapacityUntilItsLastPacketHasLeft() {
        DataRate most = DataRate.parse("600 Mbps");
        FlowMetrics metrics = new FlowMetrics(most, most, 2 * MS, FlowMetrics.NONE, 0, 1);
        TrafficEnvelope envelope = TrafficEnvelope.paced(1500, most);
        JitterEdfScheduler scheduler = scheduler(Map.of("wakeupShare", 0L));
        assertThat(scheduler.openFlow(1, metrics, envelope, 0).isAdmitted()).isTrue();
        scheduler.enqueue(source.ideal(1, 300 * US, PAYLOAD), 0);

        scheduler.closeFlow(1, 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(300 * US);
        assertThat(scheduler.openFlow(2, metrics, envelope, 0).isAdmitted()).isFalse();
        assertThat(scheduler.dequeue(300 * US)).isNotNull();
        assertThat(scheduler.openFlow(2, metrics, envelope, 300 * US).isAdmitted())
                .isTrue();
    }

    @Test
    void anEmptyFlowIsForgottenWhenItIsClosed() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);

        scheduler.closeFlow(1, 0);
        scheduler.closeFlow(1, 0);
        scheduler.closeFlow(99, 0);

        assertThat(scheduler.flowCount()).isZero();
        assertThat(scheduler.guaranteedFlowCount()).isZero();
    }

    @Test
    void aRefusedFlowLeavesNothingBehindAndMayBePlain() {
        JitterEdfScheduler scheduler = scheduler(Map.of("limit", 0L));
        FlowMetrics metrics = new FlowMetrics(RATE, RATE, 2 * MS, FlowMetrics.NONE, 0, 1);

        Admission answer = scheduler.openFlow(1, metrics, TrafficEnvelope.paced(1500, RATE), 0);

        assertThat(answer.isAdmitted()).isFalse();
        assertThat(scheduler.flowCount()).isZero();
        scheduler.enqueue(source.plain(1, PAYLOAD), 0);
        assertThat(scheduler.dequeue(0)).isNotNull();
    }

    @Test
    void plainFlowsLeaveNothingBehind() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        for (int flow = 0; flow < 10_000; flow++) {
            scheduler.enqueue(source.plain(flow, PAYLOAD), flow);
            assertThat(scheduler.dequeue(flow)).isNotNull();
        }

        assertThat(scheduler.flowCount()).isZero();
    }

    @Test
    void plainFlowsAreForgottenAlsoWhileAnotherIsAlwaysBacklogged() {
        // Between two packets of the backlogged flow the others get one each at most: two rounds are remembered.
        JitterEdfScheduler scheduler = scheduler(Map.of());
        int most = 0;
        for (int flow = 1; flow < 10_000; flow++) {
            scheduler.enqueue(source.plain(0, PAYLOAD), flow);
            scheduler.enqueue(source.plain(flow, PAYLOAD), flow);
            source.release(Objects.requireNonNull(scheduler.dequeue(flow)));
            source.release(Objects.requireNonNull(scheduler.dequeue(flow)));
            most = Math.max(most, scheduler.flowCount());
        }

        assertThat(most).isLessThanOrEqualTo(4);
    }

    @Test
    void atTheLimitPlainPacketsAreDroppedAndThoseOfOpenFlowsAreTaken() {
        JitterEdfScheduler scheduler = scheduler(Map.of("maxPackets", 2L));
        openStrict(scheduler, 1, 2 * MS, 0);
        scheduler.enqueue(source.plain(9, PAYLOAD), 0);
        scheduler.enqueue(source.plain(9, PAYLOAD), 0);

        assertThat(scheduler.enqueue(source.plain(9, PAYLOAD), 0)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(scheduler.enqueue(source.plain(10, PAYLOAD), 0)).isEqualTo(DropReason.QUEUE_FULL);
        scheduler.enqueue(source.ideal(1, 0, PAYLOAD), 0);

        assertThat(scheduler.packetCount()).isEqualTo(3);
        // 1434 bytes of payload and 28 of headers.
        assertThat(scheduler.byteCount()).isEqualTo(3 * 1462);
    }

    @Test
    void aStrictFlowNeedsIdealInstants() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);

        assertThatThrownBy(() -> scheduler.enqueue(source.plain(1, PAYLOAD), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no ideal instant");
        assertThat(scheduler.packetCount()).isZero();
    }

    @Test
    void aFlowIsOpenedOnce() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, 2 * MS, 0);
        scheduler.enqueue(source.plain(2, PAYLOAD), 0);

        assertThatThrownBy(() -> openStrict(scheduler, 1, 2 * MS, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flow 1 is open already");
        assertThatThrownBy(() -> openStrict(scheduler, 2, 2 * MS, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flow 2 holds packets");
    }

    @Test
    void metricsThatContradictThemselvesAreAnError() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        DataRate more = DataRate.parse("6 Mbps");
        FlowMetrics reversed = new FlowMetrics(more, RATE, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
        FlowMetrics guaranteed = new FlowMetrics(RATE, more, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);

        assertThatThrownBy(() -> scheduler.openFlow(1, reversed, TrafficEnvelope.paced(1500, RATE), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minRate 6 Mbps is above maxRate 5 Mbps");
        assertThatThrownBy(() -> scheduler.openFlow(1, guaranteed, null, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a guaranteed rate needs an envelope");
    }

    @Test
    void theLongestTolerancesStayWithinTime() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        openStrict(scheduler, 1, FlowMetrics.NONE - 1, 0);
        long late = SimTime.NEVER - MS;
        scheduler.enqueue(source.ideal(1, late, PAYLOAD), 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(SimTime.NEVER);
        assertThat(scheduler.dequeue(late)).isNull();
    }

    /** Five flows due at 1, 2, ... 5 ms with 1 ms of tolerance: what waits leaves in that order, and no sixth is known. */
    @Test
    void tellsWhoseTurnComesInAFewPackets() {
        JitterEdfScheduler scheduler = scheduler(Map.of());
        Packet[] packets = new Packet[5];
        for (int flow = 0; flow < 5; flow++) {
            openStrict(scheduler, flow, MS, 0);
            packets[flow] = source.ideal(flow, (flow + 1) * MS, PAYLOAD);
            scheduler.enqueue(packets[flow], 0);
        }

        assertThat(scheduler.packetAhead(0)).isSameAs(packets[0]);
        assertThat(scheduler.packetAhead(3)).isSameAs(packets[3]);
        assertThat(scheduler.packetAhead(5)).isNull();
        // At 1.25 ms the first uses up its share of the tolerance, and leaves alone: the others are not due.
        assertThat(scheduler.dequeue(MS + MS / 4)).isSameAs(packets[0]);
        assertThat(scheduler.packetAhead(0)).isSameAs(packets[1]);
    }

    private static JitterEdfScheduler scheduler(Map<String, Long> parameters) {
        return new JitterEdfScheduler(
                SchedulerSetup.of(JitterEdfScheduler.SPEC, parameters),
                Ports.host(DataRate.parse("1 Gbps"), 0, 0, 1500));
    }

    private static void openStrict(JitterEdfScheduler scheduler, int flow, long maxJitterPs, int priority) {
        open(scheduler, flow, new FlowMetrics(RATE, RATE, maxJitterPs, FlowMetrics.NONE, priority, 1));
    }

    private static void open(JitterEdfScheduler scheduler, int flow, FlowMetrics metrics) {
        assertThat(scheduler.openFlow(flow, metrics, TrafficEnvelope.paced(1500, RATE), 0))
                .isEqualTo(Admission.ADMITTED);
    }

    private long deadlineOf(JitterEdfScheduler scheduler, int flow) {
        Packet packet = source.ideal(flow, 0, PAYLOAD);
        scheduler.enqueue(packet, 0);
        return packet.deadlinePs;
    }

    /** A strict packet handed to the scheduler at 0, ahead of its ideal instant. */
    private SimulatedLine.Arrival strictAt(int flow, long idealPs) {
        return new SimulatedLine.Arrival(0, source.ideal(flow, idealPs, PAYLOAD));
    }

    private static List<String> served(JitterEdfScheduler scheduler, SimulatedLine.Arrival... arrivals) {
        return SimulatedLine.serve(scheduler, List.of(arrivals), packet -> 12 * US, () -> 0).stream()
                .map(served -> SimTime.format(served.startPs()) + ": flow " + served.packet().flow)
                .toList();
    }

    private static List<Integer> flowsLeaving(JitterEdfScheduler scheduler, long nowPs) {
        List<Integer> flows = new ArrayList<>();
        for (@Nullable Packet packet = scheduler.dequeue(nowPs); packet != null; packet = scheduler.dequeue(nowPs)) {
            flows.add(packet.flow);
        }
        return flows;
    }

    @Test
    void theParametersAreDeclaredWithTheirDefaults() {
        assertThat(SchedulerSetup.defaults(JitterEdfScheduler.SPEC).parameters().asMap())
                .containsExactly(
                        Map.entry("wakeupShare", Quantity.WHOLE / 4),
                        Map.entry("limit", Quantity.WHOLE / 100 * 95),
                        Map.entry("defaultTolerance", 10 * MS),
                        Map.entry("elasticTolerance", MS),
                        Map.entry("maxPackets", 100_000L));
    }
}
