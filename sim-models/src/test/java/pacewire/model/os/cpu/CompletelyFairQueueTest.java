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

/** Least granularity 0.75 ms, and so a latency of 6 ms and a wake-up granularity of 1 ms. */
class CompletelyFairQueueTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;

    private final CompletelyFairQueue<Sharer> queue = new CompletelyFairQueue<>(750 * US);

    @Test
    void aThreadAloneRunsForGood() {
        Sharer alone = new Sharer(1024);
        queue.enqueue(alone);
        assertThat(queue.pick()).isSameAs(alone);
        assertThat(queue.allowancePs(alone)).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.ran(alone, 100 * MS)).isFalse();
    }

    /** New threads begin a share late: the first at 6 ms, the second at 3 ms and the third at 2 ms; the last one runs first. */
    @Test
    void theLeastVirtualTimeRunsForItsShareOfTheLatency() {
        Sharer first = new Sharer(1024);
        Sharer second = new Sharer(1024);
        Sharer third = new Sharer(1024);
        queue.enqueue(first);
        queue.enqueue(second);
        queue.enqueue(third);

        assertThat(List.of(first.virtualNs, second.virtualNs, third.virtualNs))
                .containsExactly(6_000_000L, 3_000_000L, 2_000_000L);
        assertThat(queue.pick()).isSameAs(third);
        // A third of 6 ms; it is not ahead of the second by 2 ms before.
        assertThat(queue.allowancePs(third)).isEqualTo(2 * MS);
        assertThat(queue.ran(third, 2 * MS)).isTrue();
        queue.putBack(third);
        assertThat(queue.pick()).isSameAs(second);
    }

    /** Ten ready threads: each has the least granularity, and the period is 7.5 ms. */
    @Test
    void manyThreadsStretchThePeriod() {
        List<Sharer> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(new Sharer(1024));
            queue.enqueue(all.get(i));
        }
        assertThat(queue.allowancePs(Objects.requireNonNull(queue.pick()))).isEqualTo(750 * US);
    }

    /** A sleeper is at most half a latency behind: it pre-empts, and then has 3 ms (its share) and what it was behind. */
    @Test
    void whoHasSleptRunsSoonButGathersNoMoreThanHalfALatency() {
        Sharer hog = new Sharer(1024);
        Sharer sleeper = new Sharer(1024);
        queue.enqueue(sleeper);
        queue.enqueue(hog);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 3_000 * US);
        queue.putBack(hog);
        // Both stand at 6 ms; the sleeper came first.
        assertThat(queue.pick()).isSameAs(sleeper);
        queue.leave(sleeper);
        assertThat(queue.pick()).isSameAs(hog);
        queue.ran(hog, 50 * MS);
        queue.enqueue(sleeper);

        assertThat(sleeper.virtualNs).isEqualTo(56_000_000 - 3_000_000);
        assertThat(queue.preempts(sleeper, hog)).isTrue();
    }

    /** Behind by a millisecond: not enough; by a nanosecond more: enough. Twice the weight: half of that will do. */
    @Test
    void whoWakesPreEmptsOnlyOneThatIsAheadByTheWakeUpGranularity() {
        for (long weight : new long[] {1024, 2048}) {
            long granuleNs = 1_000_000 * 1024 / weight;
            for (long behindNs : new long[] {granuleNs, granuleNs + 1}) {
                CompletelyFairQueue<Sharer> own = new CompletelyFairQueue<>(750 * US);
                Sharer hog = new Sharer(1024);
                Sharer woken = new Sharer(weight);
                own.enqueue(hog);
                assertThat(own.pick()).isSameAs(hog);
                woken.isKnown = true;
                woken.home = own;
                woken.virtualNs = hog.virtualNs - behindNs;
                own.enqueue(woken);

                assertThat(own.preempts(woken, hog))
                        .as("%d behind of weight %d", behindNs, weight)
                        .isEqualTo(behindNs > granuleNs);
            }
        }
    }

    /** One that has run for 2.5 ms has its share when there are two (3 ms), and none is left when a third comes (2 ms). */
    @Test
    void aShareThatShrinksIsUsedUp() {
        Sharer running = new Sharer(1024);
        queue.enqueue(new Sharer(1024));
        queue.enqueue(running);
        assertThat(queue.pick()).isSameAs(running);
        assertThat(queue.ran(running, 2_500 * US)).isFalse();
        Sharer third = new Sharer(1024);
        queue.enqueue(third);

        assertThat(queue.allowancePs(running)).isZero();
        assertThat(queue.preempts(third, running)).isTrue();
    }

    /** One that is moved while it waits is as far ahead of the others there as it was here. */
    @Test
    void whoMovesToAnotherQueueTakesItsPlaceAlong() {
        CompletelyFairQueue<Sharer> other = new CompletelyFairQueue<>(750 * US);
        Sharer there = new Sharer(1024);
        other.enqueue(there);
        assertThat(other.pick()).isSameAs(there);
        other.ran(there, 100 * MS);
        Sharer hog = new Sharer(1024);
        Sharer moved = new Sharer(1024);
        queue.enqueue(moved);
        queue.enqueue(hog);
        assertThat(queue.pick()).isSameAs(hog);
        // The hog stands at 3 ms, which is the base; the other one is 3 ms ahead of it.
        queue.remove(moved);
        assertThat(queue.size()).isZero();
        other.enqueue(moved);

        assertThat(moved.virtualNs - there.virtualNs).isEqualTo(3_000_000);
    }

    /** Whatever the weights: over a long time each has its share of the core, but for a few periods. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everybodyGetsItsShare(long seed) {
        RandomStream random = new RandomStreams(seed).stream("shares");
        int count = 2 + random.nextInt(10);
        List<Sharer> all = new ArrayList<>();
        long weights = 0;
        for (int i = 0; i < count; i++) {
            Sharer sharer =
                    new Sharer(SchedulingPolicy.fair(random.nextInt(20) - 10).weight());
            all.add(sharer);
            weights += sharer.weight();
            queue.enqueue(sharer);
        }
        long untilPs = 20 * SimTime.SECOND;
        for (long nowPs = 0; nowPs < untilPs; ) {
            Sharer next = Objects.requireNonNull(queue.pick());
            long ps = Math.min(queue.allowancePs(next), untilPs - nowPs);
            assertThat(ps).isPositive();
            queue.ran(next, ps);
            next.ranPs += ps;
            nowPs += ps;
            queue.putBack(next);
        }
        for (Sharer sharer : all) {
            long duePs = untilPs / weights * sharer.weight();
            assertThat(sharer.ranPs).isBetween(duePs - 40 * MS, duePs + 40 * MS);
        }
    }
}
