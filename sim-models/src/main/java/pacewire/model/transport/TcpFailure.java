package pacewire.model.transport;

/** Why a connection ended in disorder. */
public enum TcpFailure {
    /** The other host answered the SYN with a reset: nobody listens. ECONNREFUSED in POSIX. */
    REFUSED,
    /** The other host reset the connection. ECONNRESET in POSIX. */
    RESET,
    /** A segment went unacknowledged through every retransmission. ETIMEDOUT in POSIX. */
    TIMED_OUT
}
