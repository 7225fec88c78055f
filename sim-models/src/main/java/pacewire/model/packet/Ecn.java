package pacewire.model.packet;

/** The code points of explicit congestion notification (RFC 3168, section 5; ECT(1) as in RFC 9331). */
public final class Ecn {
    /** The sender knows nothing of it: congestion is told by loss. */
    public static final byte NOT_CAPABLE = 0b00;
    /** Capable, and of the low-latency service (L4S, RFC 9331). */
    public static final byte ECT_1 = 0b01;
    /** Capable. */
    public static final byte ECT_0 = 0b10;
    /** Congestion was met on the way. */
    public static final byte CONGESTION = 0b11;

    private Ecn() {}

    /** Whether congestion is told to the packet's sender by a mark and not by loss. */
    public static boolean isCapable(Packet packet) {
        return packet.ecn != NOT_CAPABLE;
    }
}
