package pacewire.model.packet;

/** Transport protocols, with the bytes of their headers over IPv4. */
public enum Protocol {
    /** No headers and no frame: the payload is all there is on the line, as in the examples of papers and in replays. */
    RAW(0),
    /** RFC 768: 8 bytes, behind the IP header. */
    UDP(Headers.IP + 8),
    /** RFC 9293: 20 bytes without options, behind the IP header. */
    TCP(Headers.IP + 20);

    private final int headersBytes;

    Protocol(int headersBytes) {
        this.headersBytes = headersBytes;
    }

    /** Bytes of the IP and transport headers together. */
    public int headersBytes() {
        return headersBytes;
    }

    private static final class Headers {
        /** RFC 791: 20 bytes without options. */
        static final int IP = 20;
    }
}
