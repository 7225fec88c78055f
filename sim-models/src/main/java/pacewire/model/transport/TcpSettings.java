package pacewire.model.transport;

import pacewire.core.units.SimTime;

/**
 * Parameters of a host's TCP.
 *
 * @param mss most payload bytes of a segment, 1 to 65,495
 * @param initialWindowSegments congestion window after the handshake, in segments
 * @param receiveBufferBytes most bytes received and not read; the window that is offered never exceeds it
 * @param initialRtoPs retransmission timeout before the first measurement
 * @param minRtoPs least retransmission timeout
 * @param maxRtoPs largest retransmission timeout
 * @param delayedAckPs longest wait for a second segment to acknowledge together; 0: none
 * @param synRetries retransmissions of a SYN before the connection fails
 * @param synAckRetries retransmissions of a SYN-ACK before the connection fails
 * @param dataRetries retransmissions of anything else before the connection fails
 * @param timeWaitPs twice the maximum segment lifetime: how long the end that closed first answers a repeated FIN
 * @param noDelay whether small segments leave while others are unacknowledged (TCP_NODELAY: no Nagle algorithm)
 */
public record TcpSettings(
        int mss,
        int initialWindowSegments,
        int receiveBufferBytes,
        long initialRtoPs,
        long minRtoPs,
        long maxRtoPs,
        long delayedAckPs,
        int synRetries,
        int synAckRetries,
        int dataRetries,
        long timeWaitPs,
        boolean noDelay) {
    /**
     * What Linux does, where it differs from the RFCs within their bounds.
     *
     * <ul>
     *   <li>MSS 1460: an Ethernet frame of 1500 bytes without the headers; no options are simulated.
     *   <li>Initial window 10 segments: RFC 6928; Linux {@code TCP_INIT_CWND}.
     *   <li>Receive buffer 65,535 bytes: the largest window without the scale option of RFC 7323.
     *   <li>Initial timeout 1 s: RFC 6298 (2.1); Linux {@code TCP_TIMEOUT_INIT}.
     *   <li>Least timeout 200 ms: Linux {@code TCP_RTO_MIN}, include/net/tcp.h; RFC 6298 (2.4) says 1 s.
     *   <li>Largest timeout 120 s: Linux {@code TCP_RTO_MAX}; RFC 6298 (2.5) asks for 60 s at least.
     *   <li>Delayed acknowledgement 40 ms: Linux {@code TCP_DELACK_MIN}; RFC 9293 section 3.8.6.3 allows up to 500 ms.
     *   <li>Retries 6, 5 and 15: Linux {@code tcp_syn_retries}, {@code tcp_synack_retries}, {@code tcp_retries2}.
     *   <li>TIME-WAIT 2 s, where Linux keeps {@code TCP_TIMEWAIT_LEN} of 60 s: it protects a later connection with the same
     *       ports, which no run makes, and answers repetitions of the FIN, the first of which come within 2 s.
     * </ul>
     */
    public static final TcpSettings LINUX = new TcpSettings(
            1460,
            10,
            65_535,
            SimTime.SECOND,
            200 * SimTime.MILLISECOND,
            120 * SimTime.SECOND,
            40 * SimTime.MILLISECOND,
            6,
            5,
            15,
            2 * SimTime.SECOND,
            false);

    /** Largest payload of an IPv4 packet with 40 bytes of headers. */
    private static final int LARGEST_MSS = 65_535 - 40;

    public TcpSettings {
        if (mss < 1 || mss > LARGEST_MSS || initialWindowSegments < 1 || receiveBufferBytes < 1) {
            throw new IllegalArgumentException("not a TCP: MSS " + mss + ", initial window of " + initialWindowSegments
                    + " segments, receive buffer of " + receiveBufferBytes + " bytes");
        }
        if (minRtoPs < 1 || initialRtoPs < minRtoPs || maxRtoPs < initialRtoPs) {
            throw new IllegalArgumentException("retransmission timeouts out of order: least " + SimTime.format(minRtoPs)
                    + ", initial " + SimTime.format(initialRtoPs) + ", largest " + SimTime.format(maxRtoPs));
        }
        if (delayedAckPs < 0 || timeWaitPs < 0 || synRetries < 0 || synAckRetries < 0 || dataRetries < 0) {
            throw new IllegalArgumentException("a TCP with a negative time or number of retries");
        }
    }
}
