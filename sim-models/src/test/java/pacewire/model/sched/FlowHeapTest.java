package pacewire.model.sched;

import java.util.Comparator;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlowHeapTest {
    private static final int SLOTS = 200;

    @Test
    void anEmptyHeapIsNeverDue() {
        FlowHeap heap = new FlowHeap();

        assertThat(heap.isEmpty()).isTrue();
        assertThat(heap.firstKey()).isEqualTo(SimTime.NEVER);
    }

    @Test
    void equalKeysComeByTheirTieBreak() {
        FlowHeap heap = new FlowHeap();
        heap.add(3, 10, 2);
        heap.add(4, 10, 1);

        assertThat(heap.firstSlot()).isEqualTo(4);
        heap.remove(4);
        assertThat(heap.firstSlot()).isEqualTo(3);
    }

    @Test
    void aFlowStandsInItAtMostOnce() {
        FlowHeap heap = new FlowHeap();
        heap.add(3, 10, 2);

        assertThatThrownBy(() -> heap.add(3, 11, 3)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsAddedAndRemovedTheFirstIsTheLeast(long seed) {
        RandomStream random = new RandomStreams(seed).stream("heap");
        FlowHeap heap = new FlowHeap();
        TreeSet<long[]> model = new TreeSet<>(
                Comparator.<long[]>comparingLong(entry -> entry[0]).thenComparingLong(entry -> entry[1]));
        long[][] entries = new long[SLOTS][];

        for (int step = 0; step < 20_000; step++) {
            int slot = random.nextInt(SLOTS);
            if (entries[slot] == null) {
                entries[slot] = new long[] {random.nextLong(50), step, slot};
                model.add(entries[slot]);
                heap.add(slot, entries[slot][0], step);
            } else {
                model.remove(entries[slot]);
                entries[slot] = null;
                heap.remove(slot);
            }
            assertThat(heap.contains(slot)).isEqualTo(entries[slot] != null);
            assertThat(heap.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(heap.firstKey()).isEqualTo(model.first()[0]);
                assertThat(heap.firstSlot()).isEqualTo((int) model.first()[2]);
            }
        }
    }
}
