package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;
import pacewire.model.os.cpu.SchedulingPolicy;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.ThreadScheduling;
import pacewire.model.packet.DelayPart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Cores that share by weight in slices of 100 us on one core, with a context switch of 2 us and a wake-up of 1 us. */
class FairCoreTest {
    private static final long US = SimTime.MICROSECOND;

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();
    private final List<OsProcess> processes = new ArrayList<>();
    private final TinyMachine machine = new TinyMachine().fair();
    private Cpu cpu = cpu(1);

    @Test
    void aRealTimeThreadPreEmptsAFairOneAtOnce() {
        start(thread(SchedulingPolicy.NORMAL), 300);
        at(50, () -> start(thread(SchedulingPolicy.fifo(1)), 10));
        runUntilUs(1000);

        // T2 is switched to from 50 to 53 us; T1 has 253 us left and is switched to again until 65 us.
        assertThat(log).containsExactly("63 T2", "318 T1");
    }

    @Test
    void aHigherPriorityPreEmptsALowerOneWhichStaysFirstOfItsOwn() {
        start(thread(SchedulingPolicy.fifo(1)), 100);
        at(1, () -> start(thread(SchedulingPolicy.fifo(1)), 10));
        at(50, () -> start(thread(SchedulingPolicy.roundRobin(2)), 10));
        runUntilUs(1000);

        // T1 has done 47 us at 50 us; T3 until 63 us; T1 from 65 us for 53 us; T2 from 121 us.
        assertThat(log).containsExactly("63 T3", "118 T1", "131 T2");
    }

    @Test
    void realTimeThreadsLeaveAPartOfEachSecond() {
        start(thread(SchedulingPolicy.fifo(50)), 2_000_000);
        start(thread(SchedulingPolicy.NORMAL), 10_000);
        runUntilUs(3_000_000);

        // 950 ms of work from 3 us on, then T2 from 950,006 us. T1 goes on at 1 s, behind a switch of 2 us, for 950 ms;
        // the core idles; and at 2 s, again behind a switch, T1 has 100 ms left.
        assertThat(log).containsExactly("960006 T2", "2100002 T1");
    }

    @Test
    void softInterruptsAreHandedOverWhenAThreadIsDue() {
        start(thread(SchedulingPolicy.NORMAL), 100);
        at(10, () -> cpu.core(0).raise(new Packets(1_000, 1), simulation.nowPs()));
        at(20, () -> start(thread(SchedulingPolicy.fifo(1)), 10));
        runUntilUs(5_000);

        // The hard interrupt until 11 us, a pass of 300 packets until 311 us; then the real-time thread is due, and
        // goes first: until 324 us.
        assertThat(log).startsWith("324 T2");
        assertThat(cpu.usage(processes, simulation.nowPs())
                        .processes()
                        .get(processes.size())
                        .softInterruptPs())
                .isEqualTo(700 * US);
    }

    @Test
    void softInterruptsAreHandedOverAfterTwoMilliseconds() {
        start(thread(SchedulingPolicy.NORMAL), 100);
        at(10, () -> cpu.core(0).raise(new Packets(3_000, 1), simulation.nowPs()));
        runUntilUs(10_000);

        // From 11 us on seven passes of 300 packets: after the seventh, 2 ms are over. The rest competes in ksoftirqd.
        assertThat(cpu.usage(processes, simulation.nowPs())
                        .processes()
                        .get(processes.size())
                        .softInterruptPs())
                .isEqualTo(900 * US);
        assertThat(cpu.core(0).usage(simulation.nowPs()).softInterruptPs()).isEqualTo(3_000 * US);
    }

    @Test
    void anIdleCoreTakesItsIdleStatesExitToWake() {
        machine.with(CostItem.IDLE_EXIT, 5 * US);
        cpu = cpu(1);
        at(100, () -> start(thread(SchedulingPolicy.NORMAL), 10));
        runUntilUs(1000);

        assertThat(log).containsExactly("118 T1");
        assertThat(cpu.busyPs(simulation.nowPs())).isEqualTo(13 * US);
    }

    @Test
    void aCoreWhoseIdleStatesAreForbiddenPollsAndIsThereAtOnce() {
        machine.with(CostItem.IDLE_EXIT, 5 * US);
        cpu = cpu(1);
        at(40, () -> cpu.core(0).limitIdleExit(4 * US, simulation.nowPs()));
        at(100, () -> start(thread(SchedulingPolicy.NORMAL), 10));
        runUntilUs(1000);

        // A wake-up of 1 us and a switch of 2 us; it polls from 40 to 100 us and from 113 us on, and is idle meanwhile.
        assertThat(log).containsExactly("113 T1");
        assertThat(cpu.core(0).usage(simulation.nowPs()).pollingPs()).isEqualTo((60 + 887) * US);
        assertThat(cpu.core(0).usage(simulation.nowPs()).idlePs()).isEqualTo((1000 - 13) * US);
    }

    @Test
    void aCoreThatSleepsTooDeepIsWokenWhenThatIsForbidden() {
        machine.with(CostItem.IDLE_EXIT, 5 * US);
        cpu = cpu(1);
        at(98, () -> cpu.core(0).limitIdleExit(4 * US, simulation.nowPs()));
        at(100, () -> start(thread(SchedulingPolicy.NORMAL), 10));
        runUntilUs(1000);

        // It is on its way out of the idle state from 98 to 103 us.
        assertThat(log).containsExactly("116 T1");
    }

    @Test
    void deepIdleStatesAreForbiddenBeforeLightOnes() {
        machine.with(CostItem.IDLE_EXIT, 5 * US)
                .with(CostItem.DEEP_IDLE_EXIT, 50 * US)
                .with(CostItem.DEEP_IDLE_RESIDENCY, 20 * US);
        cpu = cpu(1);
        at(1, () -> cpu.core(0).limitIdleExit(49 * US, simulation.nowPs()));
        at(200, () -> start(thread(SchedulingPolicy.NORMAL), 10));
        runUntilUs(1000);

        assertThat(log).containsExactly("218 T1");
        assertThat(cpu.core(0).usage(simulation.nowPs()).pollingPs()).isZero();
    }

    @Test
    void anIsolatedCoreTakesNoThreadUnlessItIsBoundToIt() {
        cpu = new Cpu(2, true, simulation, machine.profile(), this::workDone, CpuTracer.NONE);
        OsThread free = thread(SchedulingPolicy.NORMAL);
        OsProcess bound = new OsProcess("bound", 1024, ThreadSettings.silent(SchedulingPolicy.NORMAL, List.of(1)));
        OsThread there = new OsThread(bound, 9, (last, os) -> ExitCall.exit(os), simulation.nowPs());

        assertThat(cpu.pacingCore()).isSameAs(cpu.core(1));
        assertThat(free.mayRunOn(cpu.core(0))).isTrue();
        assertThat(free.mayRunOn(cpu.core(1))).isFalse();
        assertThat(there.mayRunOn(cpu.core(1))).isTrue();
        assertThat(List.of(cpu.queueCore(0), cpu.queueCore(1))).containsOnly(cpu.core(0));
    }

    @Test
    void aCoreOfItsOwnForPacingLeavesAnotherOne() {
        assertThatThrownBy(() -> new Cpu(1, true, simulation, machine.profile(), this::workDone, CpuTracer.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a core of its own for the packet scheduler leaves no other of 1");
    }

    @ParameterizedTest(name = "{1}, seed {0}")
    @CsvSource({
        "1, FAIR",
        "2, FAIR",
        "3, FAIR",
        "4, FAIR",
        "5, FAIR",
        "6, FAIR",
        "7, FAIR",
        "8, FAIR",
        "1, COMPLETELY_FAIR",
        "2, COMPLETELY_FAIR",
        "3, COMPLETELY_FAIR",
        "4, COMPLETELY_FAIR",
        "5, COMPLETELY_FAIR",
        "6, COMPLETELY_FAIR",
        "7, COMPLETELY_FAIR",
        "8, COMPLETELY_FAIR",
        "1, ROUND_ROBIN",
        "2, ROUND_ROBIN",
        "3, ROUND_ROBIN",
        "4, ROUND_ROBIN"
    })
    void allTimeAddsUp(long seed, ThreadScheduling way) {
        machine.sharing(way);
        RandomStream random = new RandomStreams(seed).stream("sum");
        machine.with(CostItem.IDLE_EXIT, 2 * US).with(CostItem.MIGRATION, 5 * US);
        int cores = 1 + random.nextInt(4);
        cpu = cpu(cores);
        for (int i = 0; i < 60; i++) {
            SchedulingPolicy policy = random.nextInt(5) == 0
                    ? SchedulingPolicy.roundRobin(1 + random.nextInt(99))
                    : SchedulingPolicy.fair(random.nextInt(40) - 20);
            long workUs = random.nextInt(2_000);
            OsThread thread = thread(policy);
            at(random.nextInt(20_000), () -> start(thread, workUs));
            int core = random.nextInt(cores);
            int packets = 1 + random.nextInt(800);
            int hard = random.nextInt(2);
            at(random.nextInt(20_000), () -> cpu.core(core).raise(new Packets(packets, hard), simulation.nowPs()));
        }
        for (long us = 1_000; us <= 80_000; us += 7_919) {
            runUntilUs(us);
            CpuUsage usage = cpu.usage(processes, simulation.nowPs());
            long ofThreads = usage.processes().stream()
                    .mapToLong(process -> process.userPs() + process.systemPs())
                    .sum();
            long ofCores = usage.cores().stream()
                    .mapToLong(core -> core.interruptPs() + core.softInterruptPs() + core.idlePs())
                    .sum();
            assertThat(ofThreads + ofCores).isEqualTo(cores * simulation.nowPs());
            assertThat(usage.cores())
                    .allSatisfy(core -> assertThat(core.idlePs()).isNotNegative());
        }
        runUntilUs(500_000);
        assertThat(log).hasSize(60);
    }

    private Cpu cpu(int cores) {
        return new Cpu(cores, simulation, machine.profile(), this::workDone);
    }

    private void workDone(OsThread thread, long nowPs) {
        log.add(TinyServer.us(nowPs) + " T" + thread.id());
        thread.block(DelayPart.TIMER);
    }

    private OsThread thread(SchedulingPolicy policy) {
        OsProcess process = new OsProcess("test", 1024, ThreadSettings.silent(policy, List.of()));
        processes.add(process);
        return new OsThread(process, processes.size(), (last, os) -> ExitCall.exit(os), simulation.nowPs());
    }

    private void start(OsThread thread, long workUs) {
        thread.demand(workUs * US, DelayPart.COPY);
        cpu.makeReady(thread, simulation.nowPs());
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

    private void runUntilUs(long us) {
        simulation.runUntil(us * US);
    }

    /** Some packets of 1 us each, in soft slices, behind some hard ones. */
    private static final class Packets extends InterruptWork {
        private int left;
        private int hardLeft;

        Packets(int packets, int hardSlices) {
            left = packets;
            hardLeft = hardSlices;
        }

        @Override
        String name() {
            return "packets";
        }

        @Override
        boolean isHard() {
            return hardLeft > 0;
        }

        @Override
        long begin(long nowPs) {
            return US;
        }

        @Override
        boolean complete(long nowPs) {
            if (hardLeft > 0) {
                hardLeft--;
                return true;
            }
            left--;
            return left > 0;
        }
    }
}
