package pacewire.core.stats;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TimeWeightedTest {
    /** 0 for 10, 4 for 20, 1 for 10: area 90 over 40. */
    @Test
    void theMeanIsTheAreaOverTheTime() {
        TimeWeighted level = new TimeWeighted(0, 100);
        level.set(4, 110);
        level.add(-3, 130);

        assertThat(level.mean(140)).isEqualTo(2.25);
        assertThat(level.level()).isEqualTo(1);
        assertThat(level.max()).isEqualTo(4);
    }

    @Test
    void askingForTheMeanChangesNothing() {
        TimeWeighted level = new TimeWeighted(2, 0);
        level.mean(10);
        level.set(4, 10);

        assertThat(level.mean(20)).isEqualTo(3);
    }

    @Test
    void theMeanOfNoTimeIsTheLevel() {
        assertThat(new TimeWeighted(7, 50).mean(50)).isEqualTo(7);
    }

    /** A level of 10^9 over 10^12 ps has an area of 10^21, beyond 63 bits. */
    @Test
    void theAreaDoesNotOverflow() {
        TimeWeighted level = new TimeWeighted(1_000_000_000, 0);
        level.set(3_000_000_000L, 1_000_000_000_000L);

        assertThat(level.mean(2_000_000_000_000L)).isEqualTo(2_000_000_000);
    }

    @Test
    void severalChangesAtOneInstantCountWithTheLast() {
        TimeWeighted level = new TimeWeighted(0, 0);
        level.set(100, 5);
        level.set(1, 5);

        assertThat(level.mean(10)).isEqualTo(0.5);
        assertThat(level.max()).isEqualTo(100);
    }

    @Test
    void aChangeInThePastIsRefused() {
        TimeWeighted level = new TimeWeighted(0, 10);

        assertThatThrownBy(() -> level.set(1, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> level.mean(9)).isInstanceOf(IllegalArgumentException.class);
    }
}
