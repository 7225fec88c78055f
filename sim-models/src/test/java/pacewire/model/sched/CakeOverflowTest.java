package pacewire.model.sched;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class CakeOverflowTest {
    private static final int FLOWS = 200;
    private static final int LIMIT_BYTES = 100_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    /** Whoever is pushed out was first in the longest queue, whether the heap is new or has been kept for a while. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thePacketPushedOutIsOfTheLongestQueue(long seed) {
        RandomStream random = new RandomStreams(seed).stream("world");
        PacketSource source = new PacketSource();
        long[] bytes = new long[FLOWS];
        int[] pushedOut = new int[1];
        CakeScheduler cake = new CakeScheduler(
                SchedulerSetup.of(CakeScheduler.SPEC, Map.of("memoryLimit", (long) LIMIT_BYTES)),
                Ports.port(DataRate.parse("1 Gbps"), (packet, reason, nowPs) -> {
                    if (reason == DropReason.PUSHED_OUT) {
                        // Sets of 8 queues, 1024 in all: 200 flows find a queue each.
                        assertThat(bytes[packet.flow])
                                .isEqualTo(Arrays.stream(bytes).max().orElseThrow());
                        pushedOut[0]++;
                    }
                    bytes[packet.flow] -= packet.ipBytes();
                    source.release(packet);
                }));
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(5) > 0) {
                Packet packet = source.bare(random.nextInt(FLOWS), 100 + random.nextInt(1400));
                bytes[packet.flow] += packet.ipBytes();
                if (cake.enqueue(packet, 0) != Verdict.Accepted.ACCEPTED) {
                    // It was the longest queue itself.
                    bytes[packet.flow] -= packet.ipBytes();
                    source.release(packet);
                }
            } else {
                Packet packet = cake.dequeue(0);
                if (packet != null) {
                    bytes[packet.flow] -= packet.ipBytes();
                    source.release(packet);
                }
            }
            assertThat(cake.byteCount()).isLessThanOrEqualTo(LIMIT_BYTES);
        }

        assertThat(pushedOut[0]).isGreaterThan(5000);
    }
}
