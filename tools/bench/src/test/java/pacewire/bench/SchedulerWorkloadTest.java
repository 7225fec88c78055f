package pacewire.bench;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The load on one packet scheduler, over all that there are. */
class SchedulerWorkloadTest {
    static Stream<Arguments> schedulers() {
        return PacketSchedulers.all().stream()
                .flatMap(spec -> Stream.of(1, 10, 3000).map(flows -> Arguments.of(spec.name(), flows)));
    }

    @ParameterizedTest(name = "{0}, {1} flows")
    @MethodSource("schedulers")
    void holdsAsMuchAsItTakesWhilePacketsLeave(String name, int flows) {
        SchedulerWorkload workload =
                new SchedulerWorkload(PacketSchedulers.find(name).orElseThrow(), flows);
        int held = workload.packetsHeld();

        workload.advance();
        workload.advance();

        assertThat(held).isBetween(1, flows);
        // Those that hash flows into queues may take fewer again than at first.
        assertThat(workload.packetsHeld()).isBetween(1, held);
        assertThat(workload.operations()).isEqualTo(2 * SchedulerWorkload.PACKETS_AT_A_TIME);
    }

    @Test
    void everyFlowHasItsTurnBeforeTheMeasurement() {
        SchedulerWorkload workload =
                new SchedulerWorkload(PacketSchedulers.find("jitter-edf").orElseThrow(), 3000);

        workload.settle(() -> {});

        // Twice 3000, rounded up to whole portions of 1024.
        assertThat(workload.operations()).isEqualTo(6144);
    }

    @Test
    void timePassesAsOnALine() {
        // 1466 bytes on the wire take 1,172,800 ps at 10 Gbit/s.
        SchedulerWorkload workload =
                new SchedulerWorkload(PacketSchedulers.find("fifo").orElseThrow(), 10);

        workload.advance();

        assertThat(workload.nowPs()).isEqualTo(SchedulerWorkload.PACKETS_AT_A_TIME * 1_172_800L);
    }

    @Test
    void pacedFlowsTakeTheirShareOfTheLine() {
        // 64 % of the line: a packet each 1,832,500 ps, once the first interval of all ten is over.
        SchedulerWorkload workload =
                new SchedulerWorkload(PacketSchedulers.find("jitter-edf").orElseThrow(), 10);

        workload.advance();

        long packets = SchedulerWorkload.PACKETS_AT_A_TIME;
        assertThat(workload.nowPs()).isBetween((packets - 20) * 1_832_500L, (packets + 20) * 1_832_500L);
    }

    @Test
    void whoRefusesAFlowIsNamedWithTheReason() {
        SchedulerSpec refusing = specOf(new Picky(false, true));

        assertThatThrownBy(() -> new SchedulerWorkload(refusing, 4))
                .isInstanceOf(WorkloadException.class)
                .hasMessage("flow 0 of 4 was refused: none of you");
    }

    @Test
    void whoTakesNoPacketIsFound() {
        SchedulerSpec refusing = specOf(new Picky(true, false));

        assertThatThrownBy(() -> new SchedulerWorkload(refusing, 4))
                .isInstanceOf(WorkloadException.class)
                .hasMessage("no packet was taken");
    }

    private static SchedulerSpec specOf(PacketScheduler scheduler) {
        return SchedulerSpec.named("picky").madeBy((setup, environment) -> scheduler);
    }

    /** Takes no packets, or admits no flows. */
    private record Picky(boolean admits, boolean takes) implements PacketScheduler {
        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            return takes ? Verdict.Accepted.ACCEPTED : DropReason.QUEUE_FULL;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            return null;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return NEVER;
        }

        @Override
        public void reset(DropListener drops, long nowPs) {}

        @Override
        public int packetCount() {
            return 0;
        }

        @Override
        public long byteCount() {
            return 0;
        }

        @Override
        public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
            return admits ? Admission.ADMITTED : Admission.refused("none of you");
        }
    }
}
