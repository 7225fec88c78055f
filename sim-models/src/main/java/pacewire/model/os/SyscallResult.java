package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;

/** What a system call's handler answers: a value, never a wait of the host. */
@SuppressWarnings("EnumOrdinal") // answers made once, found by number without a map
public final class SyscallResult {
    /** What kind of answer it is. */
    enum Kind {
        DONE,
        FAILED,
        /** The thread sleeps; when woken, the handler is asked again. */
        BLOCKED,
        /** The kernel works on for the CPU time that the call has charged; then the handler is asked again. */
        WORKING
    }

    /** Results up to here are made once; the hot calls return no more than a datagram. */
    private static final int CACHED = 2048;

    private static final SyscallResult[] DONE = makeDone();
    private static final SyscallResult[] FAILED = makeFailed();
    private static final SyscallResult[] BLOCKED = makeBlocked();
    static final SyscallResult WORKING = new SyscallResult(Kind.WORKING, 0, null, null);

    private final Kind kind;
    private long value;
    private final @Nullable Errno errno;
    private final @Nullable DelayPart waitPart;

    private SyscallResult(Kind kind, long value, @Nullable Errno errno, @Nullable DelayPart waitPart) {
        this.kind = kind;
        this.value = value;
        this.errno = errno;
        this.waitPart = waitPart;
    }

    /** The call is done and returns a value, at least 0. */
    public static SyscallResult done(long value) {
        return value < CACHED ? DONE[(int) value] : new SyscallResult(Kind.DONE, value, null, null);
    }

    /** An answer that is filled in for one call after another: the results of large reads and writes are too many to be made once. */
    static SyscallResult reusable() {
        return new SyscallResult(Kind.DONE, 0, null, null);
    }

    /** Becomes the answer that a call is done and returns a value; what it was before is over. */
    SyscallResult becomes(long newValue) {
        value = newValue;
        return this;
    }

    /** The call failed. */
    public static SyscallResult failed(Errno errno) {
        return FAILED[errno.ordinal()];
    }

    /**
     * The thread sleeps until something that the handler has arranged wakes it; then the handler is asked again.
     *
     * @param part what the wait counts as in the delay account of what the thread sends next
     */
    public static SyscallResult blocked(DelayPart part) {
        return BLOCKED[part.ordinal()];
    }

    /** The kernel works for what {@link SyscallCall#charge} was told; then the handler is asked again. */
    public static SyscallResult working() {
        return WORKING;
    }

    /** Whether the call did what it should. */
    public boolean isDone() {
        return kind == Kind.DONE;
    }

    /** The value returned; only when done. */
    public long value() {
        if (kind != Kind.DONE) {
            throw new IllegalStateException("no value: " + this);
        }
        return value;
    }

    /** Why it failed; null when it did not. */
    public @Nullable Errno errno() {
        return errno;
    }

    Kind kind() {
        return kind;
    }

    DelayPart waitPart() {
        if (waitPart == null) {
            throw new IllegalStateException("not a wait: " + this);
        }
        return waitPart;
    }

    /** As strace prints it: the value, or -1 with the error's name and text. */
    @Override
    public String toString() {
        return errno == null ? Long.toString(value) : "-1 " + errno + " (" + errno.message() + ")";
    }

    private static SyscallResult[] makeDone() {
        SyscallResult[] results = new SyscallResult[CACHED];
        for (int i = 0; i < CACHED; i++) {
            results[i] = new SyscallResult(Kind.DONE, i, null, null);
        }
        return results;
    }

    private static SyscallResult[] makeFailed() {
        Errno[] errors = Errno.values();
        SyscallResult[] results = new SyscallResult[errors.length];
        for (int i = 0; i < errors.length; i++) {
            results[i] = new SyscallResult(Kind.FAILED, 0, errors[i], null);
        }
        return results;
    }

    private static SyscallResult[] makeBlocked() {
        SyscallResult[] results = new SyscallResult[DelayPart.COUNT];
        for (int i = 0; i < DelayPart.COUNT; i++) {
            results[i] = new SyscallResult(Kind.BLOCKED, 0, null, DelayPart.of(i));
        }
        return results;
    }
}
