package pacewire.model.sched;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

class SelfClockedSchedulerTest {
    @Test
    void scfqGoesByFinishTimes() {
        // F of flow 1: 3, 6; of flow 2 with weight 2: 2, 4, 6. At 6 the lower flow number goes first.
        FairLine line = new FairLine("scfq").weight(2, 2).come(1, 3, 3).come(2, 4, 4, 4);

        assertThat(line.drain()).containsExactly("2@0", "1@4", "2@7", "1@11", "2@14");
    }

    @Test
    void stfqGoesByStartTimes() {
        // S of flow 1: 0, 3; of flow 2 with weight 2: 0, 2, 4.
        FairLine line = new FairLine("stfq").weight(2, 2).come(1, 3, 3).come(2, 4, 4, 4);

        assertThat(line.drain()).containsExactly("1@0", "2@3", "2@7", "1@11", "2@14");
    }

    @Test
    void equalStampsGoToThePacketThatCameFirstWhenAsked() {
        FairLine byFlow = new FairLine("scfq").come(7, 1).come(3, 1);
        FairLine byArrival = new FairLine("scfq", Map.of("ties", 1L)).come(7, 1).come(3, 1);

        assertThat(byFlow.order()).isEqualTo("3 7");
        assertThat(byArrival.order()).isEqualTo("7 3");
    }

    @Test
    void anArrivalDuringServiceTakesTheStampOfThePacketInService() {
        // Flow 1 sends 10 in [0, 10]. Flow 2 comes at 5 with V = F = 10: F = 14, behind the 13 of flow 1's next packet.
        // With V of an idle system its F would be 4.
        FairLine line = new FairLine("scfq").come(1, 10, 3).until(5).come(2, 4);

        assertThat(line.drain()).containsExactly("1@0", "1@10", "2@13");
    }

    @Test
    void theLastPacketOnTheLineIsStillItsBusyPeriod() {
        // STFQ: flow 1 sends 10 in [0, 10], nothing waits. At 5 V is still its S of 0 and its F 10: flow 1 is behind
        // flow 2.
        FairLine line = new FairLine("stfq").come(1, 10).until(5).come(1, 1).come(2, 1);

        assertThat(line.drain()).containsExactly("1@0", "2@10", "1@11");
    }

    @Test
    void aNewBusyPeriodBeginsWhenTheLineIsFree() {
        // At 10 the line has sent all: flow 1's F of 10 counts no more, and equal stamps go to the lower flow number.
        FairLine line = new FairLine("stfq").come(1, 10).until(10).come(2, 1).come(1, 1);

        assertThat(line.drain()).containsExactly("1@0", "1@10", "2@11");
    }

    @Test
    void afterAnIdleTimeNobodyIsAheadOrBehind() {
        // A V of 0 without the flows' F being 0 too would keep flow 1 waiting for all of flow 2's packets.
        FairLine line = new FairLine("stfq").weight(1, 1).weight(2, 1);
        line.come(1, 100).until(200).come(1, 1, 1).come(2, 1, 1, 1);

        assertThat(line.order()).isEqualTo("1 1 2 1 2 2");
    }

    @Test
    void aFlowThatWasIdleCannotSaveUp() {
        // Flow 1 is served alone in [0, 10]; V is 8 when flow 2 comes, so its five packets do not all go first.
        FairLine line =
                new FairLine("stfq").come(1, 2, 2, 2, 2, 2, 2, 2).until(9).come(2, 2, 2, 2);

        assertThat(line.order()).isEqualTo("1 1 1 1 1 2 1 2 1 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scfq", "stfq"})
    void aFlowThatComesBackKeepsItsPlace(String name) {
        // Flow 1 sends one byte at a time and is empty each time: it does not get more than the half for it.
        FairLine line = new FairLine(name).come(1, 4).come(2, 4, 4, 4);
        for (int second = 1; second < 16; second++) {
            line.until(second);
            if (second % 4 == 1 && second < 12) {
                line.come(1, 4);
            }
        }

        assertThat(line.order()).isEqualTo("1 2 1 2 1 2 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scfq", "stfq"})
    void aNewWeightCountsFromTheNextPacketThatIsFirst(String name) {
        // Alternating until the change at 4; then flow 1 gets three bytes for one of flow 2.
        FairLine line = new FairLine(name).weight(1, 1).weight(2, 1);
        line.come(1, 1, 1, 1, 1, 1, 1, 1, 1).come(2, 1, 1, 1, 1, 1, 1).until(4).changeWeight(1, 3);

        String order = line.order();
        assertThat(order).startsWith("1 2 1 2 ");
        long firstOnes =
                order.substring(8, 21).chars().filter(flow -> flow == '1').count();
        assertThat(firstOnes).isEqualTo(5);
    }

    @Test
    void weightsOfAllSizesAreExact() {
        // Thirds, sevenths and elevenths: 3/3, 7/7 and 11/11 are all one, so the flow number decides; and again for the
        // second.
        FairLine line = new FairLine("scfq").weight(3, 3).weight(2, 7).weight(1, 11);
        line.come(3, 1, 1, 1).come(2, 7).come(1, 11);

        // F of flow 3: 1/3, 2/3, 1.
        assertThat(line.order()).isEqualTo("3 3 1 2 3");
    }

    @Test
    void wf2qPlusSlowsItsVirtualTimeAsSoonAsAFlowIsOpened() {
        // Flow 1 sends 500 in [0, 500], V rises by 1 a second until flow 2 is opened at 1: from then on by 1 / 101, to
        // 1 + 99/101
        // at 100. Flow 2's S is 1 and F = 1 + 500/100 = 6, flow 3's S 1.98 and F 2.98: flow 3 is first. A V that knew
        // of flow
        // 2 from the next packet on only would be 100 when flow 3 comes.
        FairLine line = new FairLine("wf2q+")
                .come(1, 500)
                .until(1)
                .weight(2, 100)
                .come(2, 500)
                .until(100)
                .come(3, 1);

        assertThat(line.drain()).containsExactly("1@0", "3@500", "2@501");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scfq", "stfq", "wfq", "wf2q+", "virtual-clock", "qfq+"})
    void theLimitIsOfEachFlow(String name) {
        FairLine line = new FairLine(name, Map.of("limit", 2L));

        assertThat(line.offer(1, 1)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(line.offer(1, 1)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(line.offer(1, 1)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(line.offer(2, 1)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(line.drain()).hasSize(3);
    }
}
