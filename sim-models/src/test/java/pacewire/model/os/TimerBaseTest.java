package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;

import static org.assertj.core.api.Assertions.assertThat;

/** Timers with a latency of 1 us, and an interrupt of 2 us. */
class TimerBaseTest {
    private static final long US = SimTime.MICROSECOND;

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();
    private final Core core = new Cpu(
                    1, simulation, new TinyMachine().profile(), (thread, nowPs) -> thread.block(DelayPart.TIMER))
            .core(0);
    private final TimerBase timers = core.timers();

    @Test
    void aTimerExpiresAtItsHardInstantAfterLatencyAndInterrupt() {
        arm(new Timer("a"), 100, 150);
        run();

        assertThat(log).containsExactly("153 a");
        assertThat(timers.interrupts()).isEqualTo(1);
        assertThat(timers.expiries()).isEqualTo(1);
    }

    @Test
    void whoseSoftInstantHasComeIsTakenAlong() {
        arm(new Timer("a"), 100, 150);
        // The interrupt for a comes at 151 us, and its work ends at 153 us: up to then, timers go along.
        arm(new Timer("b"), 153, 200);
        arm(new Timer("c"), 154, 220);
        run();

        assertThat(log).containsExactly("153 a", "153 b", "223 c");
        assertThat(timers.interrupts()).isEqualTo(2);
        assertThat(timers.expiries()).isEqualTo(3);
    }

    /** As in hrtimer.c: the tree is ordered by the hard instant, and the walk ends at the first that may not expire yet. */
    @Test
    void whoStandsBehindOneThatMayNotExpireYetIsNotTakenAlong() {
        arm(new Timer("a"), 100, 150);
        arm(new Timer("b"), 190, 200);
        arm(new Timer("c"), 110, 210);
        run();

        assertThat(log).containsExactly("153 a", "203 b", "203 c");
    }

    @Test
    void timersOfOneInstantExpireInTheOrderOfArming() {
        arm(new Timer("a"), 100, 100);
        arm(new Timer("b"), 100, 100);
        arm(new Timer("c"), 100, 100);
        run();

        assertThat(log).containsExactly("103 a", "103 b", "103 c");
        assertThat(timers.interrupts()).isEqualTo(1);
    }

    @Test
    void aTimerOfThePastExpiresAtOnce() {
        at(500, () -> arm(new Timer("a"), 100, 100));
        run();

        assertThat(log).containsExactly("502 a");
    }

    @Test
    void aCancelledTimerDoesNotExpireAndItsInterruptDoesNotCome() {
        Timer timer = new Timer("a");
        arm(timer, 100, 100);
        at(50, () -> timers.cancel(timer, simulation.nowPs()));
        at(60, () -> timers.cancel(timer, simulation.nowPs()));
        run();

        assertThat(log).isEmpty();
        assertThat(timers.interrupts()).isZero();
        assertThat(core.usage(simulation.nowPs()).busyPs()).isZero();
        assertThat(timer.isArmed()).isFalse();
    }

    @Test
    void theInterruptComesForTheNextTimerWhenTheFirstIsCancelled() {
        Timer timer = new Timer("a");
        arm(timer, 100, 100);
        arm(new Timer("b"), 200, 200);
        at(50, () -> timers.cancel(timer, simulation.nowPs()));
        run();

        assertThat(log).containsExactly("203 b");
        assertThat(timers.interrupts()).isEqualTo(1);
    }

    @Test
    void armingAgainMovesATimer() {
        Timer later = new Timer("later");
        Timer sooner = new Timer("sooner");
        arm(later, 100, 100);
        arm(sooner, 200, 200);
        at(10, () -> arm(later, 300, 300));
        at(20, () -> arm(sooner, 50, 50));
        run();

        assertThat(log).containsExactly("53 sooner", "303 later");
        assertThat(timers.interrupts()).isEqualTo(2);
    }

    @Test
    void aTimerMayArmItselfAgainWhileItExpires() {
        Timer timer = new Timer("a");
        timer.periodUs = 100;
        arm(timer, 100, 100);
        simulation.runUntil(450 * US);

        // Counted from the instant at which it ran: 103 us, then 100 us, 1 us and 2 us later.
        assertThat(log).containsExactly("103 a", "206 a", "309 a", "412 a");
    }

    @Test
    void aTimerArmedForNowWhileTheInterruptRunsIsTakenAlong() {
        Timer second = new Timer("b");
        Timer first = new Timer("a");
        first.then = () -> arm(second, 103, 103);
        arm(first, 100, 100);
        run();

        assertThat(log).containsExactly("103 a", "103 b");
        assertThat(timers.interrupts()).isEqualTo(1);
    }

    @Test
    void aTimerMayCancelTheNextOneOfTheSameInterrupt() {
        Timer second = new Timer("b");
        Timer first = new Timer("a");
        first.then = () -> timers.cancel(second, simulation.nowPs());
        arm(first, 100, 100);
        arm(second, 100, 100);
        run();

        assertThat(log).containsExactly("103 a");
    }

    @Test
    void anotherInterruptDelaysTheTimers() {
        arm(new Timer("a"), 100, 100);
        at(99, () -> core.raise(new Busy(10), simulation.nowPs()));
        run();

        // The other one ends at 109 us.
        assertThat(log).containsExactly("111 a");
    }

    /** Against a list: who is due first expires first, and everyone within its range plus latency and interrupts. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyTimerExpiresOnceWithinItsRange(long seed) {
        RandomStream random = new RandomStreams(seed).stream("timers");
        List<Timer> all = new ArrayList<>();
        int cancelled = 0;
        for (int i = 0; i < 200; i++) {
            Timer timer = new Timer("t" + i);
            all.add(timer);
            long softUs = 1 + random.nextLong(10_000);
            arm(timer, softUs, softUs + random.nextLong(50));
            if (random.nextLong(4) == 0) {
                long newSoftUs = 1 + random.nextLong(10_000);
                arm(timer, newSoftUs, newSoftUs + random.nextLong(50));
            }
            if (random.nextLong(5) == 0) {
                timers.cancel(timer, 0);
                cancelled++;
            }
        }
        run();

        assertThat(log).hasSize(200 - cancelled);
        // At worst, the interrupt of the timer before it has just begun to end when this one is due: 2 us, 1 us and 2
        // us.
        assertThat(all)
                .filteredOn(timer -> timer.expiredPs >= 0)
                .allSatisfy(timer -> assertThat(timer.expiredPs).isBetween(timer.softPs, timer.hardPs + 5 * US));
    }

    private void arm(KernelTimer timer, long softUs, long hardUs) {
        timers.arm(timer, softUs * US, hardUs * US, simulation.nowPs());
    }

    private void at(long us, Runnable action) {
        simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                us * US);
    }

    private void run() {
        while (simulation.step()) {
            // until nothing is left to do
        }
    }

    private final class Timer extends KernelTimer {
        private final String name;
        private long periodUs;
        private Runnable then = () -> {};
        private long expiredPs = Long.MIN_VALUE;

        Timer(String name) {
            this.name = name;
        }

        @Override
        void expired(TimerBase base, long nowPs) {
            log.add(TinyServer.us(nowPs) + " " + name);
            expiredPs = nowPs;
            if (periodUs > 0) {
                base.arm(this, nowPs + periodUs * US, nowPs + periodUs * US, nowPs);
            }
            then.run();
        }
    }

    private static final class Busy extends InterruptWork {
        private final long us;

        Busy(long us) {
            this.us = us;
        }

        @Override
        String name() {
            return "busy";
        }

        @Override
        long begin(long nowPs) {
            return us * US;
        }

        @Override
        boolean complete(long nowPs) {
            return false;
        }
    }
}
