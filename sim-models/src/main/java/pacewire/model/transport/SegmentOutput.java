package pacewire.model.transport;

/** Makes segments of what a sender decides to send; adds content, acknowledgement and window. */
interface SegmentOutput {
    /**
     * Sends a segment.
     *
     * @param length bytes of payload, from the sequence number on
     * @param isRetransmission whether data of it were sent before
     */
    void emit(long sequence, int length, int flags, boolean isRetransmission, long nowPs);

    /** Whether the host takes another segment with data now; it says when it does again. Repetitions are sent regardless. */
    boolean hasRoom();
}
