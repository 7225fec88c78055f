package pacewire.model.transport;

import pacewire.core.units.SimTime;

/**
 * Parameters of a host's TCP.
 *
 * @param mss most payload bytes of a segment, 1 to 65,495
 * @param initialWindowSegments congestion window after the handshake, in segments
 * @param receiveBufferBytes most bytes received and not read, at first, up to 65,535, as a SYN's window is never scaled
 * @param largestReceiveBufferBytes what that grows to at most, by itself, where files come; as much as the window that is scaled
 *     by 14 bits can say at most (RFC 7323 section 2.3)
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
        int largestReceiveBufferBytes,
        long initialRtoPs,
        long minRtoPs,
        long maxRtoPs,
        long delayedAckPs,
        int synRetries,
        int synAckRetries,
        int dataRetries,
        long timeWaitPs,
        boolean noDelay) {
    /** Largest window: the field of 16 bits, scaled by 14 (RFC 7323 section 2.3). */
    public static final int LARGEST_WINDOW_BYTES = 65_535 << 14;

    /** What the window field of 16 bits holds (RFC 9293 section 3.1). */
    private static final int LARGEST_UNSCALED_WINDOW = 65_535;

    /**
     * What Linux does, where it differs from the RFCs within their bounds.
     *
     * <ul>
     *   <li>MSS 1460: an Ethernet frame of 1500 bytes without the headers; of the options, the window scale alone is
     *       simulated, and it takes no room in its SYN.
     *   <li>Initial window 10 segments: RFC 6928; Linux {@code TCP_INIT_CWND}.
     *   <li>Receive buffer 65,535 bytes at first, the largest window of a SYN, and 3 MiB at most: half of the third figure of
     *       {@code tcp_rmem}, 6 MiB, the other half being the memory around the bytes ({@code tcp_adv_win_scale} of 1; since
     *       Linux 6.6 that is measured for each connection).
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
            LARGEST_UNSCALED_WINDOW,
            3 * 1024 * 1024,
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
        if (receiveBufferBytes > LARGEST_UNSCALED_WINDOW
                || largestReceiveBufferBytes < receiveBufferBytes
                || largestReceiveBufferBytes > LARGEST_WINDOW_BYTES) {
            throw new IllegalArgumentException(
                    "a receive buffer of " + receiveBufferBytes + " bytes cannot grow to " + largestReceiveBufferBytes);
        }
        if (minRtoPs < 1 || initialRtoPs < minRtoPs || maxRtoPs < initialRtoPs) {
            throw new IllegalArgumentException("retransmission timeouts out of order: least " + SimTime.format(minRtoPs)
                    + ", initial " + SimTime.format(initialRtoPs) + ", largest " + SimTime.format(maxRtoPs));
        }
        if (delayedAckPs < 0 || timeWaitPs < 0 || synRetries < 0 || synAckRetries < 0 || dataRetries < 0) {
            throw new IllegalArgumentException("a TCP with a negative time or number of retries");
        }
    }

    /** The same with another largest receive buffer; it begins as before, or with less where that is less. */
    public TcpSettings withLargestReceiveBuffer(int bytes) {
        return new TcpSettings(
                mss,
                initialWindowSegments,
                Math.min(receiveBufferBytes, bytes),
                bytes,
                initialRtoPs,
                minRtoPs,
                maxRtoPs,
                delayedAckPs,
                synRetries,
                synAckRetries,
                dataRetries,
                timeWaitPs,
                noDelay);
    }

    /**
     * Shift count of the windows that this host offers, as its SYNs say it: the least with which the field holds the largest
     * buffer (RFC 7323 section 2.3). Linux says one more, for it reckons with the memory around the bytes ({@code
     * tcp_select_initial_window} in {@code net/ipv4/tcp_output.c}).
     */
    byte windowShift() {
        byte shift = 0;
        while ((long) LARGEST_UNSCALED_WINDOW << shift < largestReceiveBufferBytes) {
            shift++;
        }
        return shift;
    }
}
