package pacewire.model.os;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Interrupts without cause, 2 us each on the tiny machine. */
class InterruptStormTest {
    private static final long US = SimTime.MICROSECOND;

    /**
     * A thread computes 100 us from 3 us on. From 10 us to 60 us an interrupt of 2 us comes every 10 us: five of them, at 10, 20,
     * 30, 40 and 50 us, and the thread is done 10 us later than at 103 us.
     */
    @Test
    void eachInterruptDelaysWhatRuns() {
        TinyServer server = server();
        ScriptedProgram program = new ScriptedProgram(os -> os.compute(100 * US));
        server.spawn(program);
        server.runUntilUs(10);
        server.kernel.interruptStorm(10 * US, 60 * US);
        server.runUntilUs(1000);

        assertThat(program.instants).last().isEqualTo("113");
        assertThat(server.kernel.interrupts()).isEqualTo(5);
        assertThat(server.kernel.cpuBusyPs()).isEqualTo((3 + 100 + 10 + 1) * US);
    }

    /** Every microsecond, and each takes two: every second one is lost in the one that runs, and threads wait to the end. */
    @Test
    void aStormFasterThanTheCoreStopsItUntilItsEnd() {
        TinyServer server = server();
        ScriptedProgram program = new ScriptedProgram(os -> os.compute(100 * US));
        server.spawn(program);
        server.runUntilUs(10);
        server.kernel.interruptStorm(US, 60 * US);
        server.runUntilUs(1000);

        // 7 us were done before; from 60 us on nothing holds the rest of 93 us up but what is left of the last one.
        assertThat(program.instants)
                .last()
                .satisfies(end -> assertThat(Long.parseLong(end)).isBetween(153L, 155L));
        assertThat(server.kernel.interrupts()).isBetween(25L, 50L);
    }

    /** On a machine whose interrupts cost nothing, none is lost: 99,900 without work, and Linux turns it off. */
    @Test
    void linuxTurnsAnInterruptOffThatNobodyCaresFor() {
        TinyServer server = new TinyServer.Builder()
                .scheduler("fifo", Map.of())
                .machine(new TinyMachine().with(CostItem.INTERRUPT, 0))
                .build();
        server.kernel.interruptStorm(US, 200_000 * US);
        server.runUntilUs(300_000);

        assertThat(server.kernel.interrupts()).isEqualTo(99_900);
    }

    @Test
    void aStormNeedsTimeBetweenItsInterrupts() {
        TinyServer server = server();

        assertThatThrownBy(() -> server.kernel.interruptStorm(0, 60 * US))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a storm needs time between its interrupts");
    }

    private static TinyServer server() {
        return new TinyServer.Builder().scheduler("fifo", Map.of()).build();
    }
}
