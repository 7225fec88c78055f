package pacewire.testkit.replay;

/** A packet scheduler breaks its contract in a way that a replay cannot go on from. */
public final class SchedulerFault extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** What it did. */
    public enum Kind {
        /** It sends or drops a packet that it does not hold. */
        NOT_HELD,
        /** It gives no verdict on a packet offered. */
        NO_VERDICT,
        /** It says that a packet may leave now, and none leaves and none is dropped. */
        NOTHING_LEAVES,
        /** It goes on naming instants at which a packet leaves, and none leaves. */
        NO_PROGRESS
    }

    private final Kind kind;
    private final long nowPs;

    SchedulerFault(Kind kind, long nowPs, String message) {
        super("at tick " + nowPs + ": " + message);
        this.kind = kind;
        this.nowPs = nowPs;
    }

    public Kind kind() {
        return kind;
    }

    /** When, in ticks of the replay. */
    public long nowPs() {
        return nowPs;
    }
}
