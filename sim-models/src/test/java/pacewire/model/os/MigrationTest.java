package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

/** When threads change cores. A switch takes 2 us, a wake-up 1, lost caches 4 on the same core and 7 on another. */
class MigrationTest {
    private static final long US = SimTime.MICROSECOND;

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();
    private final List<OsProcess> processes = new ArrayList<>();
    private final TinyMachine machine =
            new TinyMachine().with(CostItem.MIGRATION, 7 * US).with(CostItem.CACHE_REFILL, 4 * US);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    /**
     * T3 runs on core 1 until 13 us. T1 has that core from 20 us on, T2 core 0 until 20 + 3 + 50 us. T3 is woken at 30 us, waits
     * where it ran, and is taken by core 0 at 73 us: switch, wake-up and caches, then its 100 us.
     */
    @Test
    void aCoreThatRunsDryTakesOneThatWaitsElsewhere() {
        Cpu cpu = cpu(2);
        OsThread first = thread();
        OsThread second = thread();
        OsThread third = thread();
        at(0, () -> start(cpu, third, 10));
        at(20, () -> start(cpu, first, 5_000));
        at(20, () -> start(cpu, second, 50));
        at(30, () -> start(cpu, third, 100));
        simulation.runUntil(10_000 * US);

        assertThat(log).containsExactly("13 T3", "73 T2", "183 T3", "5023 T1");
        assertThat(third.process().usage().migrations).isEqualTo(1);
        assertThat(first.process().usage().migrations + second.process().usage().migrations)
                .isZero();
    }

    /**
     * Slices of 10 ms. T1 and T3 share core 1: T1 until 10,003 us, T3 until 20,006, T1 until 20,012 + 10,000, T3 again. Core 0 is
     * idle from 10,100 us on and leaves T1 where its caches are, which waits since 97 us. The comparison comes 16 ms for each core
     * after the first thread came: by then T1 waits for 1,988 us, and goes: switch 2, caches 7, and its last 80 ms.
     */
    @Test
    void whoRanAMomentAgoIsLeftWhereItsCachesAreUntilLater() {
        machine.with(CostItem.TIME_SLICE, 10_000 * US);
        Cpu cpu = cpu(2);
        OsThread first = thread();
        OsThread second = thread();
        OsThread third = thread();
        at(0, () -> start(cpu, first, 100_000));
        at(0, () -> start(cpu, second, 10_097));
        at(5, () -> start(cpu, third, 100_000));
        simulation.runUntil(300_000 * US);

        // T3 has done 10,000 us by 20,006 us; from 30,018 us on it has core 1 for itself.
        assertThat(log).containsExactly("10100 T2", "112009 T1", "120018 T3");
        assertThat(first.process().usage().migrations).isEqualTo(1);
        assertThat(third.process().usage().migrations).isZero();
    }

    /**
     * Slices of 100 us: whoever waits ran less than half a millisecond ago, so two comparisons move nobody, at 32 and 64 ms. The
     * third one does (Linux {@code nr_balance_failed} above {@code cache_nice_tries}, which is 1).
     */
    @Test
    void afterTwoComparisonsInVainCachesCountNoMore() {
        Cpu cpu = cpu(2);
        OsThread first = thread();
        OsThread second = thread();
        OsThread third = thread();
        at(0, () -> start(cpu, first, 200_000));
        at(0, () -> start(cpu, second, 1_000));
        at(5, () -> start(cpu, third, 200_000));
        simulation.runUntil(95_000 * US);
        assertThat(cpu.core(0).isIdle()).isTrue();
        simulation.runUntil(97_000 * US);
        assertThat(cpu.core(0).isIdle()).isFalse();
        simulation.runUntil(600_000 * US);

        assertThat(first.process().usage().migrations + third.process().usage().migrations)
                .isEqualTo(1);
    }

    /** Nobody runs where it may not, all work is done once,. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void boundThreadsStayAndAllWorkIsDone(long seed) {
        RandomStream random = new RandomStreams(seed).stream("move");
        ThreadScheduling[] ways = ThreadScheduling.values();
        machine.sharing(List.of(ways).get(random.nextInt(ways.length)));
        int cores = 2 + random.nextInt(4);
        Cpu cpu = cpu(cores);
        List<List<Integer>> allowed = new ArrayList<>();
        long workUs = 0;
        for (int i = 0; i < 40; i++) {
            int core = random.nextInt(2 * cores);
            allowed.add(core < cores ? List.of(core) : List.of());
            OsThread thread = thread(allowed.get(i));
            long ownUs = 1L + random.nextInt(5_000);
            workUs += ownUs;
            at(random.nextInt(30_000), () -> start(cpu, thread, ownUs));
        }
        for (int step = 0; step < 400; step++) {
            simulation.runUntil(simulation.nowPs() + 500 * US);
            for (int core = 0; core < cores; core++) {
                OsThread running = cpu.core(core).current();
                if (running != null) {
                    assertThat(allowed.get(running.id() - 1)).isIn(List.of(), List.of(core));
                }
            }
        }
        assertThat(log).hasSize(40);
        long doneUs = processes.stream()
                        .mapToLong(process -> process.usage().userPs + process.usage().systemPs)
                        .sum()
                / US;
        assertThat(doneUs).isGreaterThanOrEqualTo(workUs);
        for (int i = 0; i < 40; i++) {
            if (!allowed.get(i).isEmpty()) {
                assertThat(processes.get(i).usage().migrations).isZero();
            }
        }
    }

    private Cpu cpu(int cores) {
        return new Cpu(cores, simulation, machine.profile(), this::workDone);
    }

    private void workDone(OsThread thread, long nowPs) {
        log.add(TinyServer.us(nowPs) + " T" + thread.id());
        thread.block(DelayPart.TIMER);
    }

    private OsThread thread() {
        return thread(List.of());
    }

    private OsThread thread(List<Integer> cores) {
        OsProcess process = new OsProcess("test", 1024, ThreadSettings.silent(SchedulingPolicy.NORMAL, cores));
        processes.add(process);
        return new OsThread(process, processes.size(), (last, os) -> ExitCall.exit(os), simulation.nowPs());
    }

    private void start(Cpu cpu, OsThread thread, long workUs) {
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
}
