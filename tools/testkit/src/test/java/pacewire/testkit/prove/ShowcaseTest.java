package pacewire.testkit.prove;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;

import static org.assertj.core.api.Assertions.assertThat;

class ShowcaseTest {
    /** The largest packet has 1500 bytes: no flow of a fair queue lags by more, and no flow of wf2q+ is ahead by more. */
    @Test
    void aFairQueueStaysWithinAPacketOfTheFluidAndFifoDoesNot() {
        assertThat(heights(showcase("wf2q+").lag())).allMatch(lag -> -1500 <= lag && lag <= 1500);
        assertThat(Collections.max(heights(showcase("fifo").lag()))).isGreaterThan(3000);
    }

    @Test
    void unfairnessGrowsWithTheWindowOnlyWhereWeightsMeanNothing() {
        List<Double> fair = showcase("wf2q+").fairness().get(0).ys();
        List<Double> unfair = showcase("rr").fairness().get(0).ys();

        // 1500 B for weight 1 and 1500/4 for weight 4 and the like: a few packets per weight.
        assertThat(Collections.max(fair)).isLessThan(2 * 1500.0);
        assertThat(unfair.get(unfair.size() - 1)).isGreaterThan(5 * 1500.0);
    }

    @Test
    void gapsAreThereForEveryFlow() {
        assertThat(showcase("fifo").gaps()).extracting(Showcase.Curve::name).hasSize(4);
        assertThat(heights(showcase("fifo").gaps())).allMatch(gap -> gap > 0);
    }

    private static Showcase showcase(String name) {
        return new Showcase(SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow()));
    }

    private static List<Double> heights(List<Showcase.Curve> curves) {
        return curves.stream().flatMap(curve -> curve.ys().stream()).toList();
    }
}
