package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.os.cpu.IdleStates;
import pacewire.model.os.cpu.RunQueue;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.packet.DelayPart;

/**
 * One CPU core. It does one thing at a time: interrupts first, see {@link CoreInterrupts}; then the thread that its run queue
 * chooses, for a time slice when others wait; else it idles, in an idle state that takes time to leave.
 */
final class Core {
    /** What a thread does when a piece of its work is done; implemented by the kernel. */
    interface Executor {
        /** The thread's demand for CPU is met: decide what it does next. */
        void workDone(OsThread thread, long nowPs);
    }

    /** What the cores of a machine share. */
    record Surroundings(
            Simulation simulation,
            MachineProfile profile,
            int cores,
            Executor executor,
            CpuTracer tracer,
            LoadBalancer balancer) {}

    /** What a core is for. */
    enum Use {
        ALL,
        /** For soft interrupts that send alone: no tick, and only threads that are bound to it (Linux isolcpus, nohz_full). */
        ISOLATED
    }

    private final int number;
    private final boolean isIsolated;
    private final Simulation simulation;
    private final Executor executor;
    private final CpuTracer tracer;
    private final LoadBalancer balancer;
    private final SwitchCosts costs;
    private final RunQueue<OsThread> runQueue;
    private final CoreInterrupts interrupts;
    private final IdleStates idleStates;
    private final TimerBase timers;
    private final Tick tick;
    private final OsThread softThread;
    private final Event pieceEnd = new Event() {
        @Override
        protected void fire(long nowPs) {
            endOfPiece(nowPs);
        }
    };
    private final Event realTimePeriod = new Event() {
        @Override
        protected void fire(long nowPs) {
            realTimeMayRunAgain(nowPs);
        }
    };

    private @Nullable OsThread current;
    /** Who ran last: its data are in the caches. */
    private @Nullable OsThread cached;
    /** CPU time that the switch to the current thread still takes. */
    private long switchLeftPs;
    /** When the current piece of a thread's work began; what it has done since is not yet charged. */
    private long pieceStartPs;
    /** Another thread is to run as soon as no interrupt does. */
    private boolean isThreadDue;
    /** The running thread's work is done and what it does next is being decided. */
    private boolean isDeciding;

    private boolean isAsleep = true;
    /** When it is out of its last idle state. */
    private long awakePs;

    private long userPs;
    private long systemPs;
    private long contextSwitches;

    Core(int number, Use use, Surroundings surroundings, OsProcess softThreads) {
        this.number = number;
        this.isIsolated = use == Use.ISOLATED;
        this.simulation = surroundings.simulation();
        this.executor = surroundings.executor();
        this.tracer = surroundings.tracer();
        this.balancer = surroundings.balancer();
        MachineProfile profile = surroundings.profile();
        this.costs = new SwitchCosts(profile);
        this.runQueue = new RunQueue<>(profile, surroundings.cores());
        this.interrupts = new CoreInterrupts(this, simulation, new SoftInterruptBudget(profile), tracer);
        this.idleStates = new IdleStates(profile);
        this.timers = new TimerBase(simulation, this, profile);
        this.tick = new Tick(simulation, this, profile);
        this.softThread = OsThread.ofKernel(softThreads, number + 1, this);
        idleStates.enter(simulation.nowPs(), SimTime.NEVER);
    }

    int number() {
        return number;
    }

    boolean isIsolated() {
        return isIsolated;
    }

    boolean isAsleep() {
        return isAsleep;
    }

    Tick tick() {
        return tick;
    }

    TimerBase timers() {
        return timers;
    }

    /** Threads that run here or wait to. */
    int load() {
        return runQueue.waiting() + (current == null ? 0 : 1);
    }

    RunQueue<OsThread> runQueue() {
        return runQueue;
    }

    /** Whether no thread wants it; it may be in an interrupt (as Linux {@code idle_cpu}). */
    boolean isIdle() {
        return current == null && runQueue.waiting() == 0;
    }

    /** The thread that runs, or will when the interrupts are done; null when there is none. */
    @Nullable
    OsThread current() {
        return current;
    }

    /** Raises interrupt work here; a hard one starts at once unless another one runs. */
    void raise(InterruptWork work, long nowPs) {
        interrupts.raise(work, nowPs);
    }

    /** Takes a ready thread, woken or from another core; it runs at once when it goes before the current one. */
    void take(OsThread thread, long nowPs) {
        if (!isForThreads()) {
            lineUp(thread, nowPs);
            return;
        }
        pause(nowPs);
        lineUp(thread, nowPs);
        runThread(nowPs);
    }

    /** Whether threads run now, or none wants to: no interrupt does, and no step of a thread is being decided. */
    private boolean isForThreads() {
        return !isDeciding && !interrupts.areRunning();
    }

    private void lineUp(OsThread thread, long nowPs) {
        thread.lineUp(this);
        runQueue.enqueue(thread);
        balancer.waits(nowPs);
        OsThread running = current;
        if (running != null && runQueue.preempts(thread, running, nowPs)) {
            isThreadDue = true;
        }
    }

    /** A thread that was to wait is woken before it has let go of the core. */
    void letGo(OsThread thread) {
        if (current == thread) {
            leave(thread);
        }
    }

    /** Gives a waiting thread away. */
    void giveAway(OsThread thread, long nowPs) {
        OsThread running = current;
        if (running != null && isForThreads()) {
            charge(running, nowPs);
        }
        runQueue.remove(thread);
        balancer.waitsNoMore();
    }

    /** Whether another thread is to run as soon as the interrupts are done. */
    boolean isThreadDue() {
        return isThreadDue;
    }

    /** An interrupt begins: the thread's work up to now is charged, and the rest waits. */
    void pause(long nowPs) {
        OsThread thread = current;
        if (thread != null) {
            simulation.cancel(pieceEnd);
            charge(thread, nowPs);
        }
    }

    /** When a core that is needed now can begin: at once, or when it is out of its idle state. */
    long awakeAt(long nowPs) {
        if (isAsleep) {
            isAsleep = false;
            awakePs = Math.max(awakePs, nowPs + idleStates.leave(nowPs));
            if (!isIsolated) {
                tick.coreWakes(nowPs);
            }
        }
        return Math.max(nowPs, awakePs);
    }

    /** Forbids idle states that take longer to leave; a core that is in one is woken, to choose anew. */
    void limitIdleExit(long limitPs, long nowPs) {
        idleStates.limitExit(limitPs);
        if (isAsleep && idleStates.isBeyondLimit()) {
            awakePs = nowPs + idleStates.leave(nowPs);
            idleStates.enter(nowPs, timers.nextDuePs());
        }
    }

    /** The interrupts are done: threads go on. */
    void goOn(long nowPs) {
        OsThread thread = current;
        if (thread != null) {
            thread.interrupted(nowPs);
        }
        runThread(nowPs);
    }

    /** Runs the current thread, or the one that is due, or who waits. */
    private void runThread(long nowPs) {
        OsThread thread = current;
        if (thread == null) {
            dispatch(null, nowPs);
        } else if (isThreadDue) {
            current = null;
            runQueue.putBack(thread);
            balancer.waits(nowPs);
            dispatch(thread, nowPs);
        } else {
            resume(thread, nowPs);
        }
    }

    /** Chooses the next thread; {@code before}, which may be chosen again, was put back. */
    private void dispatch(@Nullable OsThread before, long nowPs) {
        isThreadDue = false;
        OsThread next = runQueue.pick(nowPs);
        if (next == null && balancer.pullTo(this, nowPs)) {
            next = runQueue.pick(nowPs);
        }
        if (runQueue.isThrottled(nowPs) && !realTimePeriod.isScheduled()) {
            simulation.schedule(realTimePeriod, runQueue.nextPeriodPs(nowPs));
        }
        if (before != null && before != next) {
            before.preempt(nowPs);
        }
        if (next == null) {
            sleep(nowPs);
            return;
        }
        balancer.waitsNoMore();
        current = next;
        if (next != before) {
            switchTo(next, nowPs);
        }
        resume(next, nowPs);
    }

    private void switchTo(OsThread next, long nowPs) {
        contextSwitches++;
        switchLeftPs = costs.of(next, this, cached);
        next.run(this, nowPs);
        cached = next;
        tracer.running(number, next, awakeAt(nowPs));
    }

    private void sleep(long nowPs) {
        isAsleep = true;
        idleStates.enter(nowPs, timers.nextDuePs());
        tracer.idle(number, nowPs);
    }

    private void resume(OsThread thread, long nowPs) {
        pieceStartPs = awakeAt(nowPs);
        long piecePs = Math.min(thread.workLeftPs(), runQueue.allowancePs(thread, nowPs));
        simulation.schedule(pieceEnd, pieceStartPs + switchLeftPs + piecePs);
    }

    /** Charges what the current thread has done since its piece began: first of the switch to it, then of its work. */
    private void charge(OsThread thread, long nowPs) {
        long spentPs = Math.max(0, nowPs - pieceStartPs);
        long ofSwitchPs = Math.min(switchLeftPs, spentPs);
        long ofWorkPs = spentPs - ofSwitchPs;
        if (ofSwitchPs > 0) {
            switchLeftPs -= ofSwitchPs;
            systemPs += ofSwitchPs;
            thread.switchedTo(ofSwitchPs, pieceStartPs + ofSwitchPs);
        }
        if (ofWorkPs > 0) {
            if (thread.isInKernel()) {
                systemPs += ofWorkPs;
            } else {
                userPs += ofWorkPs;
            }
            thread.work(ofWorkPs, nowPs);
            isThreadDue |= runQueue.ran(thread, ofWorkPs, nowPs);
        }
        pieceStartPs += spentPs;
    }

    private void endOfPiece(long nowPs) {
        OsThread thread = current;
        if (thread == null) {
            throw new AssertionError("core " + number + " ended a piece of work that nobody does");
        }
        charge(thread, nowPs);
        if (thread.workLeftPs() > 0) {
            runThread(nowPs);
        } else if (thread == softThread) {
            softThreadRan(nowPs);
        } else {
            decide(thread, nowPs);
        }
    }

    private void decide(OsThread thread, long nowPs) {
        isDeciding = true;
        executor.workDone(thread, nowPs);
        isDeciding = false;
        if (!thread.isRunning()) {
            letGo(thread);
        }
        // The work's effects may have raised an interrupt on this very core: its end goes on from here.
        if (!interrupts.areRunning()) {
            runThread(nowPs);
        }
    }

    private void leave(OsThread thread) {
        runQueue.leave(thread);
        thread.gaveUpCore();
        current = null;
    }

    /** The soft interrupts have used up their budget: the thread that does the rest is woken. */
    void wakeSoftThread(long nowPs) {
        if (softThread.isBlocked()) {
            softThread.wakeUp(nowPs);
            tracer.ready(number, softThread, nowPs);
            lineUp(softThread, nowPs);
        }
    }

    /** The soft interrupts ran in their thread, or it begins: it goes on, gives way, or sleeps when nothing is left. */
    void softThreadRan(long nowPs) {
        if (!interrupts.isSoftRaised()) {
            softThread.block(DelayPart.RUN_QUEUE);
            leave(softThread);
            runThread(nowPs);
        } else if (isThreadDue) {
            runThread(nowPs);
        } else {
            interrupts.runSoft(true, nowPs);
        }
    }

    void chargeSoftThread(long ps, long nowPs) {
        softThread.ranSoftInterrupts(ps);
        isThreadDue |= runQueue.ran(softThread, ps, nowPs);
    }

    private void realTimeMayRunAgain(long nowPs) {
        isThreadDue = true;
        if (isForThreads()) {
            pause(nowPs);
            runThread(nowPs);
        }
    }

    long contextSwitches() {
        return contextSwitches;
    }

    /** What it has spent its time in since the beginning; what was not in use was idle. */
    CpuUsage.CoreUsage usage(long nowPs) {
        long user = userPs + unchargedPs(false, nowPs);
        long system = systemPs + unchargedPs(true, nowPs);
        long hard = interrupts.hardPs(nowPs);
        long soft = interrupts.softPs(nowPs);
        long idle = nowPs - user - system - hard - soft;
        long polled = idleStates.polledPs() + (isAsleep ? idleStates.pollingPs(nowPs) : 0);
        return new CpuUsage.CoreUsage(user, system, hard, soft, idle, polled, contextSwitches);
    }

    /** What the current thread has done since its piece began: in the kernel, or in its program. */
    long unchargedPs(boolean inKernel, long nowPs) {
        OsThread thread = current;
        if (thread == null || !isForThreads()) {
            return 0;
        }
        long spentPs = Math.max(0, nowPs - pieceStartPs);
        long ofSwitchPs = Math.min(switchLeftPs, spentPs);
        long ofWorkPs = thread.isInKernel() == inKernel ? spentPs - ofSwitchPs : 0;
        return ofWorkPs + (inKernel ? ofSwitchPs : 0);
    }
}
