package pacewire.testkit.prove;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Claim;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.trial.Arrival;

import static org.assertj.core.api.Assertions.assertThat;

class ProverTest {
    @ParameterizedTest
    @ValueSource(strings = {"fifo", "jitter-edf"})
    void provesWhatIsRight(String name) {
        ReportCard card = Prover.of(
                        SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow()))
                .cases(60)
                .run();

        assertThat(card.brokenProperties()).isEmpty();
        assertThat(card.result("conservation").heldCases()).isEqualTo(60);
    }

    /** Any two packets that are held together show it: nothing less does. */
    @Test
    void shrinksToTheTwoPacketsThatChangePlaces() {
        ReportCard card =
                Prover.of(SchedulerSetup.defaults(lastInFirstOut())).cases(20).run();

        assertThat(card.brokenProperties()).containsExactly("flow-order");
        Breach breach = Objects.requireNonNull(card.result("flow-order").breach());
        List<Arrival> arrivals = breach.smallest().arrivals();
        assertThat(breach.smallest().steps()).hasSize(2);
        assertThat(arrivals).allMatch(arrival -> arrival.flow() == 0 && arrival.bytes() == 1 && arrival.atPs() == 0);
        assertThat(breach.finding().message()).isEqualTo("leaves after one of its flow that came later");
    }

    @Test
    void findsTheSameUnderTheSameSeed() {
        Prover prover =
                Prover.of(SchedulerSetup.defaults(lastInFirstOut())).seed(3).cases(20);

        assertThat(prover.run()).isEqualTo(prover.run());
    }

    private static SchedulerSpec lastInFirstOut() {
        return SchedulerSpec.named("lifo")
                .claims((setup, environment) -> List.of(new Claim.WorkConserving(), new Claim.FlowOrder()))
                .madeBy((setup, environment) -> new LastInFirstOut());
    }

    /** A stack. */
    private static final class LastInFirstOut implements PacketScheduler {
        private @Nullable Packet top;
        private int packets;
        private long bytes;

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            packet.next = top;
            top = packet;
            packets++;
            bytes += packet.ipBytes();
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            Packet packet = top;
            if (packet != null) {
                top = packet.next;
                packet.next = null;
                packets--;
                bytes -= packet.ipBytes();
            }
            return packet;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return top == null ? NEVER : nowPs;
        }

        @Override
        public void reset(DropListener drops, long nowPs) {
            for (Packet packet = dequeue(nowPs); packet != null; packet = dequeue(nowPs)) {
                drops.dropped(packet, DropReason.RESET, nowPs);
            }
        }

        @Override
        public int packetCount() {
            return packets;
        }

        @Override
        public long byteCount() {
            return bytes;
        }
    }
}
