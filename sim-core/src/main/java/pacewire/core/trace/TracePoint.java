package pacewire.core.trace;

/** What can happen to a packet on its way. System calls and threads are traced where they are simulated. */
public enum TracePoint {
    /** The packet was made; the value is its payload in bytes. */
    CREATED("created"),
    /** Its first bit went on the wire of the sending host; the value is the departure error, 0 without a schedule. */
    DEPARTED("departed"),
    /** It reached its destination; the value is the delay since its departure. */
    DELIVERED("delivered"),
    /** It was dropped; the value is the ordinal of the reason. */
    DROPPED("dropped");

    private final String key;

    TracePoint(String key) {
        this.key = key;
    }

    /** The name in trace files. */
    public String key() {
        return key;
    }
}
