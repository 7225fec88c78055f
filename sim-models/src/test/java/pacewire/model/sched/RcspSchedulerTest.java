package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RcspSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final DataRate LINE = new DataRate(8_000);

    /** 10 bytes every 20 ms at the peak, and every 50 ms on average. */
    private static final TrafficEnvelope ENVELOPE =
            new TrafficEnvelope(10, new DataRate(4_000), 20, new DataRate(1_600));

    private final PacketSource source = new PacketSource();

    @Test
    void theRateRegulatorKeepsPeakAndAverage() {
        PacketScheduler scheduler = rcsp(Map.of("averagingInterval", 100 * MS), 500);
        open(scheduler, 0, 500 * MS);

        // Xmin 20 ms, and 2 packets in any 100 ms.
        assertThat(eligibleTimes(scheduler, 0, 5)).containsExactly(0L, 20L, 100L, 120L, 200L);
    }

    @Test
    void theRegulatorAsPrintedLetsOnePacketFewerIntoAnInterval() {
        PacketScheduler scheduler = rcsp(Map.of("averagingInterval", 150 * MS, "averaging", 1L), 500);
        open(scheduler, 0, 500 * MS);

        // 3 packets on average, so ET(k-2) + 150 ms.
        assertThat(eligibleTimes(scheduler, 0, 5)).containsExactly(0L, 20L, 150L, 170L, 300L);
    }

    @Test
    void theRateRegulatorLeavesAConformingFlowAlone() {
        PacketScheduler scheduler = rcsp(Map.of("averagingInterval", 100 * MS), 500);
        open(scheduler, 0, 500 * MS);
        for (int number = 0; number < 10; number++) {
            Packet packet = source.bare(0, 10);
            offer(scheduler, packet, number * 50L * MS);
            assertThat(packet.eligiblePs).isEqualTo(number * 50L * MS);
            assertThat(scheduler.dequeue(number * 50L * MS)).isSameAs(packet);
        }
    }

    @Test
    void theDelayRegulatorRestoresTheTimingAtTheHopBefore() {
        PacketScheduler scheduler = rcsp(Map.of("regulator", 1L, "linkDelay", 5 * MS), 500);
        open(scheduler, 0, 500 * MS);
        Packet early = source.bare(0, 10);
        early.deadlinePs = 40 * MS;
        offer(scheduler, early, 12 * MS);
        Packet late = source.bare(0, 10);
        late.deadlinePs = 45 * MS;
        offer(scheduler, late, 60 * MS);

        assertThat(early.eligiblePs).isEqualTo(45 * MS);
        assertThat(early.deadlinePs).isEqualTo(545 * MS);
        assertThat(late.eligiblePs).isEqualTo(60 * MS);
    }

    @Test
    void theFasterLevelGoesFirstAndWhoAsksForNothingLast() {
        PacketScheduler scheduler = rcsp(Map.of(), 100, 500);
        TrafficEnvelope slow = TrafficEnvelope.paced(10, new DataRate(1_600));
        assertThat(scheduler.openFlow(0, delay(500 * MS), slow, 0)).isEqualTo(Admission.ADMITTED);
        // 499 ms is not enough for the second level.
        assertThat(scheduler.openFlow(1, delay(499 * MS), slow, 0)).isEqualTo(Admission.ADMITTED);
        offer(scheduler, source.bare(2, 10), 0);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(1, 10), 0);

        assertThat(List.of(flow(scheduler), flow(scheduler), flow(scheduler))).containsExactly(1, 0, 2);
    }

    @Test
    void aPacketThatIsNotEligibleHoldsNobodyUp() {
        PacketScheduler scheduler = rcsp(Map.of(), 100, 500);
        open(scheduler, 0, 100 * MS);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(1, 10), 0);

        assertThat(flow(scheduler)).isEqualTo(0);
        assertThat(flow(scheduler)).isEqualTo(1);
        assertThat(scheduler.readyAtPs(0)).isEqualTo(20 * MS);
        assertThat(scheduler.dequeue(20 * MS - 1)).isNull();
        assertThat(scheduler.dequeue(20 * MS)).isNotNull();
    }

    @Test
    void admitsByThePapersTest() {
        // Level 0 has 100 ms: a flow may bring ceil(100/20) = 5 packets of 10 ms, and one of 10 ms is in the way: 60 of
        // 100 ms. A second one would need 110.
        PacketScheduler scheduler = rcsp(Map.of(), 100, 500);
        assertThat(open(scheduler, 0, 100 * MS)).isEqualTo(Admission.ADMITTED);
        assertThat(open(scheduler, 1, 100 * MS).reason())
                .isEqualTo("with this transfer 110 ms of packets could be due within the 100 ms of level 0");
        // Level 1: 25 packets of each of them, 250 + 250 + 10 of 500 ms do not fit. A slower one, 10 bytes every 50 ms,
        // does.
        assertThat(open(scheduler, 1, 500 * MS).isAdmitted()).isFalse();
        TrafficEnvelope slow = TrafficEnvelope.paced(10, new DataRate(1_600));
        assertThat(scheduler.openFlow(1, delay(500 * MS), slow, 0)).isEqualTo(Admission.ADMITTED);
        // What is closed is free again.
        scheduler.closeFlow(1, 0);
        scheduler.closeFlow(0, 0);
        assertThat(open(scheduler, 2, 100 * MS)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void refusesWhatNoLevelPromises() {
        PacketScheduler scheduler = rcsp(Map.of(), 100, 500);

        assertThat(open(scheduler, 0, 99 * MS).reason()).isEqualTo("no level promises 99 ms; the first one has 100 ms");
        assertThat(scheduler.openFlow(0, delay(100 * MS), null, 0).reason())
                .isEqualTo("a delay is promised to a flow with an envelope only, to which it is held");
        assertThat(scheduler.openFlow(0, FlowMetrics.BEST_EFFORT, null, 0)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void aChangeOfLevelNeverMakesAFlowOvertakeItself() {
        PacketScheduler scheduler = rcsp(Map.of("averagingInterval", 100 * MS), 100, 500);
        open(scheduler, 0, 500 * MS);
        Packet first = source.bare(0, 10);
        Packet second = source.bare(0, 10);
        offer(scheduler, first, 0);
        assertThat(scheduler.changeFlow(0, delay(100 * MS), ENVELOPE, 0)).isEqualTo(Admission.ADMITTED);
        offer(scheduler, second, 0);

        assertThat(scheduler.dequeue(20 * MS)).isSameAs(first);
        assertThat(scheduler.dequeue(20 * MS)).isSameAs(second);
        Packet third = source.bare(0, 10);
        offer(scheduler, third, 200 * MS);
        assertThat(third.deadlinePs).isEqualTo(300 * MS);
    }

    @Test
    void refusesLevelsWhoseDelaysDoNotAscend() {
        assertThatThrownBy(() -> rcsp(Map.of(), 100, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rcsp: the delays of levels must ascend: 100 ms, 100 ms");
    }

    @Test
    void limitsPacketsAndForgetsAllOnReset() {
        PacketScheduler scheduler = rcsp(Map.of("limit", 2L), 100);
        open(scheduler, 0, 100 * MS);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(0, 10), 0);
        assertThat(scheduler.enqueue(source.bare(0, 10), 0)).isEqualTo(DropReason.QUEUE_FULL);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), 0);

        assertThat(reasons).containsExactly(DropReason.RESET, DropReason.RESET);
        assertThat(open(scheduler, 1, 100 * MS)).isEqualTo(Admission.ADMITTED);
    }

    private List<Long> eligibleTimes(PacketScheduler scheduler, int flow, int packets) {
        List<Long> times = new ArrayList<>();
        for (int number = 0; number < packets; number++) {
            Packet packet = source.bare(flow, 10);
            offer(scheduler, packet, 0);
            times.add(packet.eligiblePs / MS);
        }
        return times;
    }

    private static int flow(PacketScheduler scheduler) {
        return Objects.requireNonNull(scheduler.dequeue(0)).flow;
    }

    private static Admission open(PacketScheduler scheduler, int flow, long maxDelayPs) {
        return scheduler.openFlow(flow, delay(maxDelayPs), ENVELOPE, 0);
    }

    private static FlowMetrics delay(long maxDelayPs) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, maxDelayPs, 0, 1);
    }

    private static PacketScheduler rcsp(Map<String, Long> parameters, long... delaysMs) {
        List<ParameterValues> rows = new ArrayList<>();
        for (long delay : delaysMs) {
            rows.add(ParameterValues.of(RcspScheduler.SPEC.tables().get(0).columns(), Map.of("delay", delay * MS)));
        }
        return new SchedulerSetup(
                        RcspScheduler.SPEC,
                        ParameterValues.of(RcspScheduler.SPEC.parameters(), parameters),
                        Map.of("levels", rows))
                .create(new SchedulerEnvironment(LINE, 0, 0, 10, Ports.NO_DROPS, "port", new RandomStreams(1)));
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }
}
