package pacewire.model.packet;

/** Transport protocols, with the bytes of their headers over IPv4. */
public enum Protocol {
    /** RFC 768: 8 bytes. */
    UDP(8),
    /** RFC 9293: 20 bytes without options. */
    TCP(20);

    /** RFC 791: 20 bytes without options. */
    public static final int IP_HEADER_BYTES = 20;

    private final int headerBytes;

    Protocol(int headerBytes) {
        this.headerBytes = headerBytes;
    }

    /** Bytes of the IP and transport headers together. */
    public int headersBytes() {
        return IP_HEADER_BYTES + headerBytes;
    }
}
