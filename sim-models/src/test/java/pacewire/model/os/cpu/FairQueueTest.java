package pacewire.model.os.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Slices of 3 ms. */
class FairQueueTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;
    private static final long SLICE = 3 * MS;

    private final FairQueue<Sharer> queue = new FairQueue<>(SLICE);

    @Test
    void twoThreadsOfWeightOneToTwoShareOneToTwo() {
        Sharer one = new Sharer(1024);
        Sharer two = new Sharer(2048);
        queue.enqueue(one);
        queue.enqueue(two);
        runAll(900 * MS);

        // Exact but for the request that is under way.
        assertThat(one.ranPs).isBetween(300 * MS - SLICE, 300 * MS + SLICE);
        assertThat(two.ranPs).isBetween(600 * MS - SLICE, 600 * MS + SLICE);
    }

    /** Both come new, with half a slice; the deadline of the heavier is earlier, then each has its slices in turn. */
    @Test
    void theEarliestVirtualDeadlineRunsFirst() {
        Sharer one = new Sharer(1024);
        Sharer two = new Sharer(2048);
        queue.enqueue(one);
        queue.enqueue(two);

        // Virtual deadlines 1.5 ms and 0.75 ms: two runs 1.5 ms.
        assertThat(queue.pick()).isSameAs(two);
        assertThat(queue.allowancePs(two)).isEqualTo(1_500 * US);
        assertThat(queue.ran(two, 1_500 * US)).isTrue();
        queue.putBack(two);
        // The average is (0 + 2 * 0.75) / 3 = 0.5 ms: two, at 0.75 ms, is not eligible.
        assertThat(queue.averageNs()).isEqualTo(500_000);
        assertThat(queue.pick()).isSameAs(one);
        assertThat(queue.allowancePs(one)).isEqualTo(1_500 * US);
    }

    @Test
    void aThreadAloneRunsForGood() {
        Sharer alone = new Sharer(1024);
        queue.enqueue(alone);
        assertThat(queue.pick()).isSameAs(alone);
        assertThat(queue.allowancePs(alone)).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.ran(alone, 100 * MS)).isFalse();
    }

    /** Place_lag and run_to_parity: who comes back with a lag above 0 pre-empts, since the running one has had too much. */
    @Test
    void whoIsOwedTimePreEmptsWhenItWakes() {
        Sharer hog = new Sharer(1024);
        Sharer sleeper = new Sharer(1024);
        queue.enqueue(hog);
        queue.enqueue(sleeper);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 1_500 * US);
        queue.putBack(hog);
        assertThat(queue.pick()).isSameAs(sleeper);
        queue.ran(sleeper, 100 * US);
        // The average is (1.5 + 0.1) / 2 = 0.8 ms: it is owed 0.7 ms.
        queue.leave(sleeper);
        assertThat(sleeper.lagNs).isEqualTo(700_000);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 1_000 * US);
        queue.enqueue(sleeper);

        // The hog stands at 2.5 ms, the sleeper 1.4 ms before it: the average is 1.8 ms, and the lag 0.7 ms again.
        assertThat(sleeper.virtualNs).isEqualTo(1_100_000);
        assertThat(queue.averageNs() - sleeper.virtualNs).isEqualTo(700_000);
        assertThat(queue.preempts(sleeper, hog)).isTrue();
    }

    @Test
    void whoHasHadItsShareWaitsUntilTheRunningRequestIsMet() {
        Sharer hog = new Sharer(1024);
        Sharer fresh = new Sharer(1024);
        queue.enqueue(hog);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 1_000 * US);
        queue.enqueue(fresh);

        // Both stand at the average: the hog is eligible and keeps the core for the rest of its half slice.
        assertThat(queue.preempts(fresh, hog)).isFalse();
        assertThat(queue.allowancePs(hog)).isEqualTo(500 * US);
    }

    @Test
    void whoMovesToAnotherQueueTakesItsLagAlong() {
        Sharer hog = new Sharer(1024);
        Sharer waiting = new Sharer(1024);
        queue.enqueue(hog);
        queue.enqueue(waiting);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 1_000 * US);
        queue.remove(waiting);
        assertThat(waiting.lagNs).isEqualTo(500_000);
        assertThat(queue.size()).isZero();
    }

    /** Stoica and Abdel-Wahab, theorem 1: no lag goes beyond a slice, either way, while all compete. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noLagGoesBeyondASlice(long seed) {
        RandomStream random = new RandomStreams(seed).stream("lag");
        List<Sharer> all = new ArrayList<>();
        long weights = 0;
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            Sharer sharer =
                    new Sharer(SchedulingPolicy.fair(random.nextInt(40) - 20).weight());
            all.add(sharer);
            weights += sharer.weight();
            queue.enqueue(sharer);
        }
        long nowPs = 0;
        for (int i = 0; i < 3_000; i++) {
            Sharer next = Objects.requireNonNull(queue.pick());
            long ps = queue.allowancePs(next);
            queue.ran(next, ps);
            next.ranPs += ps;
            nowPs += ps;
            queue.putBack(next);
            for (Sharer sharer : all) {
                // In parts of a nanosecond of this weight: times and rounding are below 2 us in sum.
                long duePs = Math.floorDiv(nowPs / 1000 * sharer.weight(), weights) * 1000;
                assertThat(Math.abs(duePs - sharer.ranPs)).isLessThanOrEqualTo(SLICE + 10 * US);
            }
        }
    }

    private void runAll(long untilPs) {
        for (long nowPs = 0; nowPs < untilPs; ) {
            Sharer next = Objects.requireNonNull(queue.pick());
            long ps = Math.min(queue.allowancePs(next), untilPs - nowPs);
            queue.ran(next, ps);
            next.ranPs += ps;
            nowPs += ps;
            queue.putBack(next);
        }
    }
}
