package pacewire.model.transport;

import pacewire.model.packet.Packet;

/** Makes segments of what a sender decides to send; adds content, acknowledgement and window. */
interface SegmentOutput {
    /** Puts what a segment carries into it: as many bytes as its payload says, from its sequence number on. */
    @FunctionalInterface
    interface Content {
        void fill(Packet segment);
    }

    /**
     * Makes a segment, and sends it unless segments are being gathered.
     *
     * @param length bytes of payload, from the sequence number on
     * @param isRetransmission whether data of it were sent before
     */
    void emit(Content content, long sequence, int length, int flags, boolean isRetransmission, long nowPs);

    /** The segments emitted from here on become one super-packet. */
    void gather();

    /** Sends what was gathered, if anything was. */
    void release(long nowPs);

    /** How many segments of data the host takes as one super-packet now, at least 1. */
    int segmentsAtOnce();

    /**
     * Whether the host takes so many segments with data now; it says when it does again. Repetitions are sent regardless.
     */
    boolean hasRoom(int segments);
}
