package pacewire.bench.queue;

import java.util.IdentityHashMap;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pacewire.bench.Chance;
import pacewire.bench.Spacing;

import static org.assertj.core.api.Assertions.assertThat;

/** What is compared does the same work: every structure gives out the same items at the same times. */
class StructureTest {
    @ParameterizedTest
    @EnumSource(Structure.class)
    void itemsLeaveByTimeAndOrder(Structure structure) {
        for (Spacing spacing : Spacing.values()) {
            assertThat(course(structure.create(), spacing))
                    .as("%s", spacing)
                    .isEqualTo(course(Structure.HEAP.create(), spacing));
        }
    }

    /** A rolling hash over the numbers of the items in the order in which they leave, some of them moved before. */
    private static long course(QueueCandidate queue, Spacing spacing) {
        Chance chance = new Chance();
        QueueItem[] items = new QueueItem[500];
        IdentityHashMap<QueueItem, Integer> numbers = new IdentityHashMap<>();
        for (int i = 0; i < items.length; i++) {
            items[i] = new QueueItem();
            numbers.put(items[i], i);
            queue.add(items[i], spacing.firstPs(chance));
        }
        long hash = 0;
        for (int step = 0; step < 20_000; step++) {
            QueueItem item = Objects.requireNonNull(queue.poll());
            hash = 31 * hash + Objects.requireNonNull(numbers.get(item));
            long nowPs = item.timePs();
            queue.add(item, nowPs + spacing.nextPs(chance));
            if (chance.nextInt(2) == 0) {
                QueueItem other = items[chance.nextInt(items.length)];
                queue.remove(other);
                queue.add(other, nowPs + spacing.nextPs(chance));
            }
        }
        return hash;
    }
}
