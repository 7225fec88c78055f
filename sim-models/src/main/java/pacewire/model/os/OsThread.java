package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;

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
    private final DelayTimeline timeline = new DelayTimeline();

    private State state = State.BLOCKED;
    private @Nullable Core core;
    private long workLeftPs;
    /** What its time counts for: its work, or its wait while it is blocked. */
    private DelayPart part = DelayPart.SYSCALL;

    private boolean isInCall;
    private boolean isWoken;

    OsThread(OsProcess process, int id, Program program) {
        this.process = process;
        this.id = id;
        this.program = program;
        this.call = new SyscallCall(this);
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

    DelayTimeline timeline() {
        return timeline;
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
        timeline.append(spentIn, untilPs);
    }

    @Override
    public String toString() {
        return process.name() + "/" + id;
    }
}
