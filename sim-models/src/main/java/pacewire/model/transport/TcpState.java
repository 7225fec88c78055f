package pacewire.model.transport;

/** States of a connection (RFC 9293 section 3.3.2). LISTEN is the host's: a listener is no connection yet. */
public enum TcpState {
    SYN_SENT,
    SYN_RECEIVED,
    ESTABLISHED,
    FIN_WAIT_1,
    FIN_WAIT_2,
    CLOSE_WAIT,
    CLOSING,
    LAST_ACK,
    TIME_WAIT,
    CLOSED;

    /** Whether the handshake is over and data can still come from the other side. */
    boolean receives() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** Whether the handshake is still going on. */
    boolean isOpening() {
        return this == SYN_SENT || this == SYN_RECEIVED;
    }

    /** Whether both ends have said that they send no more: a reset then takes nothing away. */
    boolean hasClosedBothWays() {
        return this == CLOSING || this == LAST_ACK || this == TIME_WAIT;
    }

    /** Whether the other end must be told when the connection is aborted (RFC 9293 section 3.10.5). */
    boolean isResetToAbort() {
        return this == SYN_RECEIVED || receives() || this == CLOSE_WAIT;
    }
}
