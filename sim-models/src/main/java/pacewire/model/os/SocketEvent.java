package pacewire.model.os;

/**
 * What the kernel reports on a socket, read with {@code recvmsg(MSG_ERRQUEUE)} as Linux reports completions and time stamps
 * ({@code Documentation/networking/msg_zerocopy.rst}).
 *
 * @param kind what happened
 * @param detail in words; empty when the kind says it all
 */
public record SocketEvent(Kind kind, String detail) {
    static final SocketEvent ADMITTED = new SocketEvent(Kind.ADMITTED, "");
    static final SocketEvent COMPLETED = new SocketEvent(Kind.COMPLETED, "");
    static final SocketEvent TXTIME_INVALID = new SocketEvent(Kind.TXTIME_INVALID, "");
    static final SocketEvent TXTIME_MISSED = new SocketEvent(Kind.TXTIME_MISSED, "");

    /** What can happen to a transfer, or to a datagram that names its instant. */
    public enum Kind {
        /** The packet scheduler will keep the metrics. */
        ADMITTED,
        /** The metrics cannot be kept; the call returned EBUSY. */
        REFUSED,
        /** A metric was not kept. */
        METRICS_BROKEN,
        /** The last datagram has left the machine. */
        COMPLETED,
        /** The transfer ended before its time; the call returned an error. */
        FAILED,
        /** A datagram's instant had passed when it was handed over (SO_EE_CODE_TXTIME_INVALID_PARAM): it was dropped. */
        TXTIME_INVALID,
        /** A datagram's instant passed before it could leave (SO_EE_CODE_TXTIME_MISSED): it was dropped. */
        TXTIME_MISSED
    }
}
