package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/**
 * The timers of one core, ordered by their hard instant. As in Linux {@code kernel/time/hrtimer.c}, the timer interrupt is
 * programmed for the first hard instant, and when it comes, every timer at the head whose soft instant has passed is run with
 * it: so timers with slack share interrupts.
 */
final class TimerBase {
    private final Simulation simulation;
    private final Core core;
    private final long interruptPs;
    private final long latencyPs;
    /** A binary heap; a few hundred sleepers at most stand in it. */
    private final List<KernelTimer> heap = new ArrayList<>();

    private long nextOrder;
    private long interrupts;
    private long expiries;

    private final Event due = new Event() {
        @Override
        protected void fire(long nowPs) {
            raise(nowPs);
        }
    };

    /** The timer interrupt: its cost first, then one slice for each timer that expires. */
    private final InterruptWork interrupt = new InterruptWork() {
        private @Nullable KernelTimer expiring;
        private boolean hasEntered;

        @Override
        String name() {
            return "timer";
        }

        @Override
        long begin(long nowPs) {
            if (!hasEntered) {
                hasEntered = true;
                return interruptPs;
            }
            expiring = pollExpired(nowPs);
            return 0;
        }

        @Override
        boolean complete(long nowPs) {
            KernelTimer timer = expiring;
            if (timer != null) {
                expiring = null;
                expiries++;
                timer.expired(TimerBase.this, nowPs);
            }
            boolean more = !heap.isEmpty() && heap.get(0).softPs <= nowPs;
            if (!more) {
                hasEntered = false;
                programClock(nowPs);
            }
            return more;
        }
    };

    TimerBase(Simulation simulation, Core core, MachineProfile profile) {
        this.simulation = simulation;
        this.core = core;
        this.interruptPs = profile.timerInterruptPs();
        this.latencyPs = profile.kernelTimerLatencyPs();
    }

    Core core() {
        return core;
    }

    /** Timer interrupts taken. */
    long interrupts() {
        return interrupts;
    }

    /** Timers that expired. */
    long expiries() {
        return expiries;
    }

    /** When the first timer has to expire; {@link SimTime#NEVER} when none is armed. */
    long nextDuePs() {
        return heap.isEmpty() ? SimTime.NEVER : heap.get(0).hardPs;
    }

    /** Arms a timer, or moves it: it expires from {@code softPs} on, and is wanted by {@code hardPs}. */
    void arm(KernelTimer timer, long softPs, long hardPs, long nowPs) {
        remove(timer);
        timer.base = this;
        timer.softPs = softPs;
        timer.hardPs = hardPs;
        timer.order = nextOrder++;
        timer.heapIndex = heap.size();
        heap.add(timer);
        siftUp(timer.heapIndex, timer);
        program(nowPs);
    }

    /**
     * Takes a timer out; does nothing when it is not armed. Its interrupt does not come, as Linux reprograms the clock when
     * the first timer is cancelled ({@code hrtimer_force_reprogram}).
     */
    void cancel(KernelTimer timer, long nowPs) {
        if (timer.isArmed()) {
            remove(timer);
            program(nowPs);
        }
    }

    private void remove(KernelTimer timer) {
        if (!timer.isArmed()) {
            return;
        }
        int index = timer.heapIndex;
        timer.heapIndex = KernelTimer.NOT_ARMED;
        KernelTimer last = heap.remove(heap.size() - 1);
        if (last != timer) {
            siftDown(index, last);
            siftUp(last.heapIndex, last);
        }
    }

    private void program(long nowPs) {
        // The running interrupt programs the clock itself when it is done.
        if (!interrupt.isRaised()) {
            programClock(nowPs);
        }
    }

    private void programClock(long nowPs) {
        if (heap.isEmpty()) {
            simulation.cancel(due);
            return;
        }
        long wantedPs = Math.max(nowPs, heap.get(0).hardPs + latencyPs);
        if (!due.isScheduled() || simulation.timeOf(due) != wantedPs) {
            simulation.reschedule(due, wantedPs);
        }
    }

    private void raise(long nowPs) {
        interrupts++;
        core.raise(interrupt, nowPs);
    }

    private @Nullable KernelTimer pollExpired(long nowPs) {
        if (heap.isEmpty() || heap.get(0).softPs > nowPs) {
            return null;
        }
        KernelTimer first = heap.get(0);
        remove(first);
        return first;
    }

    private static boolean isBefore(KernelTimer a, KernelTimer b) {
        return a.hardPs < b.hardPs || (a.hardPs == b.hardPs && a.order < b.order);
    }

    private void siftUp(int start, KernelTimer timer) {
        int index = start;
        while (index > 0) {
            KernelTimer parent = heap.get((index - 1) >> 1);
            if (!isBefore(timer, parent)) {
                break;
            }
            place(index, parent);
            index = (index - 1) >> 1;
        }
        place(index, timer);
    }

    private void siftDown(int start, KernelTimer timer) {
        int index = start;
        for (int child = 2 * index + 1; child < heap.size(); child = 2 * index + 1) {
            if (child + 1 < heap.size() && isBefore(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!isBefore(heap.get(child), timer)) {
                break;
            }
            place(index, heap.get(child));
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, KernelTimer timer) {
        heap.set(index, timer);
        timer.heapIndex = index;
    }
}
