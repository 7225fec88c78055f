package pacewire.model.os;

import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;

import static org.assertj.core.api.Assertions.assertThat;

/** A tick every 40 us: 2 us of timer interrupt and 1 us of work on the tiny machine. */
class TickTest {
    private static final long US = SimTime.MICROSECOND;

    /**
     * A thread runs from 3 us on and computes 100 us. Ticks at 40, 80 and, as these have made it longer, no third before its
     * end at 3 + 100 + 2 * 3 = 109 us; its exit takes 1 us more, and then the core is idle.
     */
    @Test
    void aBusyCoreIsInterruptedAtEveryPointOfTheGrid() {
        TinyServer server = server();
        ScriptedProgram program = new ScriptedProgram(os -> os.compute(100 * US));
        server.spawn(program);
        server.runUntilUs(10_000);

        assertThat(program.instants).last().isEqualTo("109");
        assertThat(server.kernel.interrupts()).isEqualTo(2);
    }

    /** Idle from 1 us on, it sleeps without ticks until its timer at 1050 us; awake until 1057 us, it meets no tick. */
    @Test
    void anIdleCoreHasNoTick() {
        TinyServer server = server();
        server.spawn(new ScriptedProgram(os -> ClockNanosleepCall.sleepUntil(os, 1000 * US)));
        server.runUntilUs(10_000);

        assertThat(server.kernel.interrupts()).isEqualTo(1);
    }

    /** Behind the sleep the grid is the old one: computing from 1056 us on, the ticks are at 1080 and 1120 us. */
    @Test
    void aCoreThatWakesWaitsForTheNextPointOfTheGrid() {
        TinyServer server = server();
        ScriptedProgram program =
                new ScriptedProgram(os -> ClockNanosleepCall.sleepUntil(os, 1000 * US), os -> os.compute(70 * US));
        server.spawn(program);
        server.runUntilUs(10_000);

        assertThat(program.instants).last().isEqualTo(Long.toString(1056 + 70 + 2 * 3));
        assertThat(server.kernel.interrupts()).isEqualTo(1 + 2);
    }

    private static TinyServer server() {
        return new TinyServer.Builder()
                .scheduler("fifo", Map.of())
                .machine(new TinyMachine().with(CostItem.TICK_PERIOD, 40 * US).with(CostItem.TICK_WORK, US))
                .build();
    }
}
