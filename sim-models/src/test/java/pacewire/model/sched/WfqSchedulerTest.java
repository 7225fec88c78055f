package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WfqSchedulerTest {
    private static final Map<String, Long> BY_ARRIVAL = Map.of("ties", 1L);

    /**
     * Half of the line is flow 0's, and a twentieth that of each of ten others (Bennett and Zhang, INFOCOM 1996, figure 2). The
     * fluid ends flow 0's packets at 2, 4, ... 20, where it ends the ten others, too: F of flow 0 is 1/10, 2/10, ... 11/10, of the
     * others 1. So flow 0 gets ten packets ahead, and its eleventh waits for ten others although it is not half done with its share.
     */
    @Test
    void aFlowWithHalfOfTheLineSendsItsPacketsInABurst() {
        FairLine line = new FairLine("wfq").weight(0, 10);
        line.come(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        for (int flow = 1; flow <= 10; flow++) {
            line.come(flow, 1);
        }

        List<String> expected = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            expected.add("0@" + second);
        }
        for (int flow = 1; flow <= 10; flow++) {
            expected.add(flow + "@" + (9 + flow));
        }
        expected.add("0@20");
        assertThat(line.drain()).containsExactlyElementsOf(expected);
    }

    /**
     * The fluid serves both flows by halves until 8, although flow 2's packet has left the line at 4: at 6, V is 3, and flow 3's
     * F is 5; flow 2's is 4 + 2 = 6. Of the flows that wait for the line there would be one only from 4 on, V would be 4, and both F
     * would be 6.
     */
    @Test
    void virtualTimeFollowsTheFluidAndNotTheQueues() {
        FairLine line =
                new FairLine("wfq").come(1, 10).come(2, 4).until(6).come(2, 2).come(3, 2);

        assertThat(line.drain()).containsExactly("2@0", "1@4", "3@14", "2@16");
    }

    /** At 2 each flow has had 1 of 10 and 3 of its own; with a weight of 3 the fluid needs 2/3 for the 2 that are left of flow 2. */
    @Test
    void aNewWeightCountsForWhatTheFluidHasLeft() {
        FairLine line =
                new FairLine("wfq").weight(2, 1).come(1, 1, 2).come(2, 3, 1).until(2);
        // F of flow 1: 1, 3; of flow 2: 3, 4 before, and 1 + 2/3, 2 after. V is 1.
        line.changeWeight(2, 3);

        assertThat(line.drain()).containsExactly("1@0", "1@1", "2@3", "2@6");
    }

    @Test
    void equalFinishesGoToTheLowerFlowOrToThePacketThatCameFirst() {
        assertThat(new FairLine("wfq").come(7, 1).come(3, 1).order()).isEqualTo("3 7");
        assertThat(new FairLine("wfq", BY_ARRIVAL).come(7, 1).come(3, 1).order())
                .isEqualTo("7 3");
    }
}
