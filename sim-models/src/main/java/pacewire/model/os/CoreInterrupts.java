package pacewire.model.os;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;

/**
 * The interrupts of one core. Hard ones pre-empt all else and are served in the order raised; soft ones run when no hard one is
 * left, slice by slice in turns, until their budget is used up: the rest is the thread {@code ksoftirqd}'s, which runs them
 * alike, but competes for the core with other threads. New soft interrupts, or the end of a hard one, take along what it has
 * left (as Linux does again since 6.4, which reverted "softirq: Let ksoftirqd do its job").
 */
final class CoreInterrupts {
    private final Core core;
    private final Simulation simulation;
    private final CpuTracer tracer;
    private final SoftInterruptBudget budget;
    private final InterruptQueue hardRaised = new InterruptQueue();
    private final InterruptQueue softRaised = new InterruptQueue();
    private final Event sliceEnd = new Event() {
        @Override
        protected void fire(long nowPs) {
            endOfSlice(nowPs);
        }
    };

    private @Nullable InterruptWork hard;
    /** The soft slice that runs, or is pre-empted by hard ones. */
    private @Nullable InterruptWork soft;

    private long sliceStartPs;
    /** What is left of a pre-empted soft slice. */
    private long softLeftPs;

    private long preemptedPs;
    private boolean isSoftRunning;
    private boolean isInThread;
    /** A slice's effects are happening: what they raise waits for their end. */
    private boolean isCompleting;

    private long hardPs;
    private long softPs;

    CoreInterrupts(Core core, Simulation simulation, SoftInterruptBudget budget, CpuTracer tracer) {
        this.core = core;
        this.simulation = simulation;
        this.budget = budget;
        this.tracer = tracer;
    }

    /** Whether an interrupt has the core. */
    boolean areRunning() {
        return hard != null || isSoftRunning;
    }

    /** Time spent in hard interrupts so far. */
    long hardPs(long nowPs) {
        return hardPs + (hard == null ? 0 : sinceSliceStart(nowPs));
    }

    /** Time spent in soft interrupts so far, those in the thread included. */
    long softPs(long nowPs) {
        return softPs + (hard == null && soft != null ? sinceSliceStart(nowPs) : 0);
    }

    private long sinceSliceStart(long nowPs) {
        return Math.max(0, nowPs - sliceStartPs);
    }

    void raise(InterruptWork work, long nowPs) {
        if (work.isRaised()) {
            throw new IllegalStateException("interrupt work is raised already: " + work);
        }
        work.core = core;
        line(work);
        if (isCompleting || hard != null) {
            return;
        }
        if (work.isHard()) {
            pauseBelow(nowPs);
            startHard(nowPs);
        } else if (!isSoftRunning) {
            core.pause(nowPs);
            runSoft(false, nowPs);
        }
    }

    private void line(InterruptWork work) {
        (work.isHard() ? hardRaised : softRaised).add(work);
    }

    private void pauseBelow(long nowPs) {
        if (soft == null) {
            core.pause(nowPs);
            return;
        }
        softLeftPs = simulation.timeOf(sliceEnd) - nowPs;
        preemptedPs = nowPs;
        simulation.cancel(sliceEnd);
        chargeSoft(nowPs);
    }

    private void startHard(long nowPs) {
        InterruptWork work = hardRaised.remove();
        hard = work;
        sliceStartPs = core.awakeAt(nowPs);
        tracer.hardInterruptBegins(core.number(), work.name(), sliceStartPs);
        simulation.schedule(sliceEnd, sliceStartPs + work.begin(nowPs));
    }

    private void endOfSlice(long nowPs) {
        InterruptWork ended = hard;
        if (ended != null) {
            hardPs += nowPs - sliceStartPs;
            complete(ended, nowPs);
            hard = null;
            tracer.hardInterruptEnds(core.number(), nowPs);
        } else {
            InterruptWork work = Objects.requireNonNull(soft);
            chargeSoft(nowPs);
            budget.use(work.packets());
            complete(work, nowPs);
            soft = null;
        }
        goOn(nowPs);
    }

    private void complete(InterruptWork work, long nowPs) {
        isCompleting = true;
        boolean more = work.complete(nowPs);
        isCompleting = false;
        if (more) {
            line(work);
        } else {
            work.core = null;
        }
    }

    private void goOn(long nowPs) {
        if (!hardRaised.isEmpty()) {
            startHard(nowPs);
        } else if (soft != null) {
            resumeSoft(soft, nowPs);
        } else if (isSoftRunning) {
            nextSoft(nowPs);
        } else if (!softRaised.isEmpty()) {
            runSoft(false, nowPs);
        } else {
            core.goOn(nowPs);
        }
    }

    private void resumeSoft(InterruptWork work, long nowPs) {
        work.preempted(preemptedPs, nowPs);
        sliceStartPs = nowPs;
        simulation.schedule(sliceEnd, nowPs + softLeftPs);
    }

    /**
     * Begins to run the soft interrupts that were raised.
     *
     * @param inThread whether the core's {@code ksoftirqd} does it
     */
    void runSoft(boolean inThread, long nowPs) {
        isSoftRunning = true;
        isInThread = inThread;
        budget.begin(nowPs);
        tracer.softInterruptsBegin(core.number(), inThread, core.awakeAt(nowPs));
        startSoft(nowPs);
    }

    /** Whether soft interrupts wait for their slices. */
    boolean isSoftRaised() {
        return !softRaised.isEmpty();
    }

    private void nextSoft(long nowPs) {
        boolean isLeft = !softRaised.isEmpty();
        if (isLeft && budget.goesOn(core.isThreadDue(), nowPs)) {
            startSoft(nowPs);
            return;
        }
        isSoftRunning = false;
        tracer.softInterruptsEnd(core.number(), nowPs);
        if (isInThread) {
            core.softThreadRan(nowPs);
        } else {
            if (isLeft) {
                core.wakeSoftThread(nowPs);
            }
            core.goOn(nowPs);
        }
    }

    private void startSoft(long nowPs) {
        InterruptWork work = softRaised.remove();
        soft = work;
        sliceStartPs = core.awakeAt(nowPs);
        simulation.schedule(sliceEnd, sliceStartPs + work.begin(nowPs));
    }

    private void chargeSoft(long nowPs) {
        long ps = sinceSliceStart(nowPs);
        softPs += ps;
        if (isInThread) {
            core.chargeSoftThread(ps, nowPs);
        }
    }
}
