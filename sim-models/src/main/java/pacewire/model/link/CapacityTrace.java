package pacewire.model.link;

/**
 * A recorded link in Mahimahi's format: each entry is an opportunity to send 1500 bytes, and the trace repeats when it ends
 * (Netravali et al., "Mahimahi: Accurate Record-and-Replay for HTTP", USENIX ATC 2015, and mm-link(1)).
 *
 * @param opportunityPs instants of the opportunities, ascending; several may share an instant
 * @param periodPs length of the trace, after which it repeats: the last entry's time, at least 1 ms
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; read once an opportunity, where a list would box
public record CapacityTrace(long[] opportunityPs, long periodPs) {
    /** What one opportunity carries, in bytes of IP packets. */
    public static final int OPPORTUNITY_BYTES = 1500;

    public CapacityTrace {
        if (opportunityPs.length == 0 || periodPs < 1) {
            throw new IllegalArgumentException("a capacity trace has at least one opportunity and a length");
        }
    }
}
