package pacewire.model.os;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.DelayPart;

/**
 * One CPU core. It does one thing at a time: interrupt work first, in the order raised; then the thread at the head of its
 * run queue, for a time slice when others wait. Interrupts pre-empt threads; nothing pre-empts an interrupt.
 */
final class Core {
    /** What a thread does when a piece of its work is done; implemented by the kernel. */
    interface Executor {
        /** The thread's demand for CPU is met: decide what it does next. */
        void workDone(OsThread thread, long nowPs);
    }

    private final int number;
    private final Simulation simulation;
    private final Executor executor;
    private final long contextSwitchPs;
    private final long threadWakeupPs;
    private final long timeSlicePs;
    private final ArrayDeque<OsThread> runQueue = new ArrayDeque<>();
    private final ArrayDeque<InterruptWork> raised = new ArrayDeque<>();
    private final TimerBase timers;
    private final Event sliceEnd = new Event() {
        @Override
        protected void fire(long nowPs) {
            endOfPiece(nowPs);
        }
    };

    private @Nullable InterruptWork interrupt;
    private @Nullable OsThread current;
    /** CPU time that the switch to the current thread still takes. */
    private long switchLeftPs;
    /** Time slice that the current thread has left. */
    private long sliceLeftPs;
    /** When the current piece of a thread's work began; what it has done since is not yet subtracted. */
    private long pieceStartPs;

    private long busyPs;
    private long busySincePs;
    private boolean isBusy;
    /** The running thread's work is done and what it does next is being decided. */
    private boolean isDeciding;

    private long contextSwitches;

    Core(int number, Simulation simulation, MachineProfile profile, Executor executor) {
        this.number = number;
        this.simulation = simulation;
        this.executor = executor;
        this.contextSwitchPs = profile.contextSwitchPs();
        this.threadWakeupPs = profile.threadWakeupPs();
        this.timeSlicePs = profile.timeSlicePs();
        this.timers = new TimerBase(simulation, this, profile);
    }

    int number() {
        return number;
    }

    TimerBase timers() {
        return timers;
    }

    /** Threads that run here or wait to. */
    int load() {
        return runQueue.size() + (current == null ? 0 : 1);
    }

    boolean isIdle() {
        return current == null && interrupt == null && runQueue.isEmpty();
    }

    long contextSwitches() {
        return contextSwitches;
    }

    /** Time that the core has worked so far. */
    long busyPs(long nowPs) {
        return busyPs + (isBusy ? nowPs - busySincePs : 0);
    }

    /** Raises interrupt work here; it starts at once unless another interrupt runs. */
    void raise(InterruptWork work, long nowPs) {
        if (work.isRaised()) {
            throw new IllegalStateException("interrupt work is raised already: " + work);
        }
        work.core = this;
        if (interrupt != null) {
            raised.add(work);
            return;
        }
        pauseThread(nowPs);
        startInterrupt(work, nowPs);
    }

    /** Puts a ready thread into the run queue. */
    void makeReady(OsThread thread, long nowPs) {
        thread.becomeReady(this);
        runQueue.add(thread);
        if (interrupt != null || isDeciding) {
            return;
        }
        // The slice of the running thread ends it from here on; whoever has used it up while alone gives way at once.
        pauseThread(nowPs);
        resumeOrDispatch(nowPs);
    }

    private void startInterrupt(InterruptWork work, long nowPs) {
        interrupt = work;
        setBusy(true, nowPs);
        simulation.schedule(sliceEnd, nowPs + work.begin(nowPs));
    }

    private void endOfPiece(long nowPs) {
        InterruptWork work = interrupt;
        if (work != null) {
            endOfInterruptSlice(work, nowPs);
        } else {
            endOfThreadPiece(nowPs);
        }
    }

    private void endOfInterruptSlice(InterruptWork work, long nowPs) {
        boolean more = work.complete(nowPs);
        InterruptWork next = raised.poll();
        if (more && next == null) {
            simulation.schedule(sliceEnd, nowPs + work.begin(nowPs));
            return;
        }
        if (more) {
            raised.add(work);
        } else {
            work.core = null;
        }
        interrupt = null;
        if (next != null) {
            startInterrupt(next, nowPs);
        } else {
            chargePreemption(nowPs);
            resumeOrDispatch(nowPs);
        }
    }

    private void chargePreemption(long nowPs) {
        if (current != null) {
            current.account(DelayPart.RUN_QUEUE, nowPs);
        }
    }

    private void pauseThread(long nowPs) {
        OsThread thread = current;
        if (thread == null) {
            return;
        }
        simulation.cancel(sliceEnd);
        chargePiece(thread, nowPs);
    }

    /** Subtracts what the current thread has done since its piece began. */
    private void chargePiece(OsThread thread, long nowPs) {
        long doneOfSwitch = Math.min(switchLeftPs, nowPs - pieceStartPs);
        long done = nowPs - pieceStartPs - doneOfSwitch;
        if (doneOfSwitch > 0) {
            switchLeftPs -= doneOfSwitch;
            thread.account(DelayPart.RUN_QUEUE, pieceStartPs + doneOfSwitch);
        }
        if (done > 0) {
            thread.work(done);
            sliceLeftPs -= done;
            thread.account(thread.workPart(), nowPs);
        }
        pieceStartPs = nowPs;
    }

    private void resumeThread(long nowPs) {
        OsThread thread = current;
        if (thread == null) {
            return;
        }
        pieceStartPs = nowPs;
        long piecePs = thread.workLeftPs();
        if (!runQueue.isEmpty()) {
            piecePs = Math.min(piecePs, Math.max(0, sliceLeftPs));
        }
        simulation.schedule(sliceEnd, nowPs + switchLeftPs + piecePs);
    }

    private void endOfThreadPiece(long nowPs) {
        OsThread thread = current;
        if (thread == null) {
            throw new AssertionError("core " + number + " ended a piece of work that nobody does");
        }
        chargePiece(thread, nowPs);
        if (thread.workLeftPs() > 0) {
            current = null;
            runQueue.add(thread);
            dispatch(nowPs);
            return;
        }
        isDeciding = true;
        executor.workDone(thread, nowPs);
        isDeciding = false;
        if (!thread.isRunning()) {
            current = null;
        }
        // The work's effects may have raised an interrupt on this very core: its end goes on from here.
        if (interrupt == null) {
            resumeOrDispatch(nowPs);
        }
    }

    private void resumeOrDispatch(long nowPs) {
        if (current == null) {
            dispatch(nowPs);
        } else {
            resumeThread(nowPs);
        }
    }

    private void dispatch(long nowPs) {
        OsThread next = runQueue.poll();
        current = next;
        if (next == null) {
            setBusy(false, nowPs);
            return;
        }
        setBusy(true, nowPs);
        next.account(DelayPart.RUN_QUEUE, nowPs);
        contextSwitches++;
        switchLeftPs = contextSwitchPs + (next.isWoken() ? threadWakeupPs : 0);
        next.becomeRunning();
        sliceLeftPs = timeSlicePs;
        resumeThread(nowPs);
    }

    private void setBusy(boolean busy, long nowPs) {
        if (busy && !isBusy) {
            busySincePs = nowPs;
        } else if (!busy && isBusy) {
            busyPs += nowPs - busySincePs;
        }
        isBusy = busy;
    }
}
