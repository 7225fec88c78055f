package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.NamedInstant;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class EtfSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;

    private final PacketSource source = new PacketSource();
    private final List<String> drops = new ArrayList<>();

    @Test
    void leavesAtTheInstantNamedNotATickEarlier() {
        PacketScheduler scheduler = etf(Map.of());
        Packet packet = timed(0, 10 * MS);
        offer(scheduler, packet, 0);

        assertThat(scheduler.readyAtPs(0)).isEqualTo(10 * MS);
        assertThat(scheduler.dequeue(10 * MS - 1)).isNull();
        assertThat(scheduler.dequeue(10 * MS)).isSameAs(packet);
    }

    @Test
    void leavesDeltaBeforeTheInstant() {
        PacketScheduler scheduler = etf(Map.of("delta", 3 * MS));
        offer(scheduler, timed(0, 10 * MS), 0);

        assertThat(scheduler.dequeue(7 * MS - 1)).isNull();
        assertThat(scheduler.readyAtPs(7 * MS - 1)).isEqualTo(7 * MS);
        assertThat(scheduler.dequeue(7 * MS)).isNotNull();
    }

    @Test
    void theEarliestInstantGoesFirstAndEqualOnesInOrderOfArrival() {
        PacketScheduler scheduler = etf(Map.of());
        offer(scheduler, timed(0, 20 * MS), 0);
        offer(scheduler, timed(1, 10 * MS), 0);
        offer(scheduler, timed(2, 20 * MS), 0);
        offer(scheduler, timed(3, 10 * MS), 0);

        assertThat(flowsAt(scheduler, 10 * MS)).containsExactly(1, 3);
        assertThat(flowsAt(scheduler, 20 * MS)).containsExactly(0, 2);
    }

    @Test
    void dropsWhatComesAfterItsInstant() {
        PacketScheduler scheduler = etf(Map.of());

        assertThat(scheduler.enqueue(timed(0, 10 * MS - 1), 10 * MS)).isEqualTo(DropReason.TOO_LATE);
        // At the very instant it is in time.
        offer(scheduler, timed(0, 10 * MS), 10 * MS);
        assertThat(scheduler.readyAtPs(10 * MS)).isEqualTo(10 * MS);
    }

    @Test
    void dropsWhatShouldHaveLeftBeforeOneThatHas() {
        PacketScheduler scheduler = etf(Map.of("delta", 5 * MS));
        offer(scheduler, timed(0, 10 * MS), 0);
        scheduler.dequeue(5 * MS);

        assertThat(scheduler.enqueue(timed(1, 10 * MS - 1), 5 * MS)).isEqualTo(DropReason.TOO_LATE);
        assertThat(scheduler.enqueue(timed(1, 10 * MS), 5 * MS)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    @Test
    void dropsWhatIsStillThereAfterItsInstantAndGoesOn() {
        PacketScheduler scheduler = etf(Map.of());
        offer(scheduler, timed(0, 10 * MS), 0);
        offer(scheduler, timed(1, 11 * MS), 0);
        offer(scheduler, timed(2, 12 * MS), 0);

        // The line was busy with somebody else until 12 ms.
        assertThat(scheduler.readyAtPs(12 * MS)).isEqualTo(12 * MS);
        assertThat(flowsAt(scheduler, 12 * MS)).containsExactly(2);
        assertThat(drops).containsExactly("flow 0 tooLate", "flow 1 tooLate");
        assertThat(scheduler.packetCount()).isZero();
        assertThat(scheduler.byteCount()).isZero();
    }

    @Test
    void deadlineModeSendsAtOnceTheEarliestFirst() {
        PacketScheduler scheduler = etf(Map.of("mode", 1L));
        offer(scheduler, timed(0, 20 * MS), 0);
        offer(scheduler, timed(1, 10 * MS), 0);

        assertThat(flowsAt(scheduler, MS)).containsExactly(1, 0);
        // The last one that left was due at 20 ms: as in Linux, nothing due before that is taken any more.
        assertThat(scheduler.enqueue(timed(2, 19 * MS), 2 * MS)).isEqualTo(DropReason.TOO_LATE);
    }

    @Test
    void deadlineModeDropsWhatIsTooLateToo() {
        PacketScheduler scheduler = etf(Map.of("mode", 1L));
        offer(scheduler, timed(0, 10 * MS), 0);

        assertThat(scheduler.dequeue(10 * MS + 1)).isNull();
        assertThat(drops).containsExactly("flow 0 tooLate");
    }

    @Test
    void whatASocketMeansOtherwiseIsRefused() {
        PacketScheduler strict = etf(Map.of());
        PacketScheduler deadline = etf(Map.of("mode", 1L));

        assertThat(strict.enqueue(meant(NamedInstant.DEADLINE), 0)).isEqualTo(DropReason.OTHER_TIMING);
        assertThat(deadline.enqueue(meant(NamedInstant.DEPARTURE), 0)).isEqualTo(DropReason.OTHER_TIMING);
        assertThat(strict.enqueue(meant(NamedInstant.DEPARTURE), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(deadline.enqueue(meant(NamedInstant.DEADLINE), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(deadline.enqueue(meant(NamedInstant.UNSAID), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private Packet meant(byte meaning) {
        Packet packet = timed(0, 10 * MS);
        packet.namedInstant = meaning;
        return packet;
    }

    @Test
    void aPacketWithoutAnInstantIsDroppedOrTakesThePresentOne() {
        assertThat(etf(Map.of()).enqueue(source.bare(0, 1), 0)).isEqualTo(DropReason.TOO_LATE);

        PacketScheduler scheduler = etf(Map.of("unnamed", 1L));
        Packet packet = source.bare(0, 1);
        offer(scheduler, packet, 5 * MS);
        assertThat(scheduler.dequeue(5 * MS)).isSameAs(packet);
    }

    /** A segment of a connection beside timed datagrams: it must come through, or nobody could connect. */
    @Test
    void aPacketWithoutAnInstantIsNeverTooLate() {
        PacketScheduler scheduler = etf(Map.of("unnamed", 1L, "delta", MS));
        Packet ahead = timed(0, 10 * MS);
        Packet unnamed = source.bare(1, 1);
        offer(scheduler, ahead, 9 * MS);
        assertThat(scheduler.dequeue(9 * MS)).isSameAs(ahead);

        // The datagram that is due at 10 ms has left already; what comes at 9 ms goes behind it, and may wait.
        offer(scheduler, unnamed, 9 * MS);
        assertThat(scheduler.readyAtPs(9 * MS)).isEqualTo(9 * MS);
        assertThat(scheduler.dequeue(12 * MS)).isSameAs(unnamed);
        assertThat(drops).isEmpty();
    }

    @Test
    void limitsPacketsIfWantedAndForgetsAllOnReset() {
        PacketScheduler scheduler = etf(Map.of("limit", 1L, "delta", 10 * MS));
        offer(scheduler, timed(0, 10 * MS), 0);
        assertThat(scheduler.enqueue(timed(0, 10 * MS), 0)).isEqualTo(DropReason.QUEUE_FULL);
        scheduler.dequeue(0);
        offer(scheduler, timed(0, 10 * MS), 0);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), 0);

        assertThat(reasons).containsExactly(DropReason.RESET);
        // Nothing has left, so an earlier instant is taken.
        offer(scheduler, timed(0, 9 * MS), 0);
    }

    /** What the NIC is to hold: a strict instant; in deadline mode, or unnamed, there is nothing to wait for. */
    @Test
    void marksThePacketsThatTheNicIsToLaunch() {
        Packet strict = timed(0, 10 * MS);
        Packet deadline = timed(0, 10 * MS);
        Packet unnamed = source.bare(0, 1);

        offer(etf(Map.of()), strict, 0);
        offer(etf(Map.of("mode", 1L)), deadline, 0);
        offer(etf(Map.of("unnamed", 1L)), unnamed, 0);

        assertThat(List.of(strict.isLaunchTimed, deadline.isLaunchTimed, unnamed.isLaunchTimed))
                .containsExactly(true, false, false);
    }

    private Packet timed(int flow, long instantPs) {
        Packet packet = source.bare(flow, 1);
        packet.eligiblePs = instantPs;
        return packet;
    }

    private PacketScheduler etf(Map<String, Long> parameters) {
        return SchedulerSetup.of(EtfScheduler.SPEC, parameters)
                .create(Ports.port(
                        DataRate.parse("1 Gbps"),
                        (packet, reason, now) -> drops.add("flow " + packet.flow + " " + reason.key())));
    }

    private static void offer(PacketScheduler scheduler, Packet packet, long nowPs) {
        assertThat(scheduler.enqueue(packet, nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    private static List<Integer> flowsAt(PacketScheduler scheduler, long nowPs) {
        List<Integer> flows = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(nowPs); packet != null; packet = scheduler.dequeue(nowPs)) {
            flows.add(packet.flow);
        }
        return flows;
    }
}
