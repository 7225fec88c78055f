package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.cpu.Schedulable;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/** A thread of a process: a program, where it stands in it, and what it has spent its time in. */
public final class OsThread extends Schedulable {
    private enum State {
        BLOCKED,
        READY,
        RUNNING,
        EXITED
    }

    private final OsProcess process;
    private final int id;
    private final Program program;
    private final SyscallCall call;
    /** What it spent its time in since {@link #accountedFromPs}; null as long as no time has passed. */
    private @Nullable DelayTimeline timeline;
    /** The same of a thread that serves many clients; null of one that serves a single one. */
    private @Nullable DelayHistory history;

    private long accountedFromPs;

    private State state = State.BLOCKED;
    /** Where it runs, or waits to, or did so last. */
    private @Nullable Core core;
    /** Where it ran last: its data are in the caches there. */
    private @Nullable Core ranOn;

    private long readyPs;
    private long workLeftPs;
    /** What its time counts for: its work, or its wait while it is blocked. */
    private DelayPart part = DelayPart.SYSCALL;

    private boolean isInCall;
    private boolean isWoken;
    /** It stays on its core. */
    private boolean isBound;

    private long userPs;
    private long systemPs;
    private long runQueuePs;
    private int voluntarySwitches;
    private int involuntarySwitches;
    private int migrations;
    private boolean hasOwnSlack;
    private long ownSlackPs;

    OsThread(OsProcess process, int id, Program program, long nowPs) {
        super(process.threads().policy());
        this.process = process;
        this.id = id;
        this.program = program;
        this.call = new SyscallCall(this);
        accountedFromPs = nowPs;
    }

    /** A thread of the kernel's own that sleeps, and stays on a core. */
    static OsThread ofKernel(OsProcess process, int id, Core core) {
        OsThread thread = new OsThread(
                process,
                id,
                (last, os) -> {
                    throw new IllegalStateException("the kernel's own thread has no program");
                },
                0);
        thread.core = core;
        thread.isBound = true;
        return thread;
    }

    /** The process it belongs to. */
    public OsProcess process() {
        return process;
    }

    /** Thread number, unique in the machine. */
    public int id() {
        return id;
    }

    /** How much later than due its sleeps may end: as it was set, else as usual on the machine. */
    long timerSlackPs(long usualPs) {
        return hasOwnSlack ? ownSlackPs : usualPs;
    }

    void setTimerSlack(long slackPs) {
        hasOwnSlack = true;
        ownSlackPs = slackPs;
    }

    void useUsualTimerSlack() {
        hasOwnSlack = false;
    }

    /** A thread begins with the timer slack of the one that makes it. */
    void inheritTimerSlack(OsThread parent) {
        hasOwnSlack = parent.hasOwnSlack;
        ownSlackPs = parent.ownSlackPs;
    }

    Program program() {
        return program;
    }

    SyscallCall call() {
        return call;
    }

    /** Charges a packet with what the thread spent its time in since the base of the packet's account. */
    void chargeDelaysTo(Packet packet) {
        if (history != null) {
            history.chargeTo(packet);
        } else if (timeline != null) {
            timeline.chargeTo(packet);
        }
    }

    /**
     * Charges a packet with what the thread spent its time in up to an instant that is past; a thread that serves a single
     * client cannot tell, for it waits for that client alone.
     */
    void chargeDelaysTo(Packet packet, long untilPs) {
        if (history != null) {
            history.chargeTo(packet, untilPs);
        }
    }

    /**
     * What it did since an instant counts for another part from now on: the datagrams behind waited for it. A thread that
     * serves many clients tells no such difference.
     */
    void countAs(DelayPart newPart, long sincePs) {
        if (timeline != null) {
            timeline.countAs(newPart, sincePs);
        }
    }

    boolean isServingMany() {
        return history != null;
    }

    /** From here on its datagrams may come in any order of their ideal instants. */
    void servesMany(long nowPs) {
        if (history == null) {
            history = new DelayHistory(nowPs);
            timeline = null;
        }
    }

    /** Forgets what it spent its time in: what it sends next belongs to no schedule that it kept before. */
    void forgetDelays(long nowPs) {
        timeline = null;
        accountedFromPs = nowPs;
    }

    /** Where it runs, or waits to, or did so last; null before it was ready for the first time. */
    @Nullable
    Core lastCore() {
        return core;
    }

    /** Where it ran last; null before its first run. */
    @Nullable
    Core ranOn() {
        return ranOn;
    }

    /** Whether it may run on a core. */
    boolean mayRunOn(Core other) {
        if (isBound) {
            return core == other;
        }
        ThreadSettings settings = process.threads();
        return other.isIsolated() ? settings.cores().contains(other.number()) : settings.mayRunOn(other.number());
    }

    /** When it became ready, or was pre-empted. */
    long readyPs() {
        return readyPs;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    boolean isBlocked() {
        return state == State.BLOCKED;
    }

    /** Whether it works in the kernel: its work is system time. */
    boolean isInKernel() {
        return isInCall || isBound;
    }

    boolean isInCall() {
        return isInCall;
    }

    void enterCall() {
        isInCall = true;
    }

    void leaveCall() {
        isInCall = false;
    }

    /** Asks for CPU time, charged to a part of the delay account. */
    void demand(long ps, DelayPart newPart) {
        workLeftPs = ps;
        part = newPart;
    }

    long workLeftPs() {
        return workLeftPs;
    }

    DelayPart workPart() {
        return part;
    }

    /** Did some of its work, up to now. */
    void work(long ps, long nowPs) {
        workLeftPs -= ps;
        if (isInCall) {
            systemPs += ps;
            process.usage().systemPs += ps;
        } else {
            userPs += ps;
            process.usage().userPs += ps;
        }
        account(part, nowPs);
    }

    /** A core spent some time on switching to it, up to an instant. */
    void switchedTo(long ps, long untilPs) {
        systemPs += ps;
        process.usage().systemPs += ps;
        account(DelayPart.RUN_QUEUE, untilPs);
    }

    /** Interrupts ran in its place, up to now. */
    void interrupted(long nowPs) {
        account(DelayPart.INTERRUPT, nowPs);
    }

    /** It ran soft interrupts, as the thread that does so. */
    void ranSoftInterrupts(long ps) {
        process.usage().softInterruptPs += ps;
    }

    /** Stops running until woken; the time until then counts for a part. */
    void block(DelayPart waitPart) {
        state = State.BLOCKED;
        part = waitPart;
    }

    DelayPart blockedIn() {
        return part;
    }

    void exit() {
        state = State.EXITED;
    }

    /** Is ready to run: woken, or new. */
    void wakeUp(long nowPs) {
        state = State.READY;
        readyPs = nowPs;
        isWoken = true;
    }

    /** Waits for a core. */
    void lineUp(Core on) {
        core = on;
    }

    /** Whether it runs next for the first time since it was woken or made. */
    boolean isWoken() {
        return isWoken;
    }

    void run(Core on, long nowPs) {
        account(DelayPart.RUN_QUEUE, nowPs);
        long waitedPs = nowPs - readyPs;
        runQueuePs += waitedPs;
        process.usage().runQueuePs += waitedPs;
        if (ranOn != null && ranOn != on) {
            migrations++;
            process.usage().migrations++;
        }
        ranOn = on;
        state = State.RUNNING;
        isWoken = false;
    }

    /** Lost the core to another thread. */
    void preempt(long nowPs) {
        state = State.READY;
        readyPs = nowPs;
        involuntarySwitches++;
        process.usage().involuntarySwitches++;
    }

    /** Gave up the core, to wait for something or for good. */
    void gaveUpCore() {
        voluntarySwitches++;
        process.usage().voluntarySwitches++;
    }

    /** CPU time in its program so far, as {@code getrusage} tells. */
    public long userPs() {
        return userPs;
    }

    /** CPU time in the kernel so far, for its calls and for the switches to it. */
    public long systemPs() {
        return systemPs;
    }

    /** Time so far in which it was ready and others had the cores. */
    public long runQueuePs() {
        return runQueuePs;
    }

    /** How often it gave up the core to wait. */
    public int voluntarySwitches() {
        return voluntarySwitches;
    }

    /** How often it lost the core to another thread. */
    public int involuntarySwitches() {
        return involuntarySwitches;
    }

    /** How often it ran on another core than before. */
    public int migrations() {
        return migrations;
    }

    void account(DelayPart spentIn, long untilPs) {
        if (!process.threads().sendsPackets()) {
            return;
        }
        if (history != null) {
            history.append(spentIn, untilPs);
            return;
        }
        if (timeline == null) {
            if (untilPs <= accountedFromPs) {
                return;
            }
            timeline = new DelayTimeline();
            timeline.restartAt(accountedFromPs);
        }
        timeline.append(spentIn, untilPs);
    }

    @Override
    public String toString() {
        return process.name() + "/" + id;
    }
}
