package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

class WeightedRoundRobinSchedulerTest {
    private static final long BURSTY = 0;
    private static final long INTERLEAVED = 1;

    private static BareLine wrr(long flavour, int... weights) {
        BareLine line = BareLine.of(WeightedRoundRobinScheduler.SPEC, Map.of("flavour", flavour));
        for (int flow = 1; flow <= weights.length; flow++) {
            line.open(flow, weights[flow - 1]);
        }
        return line;
    }

    @Test
    void burstySendsAsManyPacketsAsTheWeightAtOnce() {
        BareLine line = wrr(BURSTY, 3, 1, 2);
        line.offer(1, 10, 11, 12, 13, 14, 15);
        line.offer(2, 20, 21);
        line.offer(3, 30, 31, 32, 33);

        assertThat(line.serveAll()).isEqualTo("1:10 1:11 1:12 2:20 3:30 3:31 1:13 1:14 1:15 2:21 3:32 3:33");
    }

    @Test
    void interleavedSendsOnePacketInEachCycle() {
        BareLine line = wrr(INTERLEAVED, 3, 1, 2);
        line.offer(1, 10, 11, 12, 13, 14, 15);
        line.offer(2, 20, 21);
        line.offer(3, 30, 31, 32, 33);

        // Cycles: 1 2 3, 1 3, 1; and again in the same order.
        assertThat(line.serveAll()).isEqualTo("1:10 2:20 3:30 1:11 3:31 1:12 1:13 2:21 3:32 1:14 3:33 1:15");
    }

    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {BURSTY, INTERLEAVED})
    void whatAFlowHadLeftOfItsRoundIsGoneWhenItIsEmpty(long flavour) {
        BareLine line = wrr(flavour, 3, 1);
        line.offer(1, 10);
        line.offer(2, 20, 21);
        assertThat(line.serve(1)).isEqualTo("1:10");
        line.offer(1, 11, 12, 13, 14);

        assertThat(line.serveAll())
                .isEqualTo(
                        flavour == BURSTY
                                ? "2:20 1:11 1:12 1:13 2:21 1:14"
                                // 2 ends the round; in the next one 2 is before 1, which came again.
                                : "2:20 2:21 1:11 1:12 1:13 1:14");
    }

    @Test
    void whoComesDuringARoundOfCyclesWaitsForTheNext() {
        BareLine line = wrr(INTERLEAVED, 2, 2, 1);
        line.offer(1, 10, 11, 12);
        line.offer(2, 20, 21, 22);
        assertThat(line.serve(1)).isEqualTo("1:10");
        line.offer(3, 30);

        assertThat(line.serveAll()).isEqualTo("2:20 1:11 2:21 1:12 2:22 3:30");
    }

    @Test
    void flowsThatComeAgainAndAgainDoNotProlongACycle() {
        BareLine line = wrr(INTERLEAVED, 10, 1, 1);
        for (int i = 0; i < 30; i++) {
            line.offer(1, 10);
        }
        line.offer(2, 20);
        line.offer(3, 30);
        int[] served = new int[4];
        for (int i = 0; i < 24; i++) {
            Packet packet = line.takeOne();
            served[packet.flow]++;
            if (packet.flow != 1) {
                line.offer(packet.flow, 10 * packet.flow);
            }
        }

        // Two rounds of 10 + 1 + 1 packets.
        assertThat(served).containsExactly(0, 20, 2, 2);
    }

    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {BURSTY, INTERLEAVED})
    void aChangedWeightCountsFromTheNextRound(long flavour) {
        BareLine line = wrr(flavour, 1, 1);
        line.offer(1, 10, 11, 12);
        line.offer(2, 20, 21, 22);
        String before = line.serve(1);
        line.scheduler.changeFlow(1, BareLine.weight(2), null, 0);

        assertThat(before + " " + line.serveAll())
                .isEqualTo(flavour == BURSTY ? "1:10 2:20 1:11 1:12 2:21 2:22" : "1:10 2:20 1:11 2:21 1:12 2:22");
    }

    /** Services of flows that always have packets are in proportion to their weights after every whole round. */
    @ParameterizedTest(name = "flavour {0}")
    @ValueSource(longs = {BURSTY, INTERLEAVED})
    void roundsAreExactUnderComingAndGoing(long flavour) {
        RandomStream random = new RandomStreams(3).stream("wrr");
        BareLine line = wrr(flavour, 5, 3, 2);
        int[] served = new int[8];
        line.offer(1, 10, 10);
        line.offer(2, 10, 10);
        for (int i = 0; i < 5000; i++) {
            if (random.nextInt(3) == 0) {
                line.offer(3 + random.nextInt(5), 10);
            }
            Packet packet = line.takeOne();
            served[packet.flow]++;
            if (packet.flow < 3) {
                line.offer(packet.flow, 10);
            }
            // Rounds differ by one, and what is sent within a round by no more than the weight: |3 s1 - 5 s2| <= 15.
            assertThat(Math.abs(3 * served[1] - 5 * served[2])).isLessThanOrEqualTo(15);
        }
        assertThat(served[1]).isGreaterThan(1000);
    }
}
