package pacewire.model.transport;

/** Control bits of a segment, at their places in the header (RFC 9293 section 3.1). */
public final class TcpFlags {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    private TcpFlags() {}

    /** Whether a bit is set. */
    static boolean has(int flags, int bit) {
        return (flags & bit) != 0;
    }
}
