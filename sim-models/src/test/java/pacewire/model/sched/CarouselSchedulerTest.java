package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/** Slots of 10 us; paced flows have 8 Mbps, at which a byte takes a microsecond. */
class CarouselSchedulerTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long DOWN = 1;
    private static final long DROP = 1;

    private final PacketPool pool = new PacketPool();

    @Test
    void packetsOfAPacedFlowLeaveAtItsRateRoundedUpToSlots() {
        PacketScheduler scheduler = carousel(Map.of());
        pace(scheduler, 1);
        // Instants of departure 0, 25 and 50 us: the second is in the slot of 20 to 30 us, which goes up to 30.
        offer(scheduler, 1, 25, 0);
        offer(scheduler, 1, 25, 0);
        offer(scheduler, 1, 25, 0);

        assertThat(departures(scheduler, 0)).containsExactly("1@0", "1@30", "1@50");
    }

    @Test
    void thePapersWheelRoundsDownAndIsEarly() {
        PacketScheduler scheduler = carousel(Map.of("rounding", DOWN));
        pace(scheduler, 1);
        offer(scheduler, 1, 25, 0);
        offer(scheduler, 1, 25, 0);

        assertThat(departures(scheduler, 0)).containsExactly("1@0", "1@20");
    }

    @Test
    void aFlowThatWasIdleSavedNothing() {
        PacketScheduler scheduler = carousel(Map.of());
        pace(scheduler, 1);
        offer(scheduler, 1, 20, 0);
        assertThat(departures(scheduler, 0)).containsExactly("1@0");

        // The line was free for a second; the two still keep 20 us.
        offer(scheduler, 1, 20, SimTime.SECOND);
        offer(scheduler, 1, 20, SimTime.SECOND);

        assertThat(departures(scheduler, SimTime.SECOND)).containsExactly("1@1000000", "1@1000020");
    }

    @Test
    void aSlotIsFirstInFirstOut() {
        PacketScheduler scheduler = carousel(Map.of());
        offerAt(scheduler, 3, 38 * US, 0);
        offerAt(scheduler, 1, 31 * US, 0);
        offerAt(scheduler, 2, 35 * US, 0);

        assertThat(departures(scheduler, 0)).containsExactly("3@40", "1@40", "2@40");
    }

    @Test
    void aPacketThatIsDueWaitsForNoSlot() {
        PacketScheduler scheduler = carousel(Map.of());
        offer(scheduler, 1, 10, 3 * US);

        assertThat(scheduler.readyAtPs(3 * US)).isEqualTo(3 * US);
    }

    @Test
    void aPacketThatIsDueDoesNotOvertakeItsFlow() {
        PacketScheduler scheduler = carousel(Map.of());
        offerAt(scheduler, 1, 12 * US, 0);
        // At 13 us the first waits for the slot of 20 us; the next is due at once, and goes behind it.
        offer(scheduler, 1, 10, 13 * US);

        assertThat(departures(scheduler, 13 * US)).containsExactly("1@20", "1@20");
    }

    @Test
    void aPacketBeyondTheHorizonLeavesInTheLastSlot() {
        // 100 us are ten slots: at 0 the last one is that of 90 us.
        PacketScheduler scheduler = carousel(Map.of("horizon", 100 * US));
        offerAt(scheduler, 1, 250 * US, 0);

        assertThat(departures(scheduler, 0)).containsExactly("1@90");
    }

    @Test
    void aPacketBeyondTheHorizonIsDroppedWhereThatIsWanted() {
        PacketScheduler scheduler = carousel(Map.of("horizon", 100 * US, "beyondHorizon", DROP));

        assertThat(tryOffer(scheduler, 1, 10, 90 * US + 1, 0)).isEqualTo(DropReason.TOO_FAR);
        assertThat(tryOffer(scheduler, 1, 10, 90 * US, 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    @Test
    void aWheelThatWasNotTurnedDoesNotMixItsTurns() {
        PacketScheduler scheduler = carousel(Map.of("horizon", 100 * US));
        offerAt(scheduler, 1, 50 * US, 0);
        // 155 us later: the slot of 150 us would stand where that of 50 us does. What is due goes behind it.
        offer(scheduler, 2, 10, 155 * US);
        offerAt(scheduler, 3, 240 * US, 155 * US);

        assertThat(departures(scheduler, 155 * US)).containsExactly("1@155", "2@155", "3@155");
    }

    @Test
    void flowsWithoutARateTakeTheUsualOne() {
        PacketScheduler scheduler = carousel(Map.of("rate", 8_000_000L));
        offer(scheduler, 1, 20, 0);
        offer(scheduler, 1, 20, 0);

        assertThat(departures(scheduler, 0)).containsExactly("1@0", "1@20");
    }

    @Test
    void aRateThatChangesCountsFromTheLastPacketOn() {
        PacketScheduler scheduler = carousel(Map.of());
        pace(scheduler, 1);
        offer(scheduler, 1, 20, 0);
        // The first is paid for at 20 us. At half the rate the next takes 40 us, so that the third leaves at 60.
        scheduler.changeFlow(1, metrics(DataRate.parse("4 Mbps")), null, 0);
        offer(scheduler, 1, 20, 0);
        offer(scheduler, 1, 20, 0);

        assertThat(departures(scheduler, 0)).containsExactly("1@0", "1@20", "1@60");
    }

    private static PacketScheduler carousel(Map<String, Long> parameters) {
        Map<String, Long> all = new java.util.HashMap<>(parameters);
        all.put("slot", 10 * US);
        return SchedulerSetup.of(CarouselScheduler.SPEC, all).create(Ports.port(DataRate.parse("10 Gbps")));
    }

    private static void pace(PacketScheduler scheduler, int flow) {
        scheduler.openFlow(flow, metrics(DataRate.parse("8 Mbps")), null, 0);
    }

    private static FlowMetrics metrics(DataRate maxRate) {
        return new FlowMetrics(null, maxRate, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
    }

    private void offer(PacketScheduler scheduler, int flow, int bytes, long nowPs) {
        assertThat(tryOffer(scheduler, flow, bytes, Packet.UNSCHEDULED, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private void offerAt(PacketScheduler scheduler, int flow, long eligiblePs, long nowPs) {
        assertThat(tryOffer(scheduler, flow, 10, eligiblePs, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private Verdict tryOffer(PacketScheduler scheduler, int flow, int bytes, long eligiblePs, long nowPs) {
        Packet packet = pool.take(nowPs);
        packet.protocol = Protocol.RAW;
        packet.flow = flow;
        packet.payloadBytes = bytes;
        packet.eligiblePs = eligiblePs;
        return scheduler.enqueue(packet, nowPs);
    }

    /** All that leave on a line that takes no time, as "flow@us". */
    private static List<String> departures(PacketScheduler scheduler, long fromPs) {
        List<String> log = new ArrayList<>();
        for (long now = scheduler.readyAtPs(fromPs); now != PacketScheduler.NEVER; now = scheduler.readyAtPs(now)) {
            Packet packet = Objects.requireNonNull(scheduler.dequeue(now));
            log.add(packet.flow + "@" + now / US);
        }
        return log;
    }
}
