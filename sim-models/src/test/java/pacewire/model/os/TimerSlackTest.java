package pacewire.model.os;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.os.cpu.SchedulingPolicy;
import pacewire.model.os.machine.CostItem;

import static org.assertj.core.api.Assertions.assertThat;

/** Slack of each thread's sleeps, on the tiny machine: 50 us usually, latency 1, interrupt 2, switch 3, entry 1. */
class TimerSlackTest {
    private static final long US = SimTime.MICROSECOND;

    /** Alone, a sleep ends at the end of its slack: 1000 + 5 us, then 1 + 2 + 3 us until the thread runs. */
    @Test
    void aThreadsSleepEndsAtTheEndOfItsOwnSlack() {
        ScriptedProgram program = run(
                os -> PrctlCall.setTimerSlack(os, 5 * US),
                os -> ClockNanosleepCall.sleepUntil(os, 1000 * US),
                PrctlCall::timerSlack);

        assertThat(program.instants).element(2).isEqualTo("1011");
        assertThat(program.results).containsExactly("0", "0", "5000");
    }

    /** As without the call: 1000 + 50 + 6 us. */
    @Test
    void zeroIsWhatIsUsual() {
        ScriptedProgram program = run(
                os -> PrctlCall.setTimerSlack(os, 5 * US),
                os -> PrctlCall.setTimerSlack(os, 0),
                os -> ClockNanosleepCall.sleepUntil(os, 1000 * US),
                PrctlCall::timerSlack);

        assertThat(program.instants).element(3).isEqualTo("1056");
        assertThat(program.results).containsExactly("0", "0", "0", "50000");
    }

    /** A thread that is made has its maker's slack, and keeps it when the maker's changes. */
    @Test
    void aNewThreadBeginsWithItsMakersSlack() {
        ScriptedProgram child = new ScriptedProgram(PrctlCall::timerSlack);
        run(
                os -> PrctlCall.setTimerSlack(os, 7 * US),
                os -> CloneCall.startThread(os, child),
                os -> PrctlCall.setTimerSlack(os, 9 * US));

        assertThat(child.results).containsExactly("7000");
    }

    /** 1000 us, and 1 + 2 + 3: whatever its slack is set to. */
    @Test
    void aRealTimeThreadsSleepHasNoSlack() {
        TinyServer server = server();
        ScriptedProgram program = new ScriptedProgram(
                os -> PrctlCall.setTimerSlack(os, 5 * US), os -> ClockNanosleepCall.sleepUntil(os, 1000 * US));
        ThreadSettings realTime = ThreadSettings.silent(SchedulingPolicy.fifo(1), List.of());
        server.kernel.startThread(new OsProcess("server", 16, realTime), program, 0);
        server.runUntilUs(10_000);

        assertThat(program.instants).last().isEqualTo("1006");
    }

    /** Sleeps due at 1000 and 1004 us: the second one's interrupt, with 1 us of slack, takes the first along. */
    @Test
    void aSleepWithMuchSlackSharesTheInterruptOfOneWithLittle() {
        TinyServer server = server();
        ScriptedProgram patient = new ScriptedProgram(os -> ClockNanosleepCall.sleepUntil(os, 1000 * US));
        ScriptedProgram strict = new ScriptedProgram(
                os -> PrctlCall.setTimerSlack(os, US), os -> ClockNanosleepCall.sleepUntil(os, 1004 * US));
        server.spawn(patient);
        server.spawn(strict);
        server.runUntilUs(10_000);

        // 1004 + 1 of slack + 1 of latency + 2 of interrupt; the strict one's range ends first, so it runs first:
        // switch 3,
        // exit 1, and the switch to the patient one, 3.
        assertThat(server.kernel.timerWakeups()).isEqualTo(2);
        assertThat(server.kernel.interrupts()).isEqualTo(1);
        assertThat(patient.instants).last().isEqualTo(Long.toString(1008 + 3 + 1 + 3));
        assertThat(strict.instants).last().isEqualTo(Long.toString(1008 + 3));
    }

    @Test
    void straceShowsTheCall() {
        TinyServer server = server();
        server.spawn(new ScriptedProgram(os -> PrctlCall.setTimerSlack(os, 5 * US), PrctlCall::timerSlack));
        server.runUntilUs(100);

        assertThat(server.calls).element(0).asString().contains("prctl(PR_SET_TIMERSLACK, 5000) = 0");
        assertThat(server.calls).element(1).asString().contains("prctl(PR_GET_TIMERSLACK) = 5000");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static ScriptedProgram run(java.util.function.Function<Syscalls, Step>... steps) {
        TinyServer server = server();
        ScriptedProgram program = new ScriptedProgram(steps);
        server.spawn(program);
        server.runUntilUs(10_000);
        return program;
    }

    private static TinyServer server() {
        return new TinyServer.Builder()
                .scheduler("fifo", Map.of())
                .machine(new TinyMachine().with(CostItem.CONTEXT_SWITCH, 2 * US))
                .build();
    }
}
