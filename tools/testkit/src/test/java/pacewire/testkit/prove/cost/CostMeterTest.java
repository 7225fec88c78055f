package pacewire.testkit.prove.cost;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Claim;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.Prover;
import pacewire.testkit.prove.ReportCard;

import static org.assertj.core.api.Assertions.assertThat;

class CostMeterTest {
    /** For each packet that comes: the call, the limit in packets, the limit in bytes; for each that leaves: the call. */
    @Test
    void countsBranchesAndCallsOfFifo() {
        CostCurve curve = new CostMeter(
                        SchedulerSetup.defaults(PacketSchedulers.find("fifo").orElseThrow()))
                .measure()
                .orElseThrow();

        assertThat(curve.points()).extracting(CostCurve.Point::flows).containsExactly(16, 64, 256, 1024, 4096);
        assertThat(curve.points()).extracting(CostCurve.Point::operations).containsOnly(4.0);
        assertThat(curve.isWithin(Claim.Growth.CONSTANT)).isTrue();
    }

    @Test
    void findsWhoLooksAtEveryPacketThatIsHeld() {
        ReportCard card =
                Prover.of(SchedulerSetup.defaults(Counter.SPEC)).cases(20).run();

        assertThat(card.brokenProperties()).containsExactly("cost");
        assertThat(new CostMeter(SchedulerSetup.defaults(Counter.SPEC))
                        .measure()
                        .orElseThrow()
                        .isWithin(Claim.Growth.LINEAR))
                .isTrue();
    }

    @Test
    void doesNotMeasureWhatCannotBeLoadedAnew() {
        SchedulerSpec hidden = SchedulerSpec.named("hidden")
                .claims((setup, environment) -> List.of(new Claim.Cost(Claim.Growth.CONSTANT)))
                .madeBy((setup, environment) -> new Counter());

        ReportCard card = Prover.of(SchedulerSetup.defaults(hidden)).cases(5).run();

        assertThat(card.cost()).isNull();
        assertThat(card.result("cost").isClaimed()).isTrue();
        assertThat(card.result("cost").heldCases()).isZero();
    }

    @Test
    void aLogarithmIsNeitherConstantNorLinear() {
        // 10 operations for each doubling, and 2^4 to 2^12 flows.
        CostCurve curve = new CostCurve(
                List.of(new CostCurve.Point(16, 40), new CostCurve.Point(256, 80), new CostCurve.Point(4096, 120)));

        assertThat(curve.isWithin(Claim.Growth.CONSTANT)).isFalse();
        assertThat(curve.isWithin(Claim.Growth.LOGARITHMIC)).isTrue();
        assertThat(new CostCurve(List.of(new CostCurve.Point(16, 40), new CostCurve.Point(4096, 200)))
                        .isWithin(Claim.Growth.LOGARITHMIC))
                .isFalse();
    }

    /** Counts the packets it holds by looking at each. */
    static final class Counter implements PacketScheduler {
        static final SchedulerSpec SPEC = SchedulerSpec.named("counter")
                .claims((setup, environment) -> List.of(new Claim.FlowOrder(), new Claim.Cost(Claim.Growth.CONSTANT)))
                .madeBy((setup, environment) -> new Counter());

        private final PacketFifo queue = new PacketFifo();

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            int held = 0;
            for (Packet each = queue.peek(); each != null; each = each.next) {
                held++;
            }
            if (held >= Integer.MAX_VALUE - 1) {
                return DropReason.QUEUE_FULL;
            }
            queue.add(packet);
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @org.jspecify.annotations.Nullable Packet dequeue(long nowPs) {
            return queue.poll();
        }

        @Override
        public long readyAtPs(long nowPs) {
            return queue.isEmpty() ? NEVER : nowPs;
        }

        @Override
        public void reset(DropListener drops, long nowPs) {
            queue.dropAll(drops, nowPs);
        }

        @Override
        public int packetCount() {
            return queue.size();
        }

        @Override
        public long byteCount() {
            return queue.bytes();
        }
    }
}
