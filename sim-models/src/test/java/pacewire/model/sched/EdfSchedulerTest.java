package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EdfSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long S = SimTime.SECOND;
    /** 1 byte a millisecond. */
    private static final DataRate LINE = new DataRate(8_000);

    private final PacketSource source = new PacketSource();

    @Test
    void servesTheEarliestNamedDeadlineFirst() {
        PacketScheduler scheduler = edf(Map.of());
        offer(scheduler, named(0, 30 * MS), 0);
        offer(scheduler, named(1, 10 * MS), 0);
        offer(scheduler, source.bare(2, 10), 0);
        offer(scheduler, named(3, 20 * MS), 0);

        assertThat(flows(scheduler)).containsExactly(1, 3, 0, 2);
    }

    @Test
    void equalDeadlinesAndPacketsWithoutOneLeaveInOrderOfArrival() {
        PacketScheduler scheduler = edf(Map.of());
        for (int flow : List.of(5, 1, 4)) {
            offer(scheduler, source.bare(flow, 10), 0);
        }
        for (int flow : List.of(3, 0, 2)) {
            offer(scheduler, named(flow, 10 * MS), 0);
        }

        assertThat(flows(scheduler)).containsExactly(3, 0, 2, 5, 1, 4);
    }

    @Test
    void computesDeadlinesFromArrivalAndTheFlowsDelay() {
        PacketScheduler scheduler = edf(Map.of("defaultDelay", 50 * MS));
        scheduler.openFlow(0, delay(30 * MS), null, 0);
        scheduler.openFlow(1, delay(10 * MS), null, 0);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(1, 10), 21 * MS);
        offer(scheduler, source.bare(2, 10), 21 * MS);

        Packet first = Objects.requireNonNull(scheduler.dequeue(21 * MS));
        Packet second = Objects.requireNonNull(scheduler.dequeue(21 * MS));
        Packet third = Objects.requireNonNull(scheduler.dequeue(21 * MS));
        assertThat(List.of(first.deadlinePs, second.deadlinePs, third.deadlinePs))
                .containsExactly(30 * MS, 31 * MS, 71 * MS);
        assertThat(List.of(first.flow, second.flow, third.flow)).containsExactly(0, 1, 2);
    }

    @Test
    void aSourceThatSendsTooMuchTakesFromItself() {
        // Flow 0 may send 10 bytes every 100 ms (100 B/s) and sends five packets at once: expected at 0, 100, ... 400
        // ms.
        PacketScheduler scheduler = edf(Map.of());
        TrafficEnvelope envelope = TrafficEnvelope.paced(10, new DataRate(800));
        assertThat(scheduler.openFlow(0, delay(50 * MS), envelope, 0)).isEqualTo(Admission.ADMITTED);
        assertThat(scheduler.openFlow(1, delay(60 * MS), envelope, 0)).isEqualTo(Admission.ADMITTED);
        for (int packet = 0; packet < 5; packet++) {
            offer(scheduler, source.bare(0, 10), 0);
        }
        offer(scheduler, source.bare(1, 10), 20 * MS);

        List<Long> deadlines = new ArrayList<>();
        List<Integer> flows = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(20 * MS); packet != null; packet = scheduler.dequeue(20 * MS)) {
            flows.add(packet.flow);
            deadlines.add(packet.deadlinePs / MS);
        }
        // By actual arrivals, flow 1 with deadline 80 would be behind all five with deadline 50.
        assertThat(flows).containsExactly(0, 1, 0, 0, 0, 0);
        assertThat(deadlines).containsExactly(50L, 80L, 150L, 250L, 350L, 450L);
    }

    @Test
    void aBurstWithinTheEnvelopeIsExpectedWhenItComes() {
        PacketScheduler scheduler = edf(Map.of());
        TrafficEnvelope envelope = new TrafficEnvelope(10, DataRate.parse("1 Gbps"), 30, new DataRate(800));
        assertThat(scheduler.openFlow(0, delay(100 * MS), envelope, 0)).isEqualTo(Admission.ADMITTED);
        for (int packet = 0; packet < 4; packet++) {
            offer(scheduler, source.bare(0, 10), 0);
        }

        // At 1 Gbps the peak bucket lets 10 bytes go every 80 ns; the fourth packet is beyond the burst of 30.
        List<Long> deadlines = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(0); packet != null; packet = scheduler.dequeue(0)) {
            deadlines.add(packet.deadlinePs);
        }
        long peak = 80 * SimTime.NANOSECOND;
        assertThat(deadlines).containsExactly(100 * MS, 100 * MS + peak, 100 * MS + 2 * peak, 200 * MS);
    }

    @Test
    void aNewDelayNeverMakesAFlowOvertakeItself() {
        PacketScheduler scheduler = edf(Map.of("deadlines", 1L));
        scheduler.openFlow(0, delay(100 * MS), null, 0);
        Packet first = source.bare(0, 10);
        Packet second = source.bare(0, 10);
        offer(scheduler, first, 0);
        scheduler.changeFlow(0, delay(10 * MS), null, 0);
        offer(scheduler, second, 0);

        assertThat(scheduler.dequeue(0)).isSameAs(first);
        assertThat(scheduler.dequeue(0)).isSameAs(second);
        assertThat(second.deadlinePs).isEqualTo(100 * MS);
        // Once it is empty the new delay counts.
        Packet third = source.bare(0, 10);
        offer(scheduler, third, MS);
        assertThat(third.deadlinePs).isEqualTo(11 * MS);
    }

    @Test
    void namedDeadlinesCanBeIgnored() {
        PacketScheduler scheduler = edf(Map.of("deadlines", 1L, "defaultDelay", 20 * MS));
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, named(1, MS), 5 * MS);

        assertThat(flows(scheduler)).containsExactly(0, 1);
    }

    @Test
    void admitsExactlyWhatItCanKeep() {
        // Two flows of the textbook test: bursts 1 and 2 (packets of 1), rates 0.3 on a line of 1, in units of 1000
        // bytes
        // and seconds. With a deadline of 8 for the second, the first can have 2 and not less: its own packet and one
        // of the other's in the way.
        assertThat(admitted(2 * S)).isTrue();
        assertThat(admitted(2 * S - 1)).isFalse();
    }

    private static boolean admitted(long firstDelayPs) {
        PacketScheduler scheduler = edfOnLineOf1000BytesPerSecond();
        DataRate rate = new DataRate(2_400);
        TrafficEnvelope second = new TrafficEnvelope(1000, DataRate.parse("1 Gbps"), 2000, rate);
        assertThat(scheduler.openFlow(1, delay(8 * S), second, 0).isAdmitted()).isTrue();
        return scheduler
                .openFlow(0, delay(firstDelayPs), TrafficEnvelope.paced(1000, rate), 0)
                .isAdmitted();
    }

    @Test
    void aRefusedChangeLeavesThePromise() {
        PacketScheduler scheduler = edfOnLineOf1000BytesPerSecond();
        TrafficEnvelope envelope = TrafficEnvelope.paced(1000, new DataRate(2_400));
        scheduler.openFlow(0, delay(4 * S), envelope, 0);

        assertThat(scheduler.changeFlow(0, delay(S), envelope, 0).isAdmitted()).isFalse();

        Packet packet = source.bare(0, 1000);
        offer(scheduler, packet, 0);
        assertThat(packet.deadlinePs).isEqualTo(4 * S);
        scheduler.dequeue(0);
        scheduler.closeFlow(0, 0);
        // Everything was given back: a promise that needs the whole line fits again.
        TrafficEnvelope whole = TrafficEnvelope.paced(1000, LINE);
        assertThat(scheduler.openFlow(1, delay(2 * S), whole, 0)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void aClosedFlowKeepsItsPromiseUntilItsLastPacketHasLeft() {
        PacketScheduler scheduler = edfOnLineOf1000BytesPerSecond();
        TrafficEnvelope whole = TrafficEnvelope.paced(1000, LINE);
        scheduler.openFlow(0, delay(2 * S), whole, 0);
        offer(scheduler, source.bare(0, 1000), 0);
        scheduler.closeFlow(0, 0);

        assertThat(scheduler.openFlow(1, delay(2 * S), whole, 0).isAdmitted()).isFalse();
        scheduler.dequeue(0);
        assertThat(scheduler.openFlow(1, delay(2 * S), whole, 0).isAdmitted()).isTrue();
    }

    @Test
    void aFlowIsOpenedOnceAndWithoutPackets() {
        PacketScheduler scheduler = edf(Map.of());
        scheduler.openFlow(0, FlowMetrics.BEST_EFFORT, null, 0);
        offer(scheduler, source.bare(1, 10), 0);

        assertThatThrownBy(() -> scheduler.openFlow(0, FlowMetrics.BEST_EFFORT, null, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flow 0 is open already");
        assertThatThrownBy(() -> scheduler.openFlow(1, FlowMetrics.BEST_EFFORT, null, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("flow 1 holds packets");
    }

    @Test
    void dropsArrivalsAtTheLimitAndAllOnReset() {
        PacketScheduler scheduler = edf(Map.of("limit", 2L));
        scheduler.openFlow(0, delay(MS), null, 0);
        offer(scheduler, source.bare(0, 10), 0);
        offer(scheduler, source.bare(1, 10), 0);
        assertThat(scheduler.enqueue(source.bare(2, 10), 0)).isEqualTo(DropReason.QUEUE_FULL);

        List<DropReason> reasons = new ArrayList<>();
        scheduler.reset((packet, reason, now) -> reasons.add(reason), 0);

        assertThat(reasons).containsExactly(DropReason.RESET, DropReason.RESET);
        assertThat(scheduler.openFlow(0, delay(MS), null, 0)).isEqualTo(Admission.ADMITTED);
    }

    private Packet named(int flow, long deadlinePs) {
        Packet packet = source.bare(flow, 10);
        packet.deadlinePs = deadlinePs;
        return packet;
    }

    private static FlowMetrics delay(long maxDelayPs) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, maxDelayPs, 0, 1);
    }

    private static PacketScheduler edf(Map<String, Long> parameters) {
        return SchedulerSetup.of(EdfScheduler.SPEC, parameters)
                .create(new SchedulerEnvironment(LINE, 0, 0, 10, Ports.NO_DROPS, "port", new RandomStreams(1)));
    }

    /** Packets of 1000 bytes, which take a second. */
    private static PacketScheduler edfOnLineOf1000BytesPerSecond() {
        return SchedulerSetup.defaults(EdfScheduler.SPEC)
                .create(new SchedulerEnvironment(LINE, 0, 0, 1000, Ports.NO_DROPS, "port", new RandomStreams(1)));
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private static List<Integer> flows(PacketScheduler scheduler) {
        List<Integer> flows = new ArrayList<>();
        for (@Nullable Packet packet = scheduler.dequeue(0); packet != null; packet = scheduler.dequeue(0)) {
            flows.add(packet.flow);
        }
        return flows;
    }
}
