package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

class SpPifoSchedulerTest {
    private static final long DEADLINE = 2;

    @Test
    void aPacketGoesToTheLowestQueueWhoseBoundItReaches() {
        BareLine line = ranked(2);
        SpPifoScheduler scheduler = (SpPifoScheduler) line.scheduler;

        offer(line, 3);
        assertThat(scheduler.packetCount(1)).isEqualTo(1);
        assertThat(scheduler.bound(1)).isEqualTo(3);

        // 2 is below 3 and not below 0: the upper queue, whose bound rises to 2.
        offer(line, 2);
        assertThat(scheduler.packetCount(0)).isEqualTo(1);
        assertThat(scheduler.bound(0)).isEqualTo(2);
    }

    @Test
    void aPacketBelowAllBoundsLowersThemAll() {
        BareLine line = ranked(2);
        SpPifoScheduler scheduler = (SpPifoScheduler) line.scheduler;
        offer(line, 3, 2);

        // 1 is one below the upper bound 2: bounds 2 and 3 sink by one, and the upper one is set to 1.
        offer(line, 1);

        assertThat(scheduler.bound(0)).isEqualTo(1);
        assertThat(scheduler.bound(1)).isEqualTo(2);
        assertThat(scheduler.packetCount(0)).isEqualTo(2);
    }

    @Test
    void theHighestQueueIsServedUntilItIsEmpty() {
        BareLine line = ranked(2);
        // Lower queue: 3 (bound 3). Upper: 2, 1 (push-down, bounds 1 and 2). Lower: 5.
        offer(line, 3, 2, 1, 5);

        assertThat(line.serveAll()).isEqualTo("2:10 1:10 3:10 5:10");
    }

    @Test
    void moreQueuesComeNearerToTheExactOrder() {
        // Ranks drawn evenly from 0 to 99, four packets held: by how much what leaves is above the least rank held,
        // summed up
        // over 5000 departures (the paper's unpifoness, section 2.2). One queue is first in, first out.
        long one = unpifoness(1);
        long eight = unpifoness(8);
        long many = unpifoness(100);

        assertThat(one).isPositive();
        assertThat(eight).isLessThan(one / 2);
        assertThat(many).isLessThan(eight);
    }

    private static long unpifoness(long queues) {
        BareLine line = ranked(queues);
        RandomStream random = new RandomStreams(5).stream("ranks");
        List<Integer> held = new ArrayList<>();
        long unpifoness = 0;
        for (int step = 0; step < 5000; step++) {
            while (held.size() < 4) {
                int rank = random.nextInt(100);
                offer(line, rank);
                held.add(rank);
            }
            int rank = line.takeOne().flow;
            unpifoness += rank - Collections.min(held);
            held.remove(Integer.valueOf(rank));
        }
        return unpifoness;
    }

    private static BareLine ranked(long queues) {
        return BareLine.of(SpPifoScheduler.SPEC, Map.of("rank", DEADLINE, "queues", queues));
    }

    /** Offers packets of 10 bytes, of flows that are named as their ranks. */
    private static void offer(BareLine line, int... ranks) {
        for (int rank : ranks) {
            line.tryOffer(rank, 10, packet -> packet.deadlinePs = rank);
        }
    }
}
