package pacewire.model.nic;

/** How a driver keeps a transmit ring short (Linux byte queue limits). */
public enum ByteQueueLimits {
    /** To what the line sends until the next interrupt has brought more, worked out beforehand. */
    FIXED("fixed"),
    /** To what was needed lately, found by trial as Linux does. */
    DYNAMIC("dynamic"),
    /** Not at all: the ring fills. */
    OFF("off");

    private final String key;

    ByteQueueLimits(String key) {
        this.key = key;
    }

    /** Name in scenario files. */
    public String key() {
        return key;
    }
}
