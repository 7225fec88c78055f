package pacewire.core.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulationTest {
    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();

    @Test
    void eventsFireByTimeAndThenByOrderOfScheduling() {
        simulation.schedule(logging("c"), 20);
        simulation.schedule(logging("a"), 10);
        simulation.schedule(logging("d"), 20);
        simulation.schedule(logging("b"), 10);
        simulation.runUntil(100);

        assertThat(log).containsExactly("10 a", "10 b", "20 c", "20 d");
        assertThat(simulation.eventsFired()).isEqualTo(4);
    }

    @Test
    void theClockStandsAtTheEventThatFires() {
        simulation.schedule(event("clock", now -> log.add(simulation.nowPs() + " " + now)), 30);
        simulation.runUntil(100);

        assertThat(log).containsExactly("30 30");
    }

    @Test
    void anEventMayScheduleItselfAgain() {
        Event[] tick = new Event[1];
        tick[0] = event("tick", now -> {
            log.add(now + " tick");
            simulation.schedule(tick[0], now + 10);
        });
        simulation.schedule(tick[0], 0);
        simulation.runUntil(25);

        assertThat(log).containsExactly("0 tick", "10 tick", "20 tick");
        assertThat(simulation.eventsPending()).isEqualTo(1);
    }

    @Test
    void anEventScheduledForNowFiresBehindThoseThatWait() {
        simulation.schedule(event("first", now -> simulation.schedule(logging("last"), now)), 10);
        simulation.schedule(logging("second"), 10);
        simulation.runUntil(10);

        assertThat(log).containsExactly("10 second", "10 last");
    }

    @Test
    void runningUntilAnInstantIncludesItAndLeavesTheClockThere() {
        simulation.schedule(logging("at the end"), 50);
        simulation.schedule(logging("too late"), 51);
        simulation.runUntil(50);

        assertThat(log).containsExactly("50 at the end");
        assertThat(simulation.nowPs()).isEqualTo(50);
        simulation.runUntil(49);
        assertThat(simulation.nowPs()).isEqualTo(50);
    }

    @Test
    void withNothingToDoTheClockStillReachesTheEnd() {
        simulation.runUntil(1_000);

        assertThat(simulation.nowPs()).isEqualTo(1_000);
        assertThat(simulation.step()).isFalse();
    }

    @Test
    void aRunInPiecesFiresTheSameEvents() {
        simulation.schedule(logging("a"), 10);
        simulation.schedule(logging("b"), 20);
        simulation.schedule(logging("c"), 30);
        simulation.schedule(logging("too late"), 51);

        assertThat(simulation.runUntil(50, 2)).isFalse();
        assertThat(log).containsExactly("10 a", "20 b");
        assertThat(simulation.nowPs()).isEqualTo(20);
        assertThat(simulation.runUntil(50, 2)).isTrue();
        assertThat(log).containsExactly("10 a", "20 b", "30 c");
        assertThat(simulation.nowPs()).isEqualTo(50);
    }

    @Test
    void theEndOfTimeCanBeRunTo() {
        simulation.schedule(logging("event"), 5);
        simulation.runUntil(Long.MAX_VALUE);

        assertThat(log).containsExactly("5 event");
    }

    @Test
    void anEventInThePastIsRefused() {
        simulation.runUntil(2_000_000);

        assertThatThrownBy(() -> simulation.schedule(logging("past"), 1_999_999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an event for 1999.999 ns was scheduled at 2 us, which is later: past");
    }

    @Test
    void aCancelledEventDoesNotFire() {
        Event event = logging("cancelled");
        simulation.schedule(event, 10);
        simulation.cancel(event);
        simulation.cancel(event);
        simulation.runUntil(100);

        assertThat(log).isEmpty();
    }

    @Test
    void aRescheduledEventGoesBehindTheOthersOfItsNewTime() {
        Event moved = logging("moved");
        simulation.reschedule(moved, 10);
        simulation.schedule(logging("waiting"), 20);
        simulation.reschedule(moved, 20);

        assertThat(simulation.timeOf(moved)).isEqualTo(20);
        simulation.runUntil(100);
        assertThat(log).containsExactly("20 waiting", "20 moved");
    }

    @Test
    void simulationsLiveSideBySide() {
        Simulation other = new Simulation();
        other.schedule(logging("other"), 10);
        simulation.runUntil(100);

        assertThat(log).isEmpty();
        other.runUntil(10);
        assertThat(log).containsExactly("10 other");
    }

    private Event logging(String name) {
        return event(name, now -> log.add(now + " " + name));
    }

    private static Event event(String name, LongConsumer action) {
        return new Event() {
            @Override
            protected void fire(long nowPs) {
                action.accept(nowPs);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
