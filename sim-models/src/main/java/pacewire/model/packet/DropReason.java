package pacewire.model.packet;

/** Why a packet was dropped; also the verdict of a packet scheduler that did not take it. */
public enum DropReason implements Verdict {
    /** The packet scheduler's limit is reached. */
    QUEUE_FULL("queueFull"),
    /** Taken, and pushed out of a full packet scheduler later on, in favour of others. */
    PUSHED_OUT("pushedOut"),
    /** Dropped by active queue management, before the queue is full. */
    EARLY("early"),
    /** Its latest departure has passed, or its earliest one lies before that of one that has left. */
    TOO_LATE("tooLate"),
    /** Its earliest departure lies beyond what the packet scheduler can hold. */
    TOO_FAR("tooFar"),
    /** Longer than the packet scheduler can ever send. */
    TOO_LARGE("tooLarge"),
    /** No class of the packet scheduler takes it. */
    NO_CLASS("noClass"),
    /** Its sender means something else by the instant that it names than the packet scheduler does (SOF_TXTIME_DEADLINE_MODE). */
    OTHER_TIMING("otherTiming"),
    /** Held by a packet scheduler that was reset. */
    RESET("reset"),
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
