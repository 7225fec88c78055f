package pacewire.testkit.reference;

import org.junit.jupiter.api.Test;

import pacewire.core.units.Rational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FluidGpsTest {
    private final FluidGps fluid = new FluidGps(Rational.ONE);

    private static Rational number(String text) {
        return Rational.parse(text);
    }

    @Test
    void theSlopeFollowsTheFluidsBacklogAndNotTheFlowsThereAre() {
        // Two flows share until the short one ends at 2, then one has all: 1 + (4 - 2) at time 4.
        fluid.arrive(1, number("1"), number("0"));
        FluidPacket longer = fluid.arrive(2, number("5"), number("0"));
        fluid.advance(number("4"));

        assertThat(fluid.virtualTime()).isEqualTo(number("3"));
        assertThat(fluid.service(1, number("1"))).isEqualTo(number("1/2"));
        assertThat(fluid.service(1, number("4"))).isEqualTo(number("1"));
        assertThat(fluid.service(2, number("3"))).isEqualTo(number("2"));
        fluid.drain();
        assertThat(fluid.finish(longer)).isEqualTo(number("6"));
    }

    @Test
    void virtualTimeStartsAtZeroWithEachBusyPeriod() {
        FluidPacket first = fluid.arrive(1, number("2"), number("0"));
        // The fluid is empty at 2: what comes then begins another period.
        FluidPacket second = fluid.arrive(1, number("1"), number("2"));
        FluidPacket third = fluid.arrive(2, number("1"), number("10"));
        fluid.drain();

        assertThat(first.period()).isEqualTo(1);
        assertThat(second.period()).isEqualTo(2);
        assertThat(second.virtualStart()).isEqualTo(Rational.ZERO);
        assertThat(third.virtualStart()).isEqualTo(Rational.ZERO);
        assertThat(fluid.finish(first)).isEqualTo(number("2"));
        assertThat(fluid.finish(second)).isEqualTo(number("3"));
        assertThat(fluid.finish(third)).isEqualTo(number("11"));
        assertThat(fluid.service(1, number("5/2"))).isEqualTo(number("5/2"));
        assertThat(fluid.service(1, number("11"))).isEqualTo(number("3"));
    }

    @Test
    void aNewWeightServesWhatIsLeft() {
        FluidPacket halfDone = fluid.arrive(1, number("2"), number("0"));
        FluidPacket behind = fluid.arrive(1, number("3"), number("0"));
        FluidPacket other = fluid.arrive(2, number("10"), number("0"));
        // At 2 each has had 1. From then on flow 1 gets 3 of 4 parts: the 4 that it has left take 16/3.
        fluid.setWeight(1, number("3"), number("2"));
        fluid.drain();

        assertThat(fluid.finish(halfDone)).isEqualTo(number("10/3"));
        assertThat(fluid.finish(behind)).isEqualTo(number("22/3"));
        assertThat(fluid.service(2, number("22/3"))).isEqualTo(number("7/3"));
        assertThat(fluid.finish(other)).isEqualTo(number("15"));
    }

    @Test
    void aPacketThatIsNotServedYetHasNoFinishTime() {
        FluidPacket packet = fluid.arrive(1, number("2"), number("0"));
        fluid.advance(number("1"));

        assertThatThrownBy(() -> fluid.finish(packet)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fluid.service(1, number("3/2"))).isInstanceOf(IllegalArgumentException.class);
    }
}
