package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.model.packet.DropReason;

import static org.assertj.core.api.Assertions.assertThat;

class RoundRobinSchedulerTest {
    private final BareLine line = BareLine.of(RoundRobinScheduler.SPEC, Map.of());

    @Test
    void onePacketOfEachFlowWhateverItsSizeAndWeight() {
        line.open(3, 9);
        line.offer(1, 10, 20, 30);
        line.offer(2, 1000);
        line.offer(3, 5, 6);

        assertThat(line.serveAll()).isEqualTo("1:10 2:1000 3:5 1:20 3:6 1:30");
    }

    @Test
    void theTurnPassesOnWhenAQueueBecomesEmpty() {
        line.offer(1, 10);
        line.offer(2, 20, 21);
        line.offer(3, 30);
        assertThat(line.serve(1)).isEqualTo("1:10");

        // A turn that stayed where 1 was would pass over 2.
        assertThat(line.serveAll()).isEqualTo("2:20 3:30 2:21");
    }

    @Test
    void aFlowThatIsEmptyForAMomentGainsNothing() {
        line.offer(1, 10);
        line.offer(2, 20, 21);
        line.offer(3, 30, 31);
        assertThat(line.serve(1)).isEqualTo("1:10");
        line.offer(1, 11);

        assertThat(line.serveAll()).isEqualTo("2:20 3:30 1:11 2:21 3:31");
    }

    @Test
    void refusesAtTheFlowsLimit() {
        BareLine small = BareLine.of(RoundRobinScheduler.SPEC, Map.of("flowLimit", 1L));
        small.offer(1, 10);

        assertThat(small.tryOffer(1, 10, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        small.offer(2, 10);
        assertThat(small.serveAll()).isEqualTo("1:10 2:10");
    }

    @Test
    void resetForgetsTheTurns() {
        line.offer(1, 10);
        line.offer(2, 20);
        int[] dropped = {0};
        line.scheduler.reset((packet, reason, now) -> dropped[0]++, line.nowPs());
        line.offer(2, 20);
        line.offer(1, 10);

        assertThat(dropped[0]).isEqualTo(2);
        assertThat(line.serveAll()).isEqualTo("2:20 1:10");
    }
}
