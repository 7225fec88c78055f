package pacewire.model.os;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Cores with a context switch of 2 us, a wake-up of 1 us, and a time slice of 100 us. */
class CoreTest {
    private static final long US = SimTime.MICROSECOND;

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();
    private final TreeMap<Integer, Deque<Runnable>> afterwards = new TreeMap<>();
    private int nextThread = 1;
    private Cpu cpu = cpu(1);

    @Test
    void aThreadIsSwitchedToAndThenWorks() {
        start(thread(), 10);
        run();

        assertThat(log).containsExactly("13 T1");
        assertThat(cpu.contextSwitches()).isEqualTo(1);
        assertThat(busyUs()).isEqualTo(13);
    }

    @Test
    void anInterruptPreEmptsAThreadWhichThenDoesWhatWasLeft() {
        start(thread(), 10);
        at(7, () -> raise(new Handler("irq", 5)));
        run();

        // 3 us of switch and 4 of 10 us done at 7 us; 5 us of interrupt; 6 us left: 18 us. No second switch.
        assertThat(log).containsExactly("12 irq", "18 T1");
        assertThat(cpu.contextSwitches()).isEqualTo(1);
        assertThat(busyUs()).isEqualTo(18);
    }

    @Test
    void anInterruptMayPreEmptAContextSwitch() {
        start(thread(), 10);
        at(1, () -> raise(new Handler("irq", 5)));
        at(7, () -> raise(new Handler("irq", 5)));
        run();

        // 1 us of the switch done at 1 us, another one from 6 to 7 us, the third from 12 us; the work from 13 us on.
        assertThat(log).containsExactly("6 irq", "12 irq", "23 T1");
    }

    @Test
    void interruptsTakeTheirTurnsAndNothingPreEmptsThem() {
        start(thread(), 10);
        at(5, () -> raise(new Handler("a", 4)));
        at(6, () -> raise(new Handler("b", 2)));
        at(7, () -> raise(new Handler("c", 3)));
        run();

        // a from 5 to 9, b to 11, c to 14 us; the thread had done 2 us and has 8 left.
        assertThat(log).containsExactly("9 a", "11 b", "14 c", "22 T1");
    }

    @Test
    void anInterruptOfSeveralSlicesGoesBehindTheOthersThatWait() {
        at(0, () -> raise(new Handler("a", 4, 4)));
        at(1, () -> raise(new Handler("b", 2)));
        run();

        assertThat(log).containsExactly("4 a", "6 b", "10 a");
        assertThat(busyUs()).isEqualTo(10);
    }

    @Test
    void anInterruptWithoutACompetitorGoesOn() {
        at(0, () -> raise(new Handler("a", 4, 0, 3)));
        run();

        assertThat(log).containsExactly("4 a", "4 a", "7 a");
    }

    @Test
    void aWorkIsRaisedOnceAtATime() {
        Handler handler = new Handler("a", 4);
        core(0).raise(handler, 0);
        assertThatThrownBy(() -> core(0).raise(handler, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("raised already: a");
        run();
        assertThat(handler.isRaised()).isFalse();
    }

    @Test
    void whatAThreadsWorkRaisesOnItsCoreRunsBeforeItsNextPiece() {
        OsThread thread = thread();
        start(thread, 10);
        then(thread, () -> {
            raise(new Handler("softirq", 7));
            thread.demand(5 * US, DelayPart.SYSCALL);
        });
        run();

        assertThat(log).containsExactly("13 T1", "20 softirq", "25 T1");
        assertThat(cpu.contextSwitches()).isEqualTo(1);
    }

    @Test
    void aThreadThatBlocksMakesRoomForTheNext() {
        start(thread(), 10);
        start(thread(), 10);
        run();

        // Each is switched to once, 3 us.
        assertThat(log).containsExactly("13 T1", "26 T2");
        assertThat(cpu.contextSwitches()).isEqualTo(2);
    }

    @Test
    void timeSlicesRotateThreadsOnlyWhileOthersWait() {
        start(thread(), 250);
        start(thread(), 120);
        run();

        // T1 from 3 to 103 us; T2, woken, from 106 to 206; T1 goes on without a wake-up, 208 to 308; T2's last 20 us
        // from
        // 310 to 330; T1's last 50 us from 332 to 382.
        assertThat(log).containsExactly("330 T2", "382 T1");
        assertThat(cpu.contextSwitches()).isEqualTo(5);
        assertThat(busyUs()).isEqualTo(382);
    }

    @Test
    void aThreadAloneRunsOnBeyondItsSlice() {
        start(thread(), 1000);
        run();

        assertThat(log).containsExactly("1003 T1");
        assertThat(cpu.contextSwitches()).isEqualTo(1);
    }

    @Test
    void whoHasUsedItsSliceUpAloneGivesWayAtOnce() {
        OsThread first = thread();
        OsThread second = thread();
        start(first, 300);
        at(203, () -> start(second, 10));
        run();

        // 200 of 300 us done at 203 us; T2 from 206 to 216; T1 from 218 on.
        assertThat(log).containsExactly("216 T2", "318 T1");
    }

    @Test
    void whoComesWhileASliceRunsWaitsForItsEnd() {
        OsThread first = thread();
        OsThread second = thread();
        start(first, 300);
        at(43, () -> start(second, 10));
        run();

        // T1's slice ends at 103 us; T2 from 106 to 116; T1's 200 us from 118 on.
        assertThat(log).containsExactly("116 T2", "318 T1");
    }

    @Test
    void aSliceOfWorkThatEndsExactlyWithTheSliceRotatesBehindItsNextDemand() {
        OsThread first = thread();
        start(first, 100);
        then(first, () -> first.demand(10 * US, DelayPart.SYSCALL));
        start(thread(), 10);
        run();

        assertThat(log).containsExactly("103 T1", "116 T2", "128 T1");
    }

    @Test
    void aThreadWokenWhileItDecidesRunsAgain() {
        OsThread thread = thread();
        start(thread, 10);
        then(thread, () -> {
            thread.block(DelayPart.TIMER);
            thread.demand(5 * US, DelayPart.SYSCALL);
            cpu.makeReady(thread, simulation.nowPs());
        });
        run();

        // It gave up the core and is switched to again.
        assertThat(log).containsExactly("13 T1", "21 T1");
    }

    @Test
    void aThreadThatExitsIsNeverRunAgain() {
        OsThread thread = thread();
        start(thread, 10);
        then(thread, thread::exit);
        start(thread(), 10);
        run();

        assertThat(log).containsExactly("13 T1", "26 T2");
        assertThat(thread.isRunning()).isFalse();
        assertThat(thread.isBlocked()).isFalse();
    }

    @Test
    void aWokenThreadGoesWhereItRanLastIfThatIsIdle() {
        cpu = cpu(3);
        OsThread thread = thread();
        // The first time, to the idle core of the highest number.
        start(thread, 10);
        assertThat(lastCore(thread)).isEqualTo(2);
        run();
        start(thread(), 10);
        OsThread third = thread();
        start(third, 10);
        assertThat(lastCore(third)).isEqualTo(1);
        run();
        third.demand(US, DelayPart.SYSCALL);
        cpu.makeReady(third, simulation.nowPs());
        assertThat(lastCore(third)).isEqualTo(1);
    }

    @Test
    void aWokenThreadGoesToAnIdleCoreThenToTheLeastLoaded() {
        cpu = cpu(2);
        OsThread[] threads = {thread(), thread(), thread(), thread()};
        for (OsThread thread : threads) {
            start(thread, 10);
        }
        // Core 1, core 0, and with one on each the highest number, then the other.
        assertThat(threads).extracting(CoreTest::lastCore).containsExactly(1, 0, 1, 0);
    }

    /** As idle_cpu in kernel/sched: what counts is that no thread runs there. A timer so wakes its thread where that ran. */
    @Test
    void aCoreInAnInterruptIsIdleForAThreadThatIsWoken() {
        cpu = cpu(2);
        OsThread thread = thread();
        start(thread, 10);
        at(20, () -> core(1).raise(new Handler("irq", 50), simulation.nowPs()));
        at(30, () -> start(thread, 10));
        run();

        // The interrupt from 20 to 70 us, the switch and the wake-up until 73 us.
        assertThat(lastCore(thread)).isEqualTo(1);
        assertThat(log).containsExactly("13 T1", "70 irq", "83 T1");
    }

    @Test
    void aThreadReadiedDuringAnInterruptStartsAtItsEnd() {
        at(0, () -> raise(new Handler("irq", 5)));
        at(2, () -> start(thread(), 10));
        run();

        assertThat(log).containsExactly("5 irq", "18 T1");
        assertThat(busyUs()).isEqualTo(18);
    }

    @Test
    void whatAThreadWaitedForIsInItsTimeline() {
        OsThread first = thread();
        OsThread second = thread();
        start(first, 100);
        start(second, 10);
        at(105, () -> raise(new Handler("irq", 5)));
        run();

        // T2 is ready at 0; it runs from 103 us on: 2 us of the switch, 5 us of interrupt, 1 us of switch, 10 us of
        // work.
        assertThat(account(second)).containsExactly("RUN_QUEUE 106", "INTERRUPT 5", "COPY 10");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void allDemandedWorkIsDoneAndNothingElse(long seed) {
        RandomStream random = new RandomStreams(seed).stream("cores");
        cpu = cpu(1 + (int) random.nextLong(3));
        long demandedUs = 0;
        int threads = 1 + (int) random.nextLong(8);
        for (int i = 0; i < threads; i++) {
            OsThread thread = thread();
            long firstUs = random.nextLong(300);
            long secondUs = random.nextLong(300);
            demandedUs += firstUs + secondUs;
            then(thread, () -> thread.demand(secondUs * US, DelayPart.SYSCALL));
            at(random.nextLong(500), () -> start(thread, firstUs));
        }
        for (int i = 0; i < 20; i++) {
            long workUs = random.nextLong(30);
            int core = (int) random.nextLong(cpu.count());
            demandedUs += workUs;
            at(random.nextLong(1000), () -> core(core).raise(new Handler("irq", workUs), simulation.nowPs()));
        }
        run();

        assertThat(log).filteredOn(line -> line.contains("T")).hasSize(2 * threads);
        assertThat(log).filteredOn(line -> line.contains("irq")).hasSize(20);
        // Each dispatch is a switch of 2 us, the first of each thread a wake-up of 1 us in addition.
        assertThat(busyUs()).isEqualTo(demandedUs + 2 * cpu.contextSwitches() + threads);
        assertThat(simulation.nowPs() * cpu.count()).isGreaterThanOrEqualTo(cpu.busyPs(simulation.nowPs()));
    }

    private Cpu cpu(int cores) {
        return new Cpu(cores, simulation, new TinyMachine().profile(), this::workDone);
    }

    private Core core(int number) {
        return cpu.core(number);
    }

    private void workDone(OsThread thread, long nowPs) {
        log.add(TinyServer.us(nowPs) + " T" + thread.id());
        Deque<Runnable> next = afterwards.get(thread.id());
        @Nullable Runnable action = next == null ? null : next.poll();
        if (action == null) {
            thread.block(DelayPart.TIMER);
        } else {
            action.run();
        }
    }

    private OsThread thread() {
        return new OsThread(
                new OsProcess("test", 1024), nextThread++, (last, os) -> ExitCall.exit(os), simulation.nowPs());
    }

    private void start(OsThread thread, long workUs) {
        thread.demand(workUs * US, DelayPart.COPY);
        cpu.makeReady(thread, simulation.nowPs());
    }

    /** What happens when the thread's work is done, in the place of blocking. */
    private void then(OsThread thread, Runnable action) {
        afterwards.computeIfAbsent(thread.id(), id -> new ArrayDeque<>()).add(action);
    }

    private void raise(InterruptWork work) {
        core(0).raise(work, simulation.nowPs());
    }

    private void at(long us, Runnable action) {
        simulation.schedule(
                new Event() {
                    @Override
                    protected void fire(long nowPs) {
                        action.run();
                    }
                },
                simulation.nowPs() + us * US);
    }

    private void run() {
        while (simulation.step()) {
            // until nothing is left to do
        }
    }

    private long busyUs() {
        return cpu.busyPs(simulation.nowPs()) / US;
    }

    private static int lastCore(OsThread thread) {
        Core core = thread.lastCore();
        return core == null ? Integer.MIN_VALUE : core.number();
    }

    private List<String> account(OsThread thread) {
        var packet = new pacewire.model.packet.PacketPool().take(0);
        thread.chargeDelaysTo(packet);
        List<String> parts = new ArrayList<>();
        for (DelayPart part : DelayPart.values()) {
            if (packet.spentPs(part) > 0) {
                parts.add(part + " " + packet.spentPs(part) / US);
            }
        }
        return parts;
    }

    private final class Handler extends InterruptWork {
        private final String name;
        private final long[] slicesUs;
        private int slice;

        Handler(String name, long... slicesUs) {
            this.name = name;
            this.slicesUs = slicesUs;
        }

        @Override
        long begin(long nowPs) {
            return slicesUs[slice] * US;
        }

        @Override
        boolean complete(long nowPs) {
            log.add(TinyServer.us(nowPs) + " " + name);
            slice++;
            return slice < slicesUs.length;
        }

        @Override
        String name() {
            return name;
        }
    }
}
