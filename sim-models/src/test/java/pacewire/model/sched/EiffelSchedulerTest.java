package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Ranks are deadlines, buckets a microsecond wide, ten of them in a ring. */
class EiffelSchedulerTest {
    private static final long US = SimTime.MICROSECOND;
    private static final Map<String, Long> TEN_BUCKETS = Map.of("rank", 2L, "buckets", 10L, "granularity", US);

    @Test
    void theLeastBucketGoesFirst() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, TEN_BUCKETS);
        offer(line, 103, 101, 102);

        assertThat(line.serveAll()).isEqualTo("101:10 102:10 103:10");
    }

    @Test
    void aBucketIsFirstInFirstOut() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, TEN_BUCKETS);
        // 900 ns and 100 ns within one microsecond: not told apart.
        line.tryOffer(1, 10, packet -> packet.deadlinePs = 100 * US + 900_000);
        line.tryOffer(2, 10, packet -> packet.deadlinePs = 100 * US + 100_000);

        assertThat(line.serveAll()).isEqualTo("1:10 2:10");
    }

    @Test
    void ranksBehindTheFirstRingAreInOrderToo() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, TEN_BUCKETS);
        // 100 stands in the middle: the rings have 95 to 104, and 105 to 114.
        offer(line, 100, 113, 106, 104);

        assertThat(line.serveAll()).isEqualTo("100:10 104:10 106:10 113:10");
    }

    @Test
    void theRingsTakeTurns() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, TEN_BUCKETS);
        offer(line, 100, 106);
        line.serve(2);
        offer(line, 100, 113);
        line.serve(1);
        // The first ring is empty: 105 to 114 become the first, 115 to 124 the second.
        assertThat(line.serve(1)).isEqualTo("113:10");
        offer(line, 200, 201, 199);

        assertThat(line.serveAll()).isEqualTo("199:10 200:10 201:10");
    }

    @Test
    void beyondBothRingsTheOrderIsThatOfArrival() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, TEN_BUCKETS);
        offer(line, 100, 150, 140, 60, 50);

        // Before 95 stands first, behind 114 last.
        assertThat(line.serveAll()).isEqualTo("60:10 50:10 100:10 150:10 140:10");
    }

    @Test
    void prioritiesAreExactWithEnoughBuckets() {
        BareLine line = BareLine.of(EiffelScheduler.SPEC, Map.of("rank", 1L, "buckets", 64L));
        for (byte priority : new byte[] {0, 15, 7, 15, 3}) {
            line.tryOffer(priority, 10, packet -> packet.priority = priority);
        }

        assertThat(line.serveAll()).isEqualTo("15:10 15:10 7:10 3:10 0:10");
    }

    /** Offers packets of flows that are named as their deadlines in microseconds. */
    private static void offer(BareLine line, int... deadlinesUs) {
        for (int deadline : deadlinesUs) {
            line.tryOffer(deadline, 10, packet -> packet.deadlinePs = deadline * US);
        }
    }
}
