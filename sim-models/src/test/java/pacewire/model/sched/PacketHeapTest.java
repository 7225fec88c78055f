package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class PacketHeapTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesTheLeastKeyAndAmongEqualOnesTheFirst(long seed) {
        RandomStream random = new RandomStreams(seed).stream("heap");
        PacketSource source = new PacketSource();
        PacketHeap heap = new PacketHeap();
        List<Packet> model = new ArrayList<>();
        for (int step = 0; step < 2000; step++) {
            if (random.nextInt(5) < (step < 1000 ? 3 : 2)) {
                Packet packet = source.bare(0, random.nextInt(100));
                packet.deadlinePs = random.nextInt(20);
                heap.add(packet, packet.deadlinePs);
                model.add(packet);
            } else {
                // A stable sort: what came first stays first.
                model.sort(Comparator.comparingLong(packet -> packet.deadlinePs));
                if (!model.isEmpty()) {
                    assertThat(heap.first()).isSameAs(model.get(0));
                    assertThat(heap.removeFirst()).isSameAs(model.remove(0));
                }
            }
            assertThat(heap.size()).isEqualTo(model.size());
            assertThat(heap.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(heap.bytes())
                    .isEqualTo(model.stream().mapToLong(Packet::ipBytes).sum());
            assertThat(heap.firstRank())
                    .isEqualTo(model.stream()
                            .mapToLong(packet -> packet.deadlinePs)
                            .min()
                            .orElse(SimTime.NEVER));
        }
    }
}
