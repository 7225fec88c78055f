package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/** A thread of a process: a program, where it stands in it, and what it has spent its time in. */
public final class OsThread {
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
    private @Nullable Core core;
    private long workLeftPs;
    /** What its time counts for: its work, or its wait while it is blocked. */
    private DelayPart part = DelayPart.SYSCALL;

    private boolean isInCall;
    private boolean isWoken;

    OsThread(OsProcess process, int id, Program program, long nowPs) {
        this.process = process;
        this.id = id;
        this.program = program;
        this.call = new SyscallCall(this);
        accountedFromPs = nowPs;
    }

    /** The process it belongs to. */
    public OsProcess process() {
        return process;
    }

    /** Thread number, unique in the machine. */
    public int id() {
        return id;
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

    /** The core it ran on last; null before its first run. */
    @Nullable
    Core lastCore() {
        return core;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }

    boolean isBlocked() {
        return state == State.BLOCKED;
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

    void work(long ps) {
        workLeftPs -= ps;
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

    void becomeReady(Core on) {
        state = State.READY;
        core = on;
        isWoken = true;
    }

    /** Whether it runs next for the first time since it was woken or made. */
    boolean isWoken() {
        return isWoken;
    }

    void becomeRunning() {
        state = State.RUNNING;
        isWoken = false;
    }

    void account(DelayPart spentIn, long untilPs) {
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
