package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStreams;
import pacewire.model.packet.DropReason;

import static org.assertj.core.api.Assertions.assertThat;

class AfqSchedulerTest {
    private static final Map<String, Long> ROUNDS_OF_300 = Map.of("bytesPerRound", 300L, "queues", 4L);

    @Test
    void flowsTakeTurnsByRounds() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        // Bids of flow 1: 100, 200, 300, 400: the third and the fourth are in round 1. Flow 2: 150, 300.
        line.offer(1, 100, 100, 100, 100);
        line.offer(2, 150, 150);

        assertThat(line.serveAll()).isEqualTo("1:100 1:100 2:150 1:100 1:100 2:150");
    }

    @Test
    void aWeightMakesRoundsLonger() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        line.open(1, 2);
        line.open(2, 1);
        // Bids of flow 1 in rounds of 600: 200, 400 in round 0, 600, 800 in round 1; of flow 2 in rounds of 300: 200,
        // then 400.
        line.offer(1, 200, 200, 200, 200);
        line.offer(2, 200, 200);

        assertThat(line.serveAll()).isEqualTo("1:200 1:200 2:200 1:200 1:200 2:200");
    }

    @Test
    void aPacketBeyondTheLastQueueIsRefusedAndItsBidForgotten() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        // Four queues of 300: bids up to 1199 have a place.
        line.offer(1, 1000);

        assertThat(line.tryOffer(1, 200, packet -> {})).isEqualTo(DropReason.QUEUE_FULL);
        line.offer(1, 199);

        assertThat(line.serveAll()).isEqualTo("1:1000 1:199");
    }

    @Test
    void aFlowThatWasIdleSavedNothing() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        line.offer(1, 400, 400);
        line.serve(1);
        // Flow 1 is in round 2 (bid 800). Flow 2 comes in round 1 (served now) and bids from 300 on: 500, 700, 900.
        line.offer(2, 200, 200, 200);

        assertThat(line.serveAll()).isEqualTo("2:200 1:400 2:200 2:200");
    }

    @Test
    void anEmptyOneBeginsAnew() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        line.offer(1, 1100);
        line.serve(1);
        // The bid of 1100 is behind: both flows begin with the same round.
        line.offer(1, 100, 100);
        line.offer(2, 100, 100);

        assertThat(line.serveAll()).isEqualTo("1:100 1:100 2:100 2:100");
    }

    @Test
    void flowsOfOneCounterShareOneBid() {
        // One counter for all: flow 2 bids behind flow 1, and stands in round 1.
        BareLine line = BareLine.of(
                AfqScheduler.SPEC,
                Map.of("bytesPerRound", 300L, "queues", 4L, "bids", 1L, "sketchRows", 1L, "sketchColumns", 1L));
        line.offer(1, 250);
        line.offer(2, 100);
        line.offer(1, 100);

        assertThat(line.serveAll()).isEqualTo("1:250 2:100 1:100");
        assertThat(((AfqScheduler) line.scheduler).round()).isEqualTo(2);
    }

    @Test
    void aSketchOfManyCountersIsAsGoodAsATable() {
        BareLine table = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        BareLine sketch = BareLine.of(AfqScheduler.SPEC, Map.of("bytesPerRound", 300L, "queues", 4L, "bids", 1L));
        for (BareLine line : new BareLine[] {table, sketch}) {
            for (int flow = 0; flow < 8; flow++) {
                line.offer(flow, 100, 250, 50 + flow, 300);
            }
        }

        assertThat(sketch.serveAll()).isEqualTo(table.serveAll());
    }

    @Test
    void aGreaterWeightLetsNoPacketOvertakeItsFlow() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, Map.of("bytesPerRound", 300L, "queues", 4L, "bids", 1L));
        line.open(1, 1);
        // Bids 250 and 400: the second is in round 1. With weight 3, 410 would be in round 0.
        line.offer(1, 250, 150);
        line.scheduler.changeFlow(1, BareLine.weight(3), null, 0);
        line.offer(1, 10);

        assertThat(line.serveAll()).isEqualTo("1:250 1:150 1:10");
    }

    @Test
    void aSketchNeverTakesABidForLess() {
        BidSketch sketch = new BidSketch(2, 3, new RandomStreams(7).stream("sketch"));
        for (int flow = 0; flow < 20; flow++) {
            sketch.raise(flow, 1000 - 10L * flow);
        }

        for (int flow = 0; flow < 20; flow++) {
            assertThat(sketch.bid(flow)).isGreaterThanOrEqualTo(1000 - 10L * flow);
        }
    }

    @Test
    void flowsThatHaveGoneAreForgotten() {
        BareLine line = BareLine.of(AfqScheduler.SPEC, ROUNDS_OF_300);
        line.offer(0, 299, 299, 299);
        for (int flow = 1; flow < 1000; flow++) {
            line.offer(flow, 100);
            line.serve(1);
            line.offer(0, 100);
            line.serve(1);
        }

        assertThat(((AfqScheduler) line.scheduler).flowsKnown()).isLessThan(10);
    }
}
