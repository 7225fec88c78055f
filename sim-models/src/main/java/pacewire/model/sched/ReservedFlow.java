package pacewire.model.sched;

/** What {@link StopAndGoScheduler} keeps of a flow. */
final class ReservedFlow extends KeyedFlow {
    boolean isOpen;
    boolean isClosing;
    int packets;
    /** Part of the line reserved for it, in bits per second of the wire; 0: none. */
    long bitsPerSecond;

    ReservedFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        isOpen = false;
        isClosing = false;
        packets = 0;
        bitsPerSecond = 0;
    }

    boolean isDone() {
        return packets == 0 && (!isOpen || isClosing);
    }
}
