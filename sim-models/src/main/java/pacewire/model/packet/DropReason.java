package pacewire.model.packet;

/** Why a packet was dropped; also the verdict of a packet scheduler that did not take it. */
public enum DropReason implements Verdict {
    /** The packet scheduler's limit is reached. */
    QUEUE_FULL("queueFull"),
    /** The NIC's receive ring has no free descriptor. */
    RING_FULL("ringFull"),
    /** Lost on a link (link rule). */
    LINK_LOSS("linkLoss"),
    /** Nobody listens at the destination. */
    NO_RECEIVER("noReceiver");

    private final String key;

    DropReason(String key) {
        this.key = key;
    }

    /** The name in results. */
    public String key() {
        return key;
    }
}
