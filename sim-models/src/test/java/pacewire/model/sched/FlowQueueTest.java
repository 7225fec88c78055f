package pacewire.model.sched;

import java.util.Comparator;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

class FlowQueueTest {
    private static final long LEAD = 7;

    @Test
    void anEmptyQueueIsNeverDue() {
        FlowQueue queue = new FlowQueue();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.firstKey()).isEqualTo(SimTime.NEVER);
        assertThat(queue.leastTieBreak(99, 0)).isEqualTo(99);
    }

    @Test
    void equalKeysComeByTheirTieBreak() {
        FlowQueue queue = new FlowQueue();
        queue.add(3, 10, 2);
        queue.add(4, 10, 1);

        assertThat(queue.firstSlot()).isEqualTo(4);
        queue.removeFirst();
        assertThat(queue.firstSlot()).isEqualTo(3);
    }

    @Test
    void aKeyAtTheEndOfTimeIsFoundToo() {
        FlowQueue queue = new FlowQueue();
        queue.add(1, 5, 5);
        queue.add(2, SimTime.NEVER, SimTime.NEVER);
        queue.removeFirst();

        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.firstSlot()).isEqualTo(2);
    }

    /**
     * Steps of one period make one ascending run, of several periods a few of them, and random ones fill all runs and the
     * heap; the queue swells to hundreds of entries and drains again, so that rings grow and wrap.
     */
    @ParameterizedTest(name = "{0} periods, seed {1}")
    @CsvSource({"1, 1", "1, 2", "5, 3", "5, 4", "30, 5", "30, 6", "1000, 7", "1000, 8", "1000, 9"})
    void whateverIsAddedTheFirstIsTheLeast(int periods, long seed) {
        RandomStream random = new RandomStreams(seed).stream("queue");
        FlowQueue queue = new FlowQueue();
        TreeSet<Entry> model =
                new TreeSet<>(Comparator.comparingLong(Entry::key).thenComparingLong(Entry::tieBreak));
        long now = 0;

        for (int step = 0; step < 20_000; step++) {
            boolean isFilling = step / 1000 % 2 == 0;
            if (model.isEmpty() || random.nextInt(10) < (isFilling ? 7 : 3)) {
                long key = now + 10L * (1 + random.nextInt(periods));
                // The step makes it the only entry with its key and tie-break.
                long disorder = periods == 1 ? 0 : 20_000L * random.nextInt(3);
                Entry entry = new Entry(key, key + LEAD + disorder + step, step);
                model.add(entry);
                queue.add(entry.slot, entry.key, entry.tieBreak);
            } else {
                now = Math.max(now, model.first().key);
                assertThat(queue.firstSlot()).isEqualTo(model.first().slot);
                model.pollFirst();
                queue.removeFirst();
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.firstKey()).isEqualTo(model.isEmpty() ? SimTime.NEVER : model.first().key);
            if (step % 50 == 0) {
                long bound = now + random.nextInt(40_000);
                long least = model.stream().mapToLong(Entry::tieBreak).min().orElse(bound);
                assertThat(queue.leastTieBreak(bound, LEAD)).isEqualTo(Math.min(bound, least));
            }
        }
    }

    private record Entry(long key, long tieBreak, int slot) {}
}
