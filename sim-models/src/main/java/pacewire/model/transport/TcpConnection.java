package pacewire.model.transport;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * One end of a TCP connection: the states of RFC 9293 for an active or a passive open, data both ways, orderly close with
 * TIME-WAIT, and reset. Loss is repaired after RFC 6298 and RFC 6582; the defences of RFC 5961 against blind resets and
 * SYNs are kept.
 *
 * <p>What differs from the RFC: no options travel (each end knows the other's maximum segment size, and the window field
 * is not scaled), no urgent data, and no simultaneous open: a bare SYN that meets a SYN is dropped.
 *
 * <p>A connection holds state only while it is open; the host forgets it after {@link TcpListener#closed} or {@link
 * TcpListener#failed}, or when {@link #abort} returns.
 */
public final class TcpConnection {
    private final TcpHost host;
    private final TcpSettings settings;
    private final TcpAddresses addresses;
    private final int flow;
    private final TcpListener listener;
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final TcpTimer timeWait;
    private TcpState state = TcpState.CLOSED;
    private @Nullable TcpFailure failure;
    private boolean isCloseRequested;
    /** Whether a segment or a timer is being worked on: what the listener writes then leaves when that is done. */
    private boolean isWorking;

    /** What the listener has been told. */
    private boolean hasToldConnected;

    private boolean hasToldPeerClosed;
    private boolean hasToldEnd;
    private long bytesArrived;
    private long segmentsSent;

    private TcpConnection(TcpHost host, TcpSettings settings, TcpAddresses addresses, int flow, TcpListener listener) {
        this.host = host;
        this.settings = settings;
        this.addresses = addresses;
        this.flow = flow;
        this.listener = listener;
        sender = new TcpSender(host.simulation(), settings, this::emit, this::retransmissionExpired);
        receiver = new TcpReceiver(host.simulation(), settings, this::delayedAckExpired);
        timeWait = new TcpTimer(host.simulation(), this::timeWaitExpired);
    }

    /**
     * Opens a connection: sends a SYN.
     *
     * @param flow the flow number of the segments that this end sends
     */
    public static TcpConnection connect(
            TcpHost host, TcpSettings settings, TcpAddresses addresses, int flow, TcpListener listener) {
        TcpConnection connection = new TcpConnection(host, settings, addresses, flow, listener);
        connection.state = TcpState.SYN_SENT;
        connection.sender.open(false, connection.nowPs());
        return connection;
    }

    /**
     * Accepts a connection: answers a SYN with a SYN-ACK.
     *
     * @param syn a segment for which {@link TcpSegments#isConnectionRequest} holds; the caller still owns it
     * @param flow the flow number of the segments that this end sends
     */
    public static TcpConnection accept(TcpHost host, TcpSettings settings, Packet syn, int flow, TcpListener listener) {
        if (!TcpSegments.isConnectionRequest(syn)) {
            throw new IllegalArgumentException("not a SYN: " + syn);
        }
        TcpAddresses addresses = TcpSegments.answerTo(syn);
        TcpConnection connection = new TcpConnection(host, settings, addresses, flow, listener);
        connection.state = TcpState.SYN_RECEIVED;
        connection.receiver.synchronise(syn.tcpSequence);
        connection.sender.open(true, connection.nowPs());
        return connection;
    }

    public TcpState state() {
        return state;
    }

    public TcpAddresses addresses() {
        return addresses;
    }

    /** Whether {@link #write} is allowed: the connection is opening or open, and was not closed from this end. */
    public boolean canWrite() {
        return !isCloseRequested && state != TcpState.CLOSED;
    }

    /** Bytes written that the other end has not acknowledged yet: what a socket's send buffer would hold. */
    public int unacknowledgedByteCount() {
        return sender.unacknowledgedByteCount();
    }

    /**
     * Takes bytes to send, all of them.
     *
     * @throws IllegalStateException when {@link #canWrite} does not hold
     */
    public void write(byte[] bytes) {
        if (!canWrite()) {
            throw new IllegalStateException("written to a connection that is closed, in state " + state);
        }
        sender.write(bytes);
        sendUnlessWorking();
    }

    /** Bytes to read. */
    public int available() {
        return receiver.available();
    }

    /** Whether all that the other end will ever send has been read. */
    public boolean isAtEnd() {
        return receiver.isFinished() && receiver.available() == 0;
    }

    /** Reads at most so many bytes. Returns how many; 0 when none are there. */
    public int read(byte[] target, int offset, int length) {
        int count = receiver.read(target, offset, length);
        if (state.receives() && receiver.hasWindowToTell()) {
            receiver.acknowledgeNow();
            sendUnlessWorking();
        }
        return count;
    }

    /** Ends this end's sending when all that was written is sent; the other end may go on. Does nothing the second time. */
    public void close() {
        if (!canWrite()) {
            return;
        }
        isCloseRequested = true;
        if (state == TcpState.SYN_SENT) {
            end(null);
            if (!isWorking) {
                tellListener(nowPs());
            }
            return;
        }
        sender.finish();
        if (state == TcpState.ESTABLISHED) {
            state = TcpState.FIN_WAIT_1;
        } else if (state == TcpState.CLOSE_WAIT) {
            state = TcpState.LAST_ACK;
        }
        sendUnlessWorking();
    }

    /** Ends the connection at once with a reset, where the other end knows of it; the listener is told nothing more. */
    public void abort() {
        if (state.isResetToAbort()) {
            emit(sender.nextSequence(), TcpFlags.RST | TcpFlags.ACK, null, nowPs());
        }
        hasToldEnd = true;
        end(null);
    }

    /**
     * Takes a segment for this connection. Its content is copied; the caller still owns the packet and gives it back to its
     * pool afterwards.
     */
    public void segmentArrived(Packet segment, long nowPs) {
        if (state == TcpState.CLOSED) {
            return;
        }
        isWorking = true;
        if (state == TcpState.SYN_SENT) {
            takeAnswerToSyn(segment, nowPs);
        } else {
            takeSynchronised(segment, nowPs);
        }
        finishWork(nowPs);
    }

    /** RFC 9293 section 3.10.7.3. */
    private void takeAnswerToSyn(Packet segment, long nowPs) {
        boolean hasAck = TcpFlags.has(segment.tcpFlags, TcpFlags.ACK);
        boolean isReset = TcpFlags.has(segment.tcpFlags, TcpFlags.RST);
        if (hasAck && !sender.isNewAcknowledgement(segment.tcpAcknowledgement)) {
            TcpSegments.refuse(host, segment, flow, nowPs);
        } else if (isReset && hasAck) {
            end(TcpFailure.REFUSED);
        } else if (!isReset && hasAck && TcpFlags.has(segment.tcpFlags, TcpFlags.SYN)) {
            receiver.synchronise(segment.tcpSequence);
            receiver.acknowledgeNow();
            sender.acknowledged(segment.tcpAcknowledgement, segment.tcpSequence, segment.tcpWindow, false, nowPs);
            state = TcpState.ESTABLISHED;
        }
    }

    /** RFC 9293 section 3.10.7.4, in its order: sequence number, RST, SYN, ACK, data, FIN. */
    private void takeSynchronised(Packet segment, long nowPs) {
        int flags = segment.tcpFlags;
        if (!receiver.isAcceptable(segment.tcpSequence, TcpSegments.sequenceLength(segment))) {
            takeUnacceptable(segment, nowPs);
        } else if (TcpFlags.has(flags, TcpFlags.RST)) {
            takeReset(segment);
        } else if (TcpFlags.has(flags, TcpFlags.SYN)) {
            // RFC 5961 section 4: a challenge; an other end that has restarted answers it with a reset.
            receiver.acknowledgeNow();
        } else if (TcpFlags.has(flags, TcpFlags.ACK) && takeAcknowledgement(segment, nowPs) && state.receives()) {
            boolean hasFin = TcpFlags.has(flags, TcpFlags.FIN);
            receiver.take(segment.tcpSequence, segment.content, hasFin, nowPs);
            if (receiver.isFinished()) {
                peerFinished(nowPs);
            }
        }
    }

    private void takeUnacceptable(Packet segment, long nowPs) {
        int flags = segment.tcpFlags;
        if (TcpFlags.has(flags, TcpFlags.RST)) {
            return;
        }
        if (state == TcpState.SYN_RECEIVED && TcpSegments.isConnectionRequest(segment)) {
            // The SYN again: the SYN-ACK was lost. Linux answers so (tcp_check_req), where RFC 9293 sends a bare ACK.
            sender.repeatSyn(nowPs);
            return;
        }
        receiver.acknowledgeNow();
        if (state == TcpState.TIME_WAIT && TcpFlags.has(flags, TcpFlags.FIN)) {
            timeWait.start(nowPs + settings.timeWaitPs());
        } else if (receiver.isWindowClosed()
                && segment.tcpSequence == receiver.nextExpected()
                && TcpFlags.has(flags, TcpFlags.ACK)) {
            // "If the RCV.WND is zero, ... special allowance should be made to accept valid ACKs".
            takeAcknowledgement(segment, nowPs);
        }
    }

    private void takeReset(Packet segment) {
        if (segment.tcpSequence != receiver.nextExpected()) {
            // RFC 5961 section 3: a reset that only falls into the window may be a blind guess.
            receiver.acknowledgeNow();
            return;
        }
        end(state.hasClosedBothWays() ? null : TcpFailure.RESET);
    }

    /** Returns whether the rest of the segment is to be looked at. */
    private boolean takeAcknowledgement(Packet segment, long nowPs) {
        long acknowledgement = segment.tcpAcknowledgement;
        if (state == TcpState.SYN_RECEIVED) {
            if (!sender.isNewAcknowledgement(acknowledgement)) {
                TcpSegments.refuse(host, segment, flow, nowPs);
                return false;
            }
            state = isCloseRequested ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED;
        }
        if (acknowledgement > sender.nextSequence()) {
            receiver.acknowledgeNow();
            return false;
        }
        boolean isPure = TcpSegments.sequenceLength(segment) == 0;
        sender.acknowledged(acknowledgement, segment.tcpSequence, segment.tcpWindow, isPure, nowPs);
        if (sender.isFinAcknowledged()) {
            ownFinAcknowledged(nowPs);
        }
        return true;
    }

    private void ownFinAcknowledged(long nowPs) {
        if (state == TcpState.FIN_WAIT_1) {
            state = TcpState.FIN_WAIT_2;
        } else if (state == TcpState.CLOSING) {
            waitOut(nowPs);
        } else if (state == TcpState.LAST_ACK) {
            end(null);
        }
    }

    private void peerFinished(long nowPs) {
        if (state == TcpState.ESTABLISHED) {
            state = TcpState.CLOSE_WAIT;
        } else if (state == TcpState.FIN_WAIT_1) {
            state = TcpState.CLOSING;
        } else if (state == TcpState.FIN_WAIT_2) {
            waitOut(nowPs);
        }
    }

    private void waitOut(long nowPs) {
        state = TcpState.TIME_WAIT;
        sender.stop();
        timeWait.start(nowPs + settings.timeWaitPs());
    }

    private void timeWaitExpired(long nowPs) {
        isWorking = true;
        end(null);
        finishWork(nowPs);
    }

    private void retransmissionExpired(long nowPs) {
        isWorking = true;
        if (!sender.timerExpired(nowPs)) {
            end(TcpFailure.TIMED_OUT);
        }
        finishWork(nowPs);
    }

    private void delayedAckExpired(long nowPs) {
        receiver.acknowledgeNow();
        sendUnlessWorking();
    }

    private void end(@Nullable TcpFailure reason) {
        state = TcpState.CLOSED;
        failure = reason;
        sender.stop();
        receiver.stop();
        timeWait.stop();
    }

    private void finishWork(long nowPs) {
        tellListener(nowPs);
        isWorking = false;
        sendWhatIsDue(nowPs);
    }

    private void tellListener(long nowPs) {
        if (!hasToldConnected && !state.isOpening() && failure == null && state != TcpState.CLOSED) {
            hasToldConnected = true;
            listener.connected(this, nowPs);
        }
        if (!hasToldEnd && receiver.bytesInOrder() > bytesArrived) {
            bytesArrived = receiver.bytesInOrder();
            listener.dataArrived(this, nowPs);
        }
        if (!hasToldEnd && receiver.isFinished() && !hasToldPeerClosed) {
            hasToldPeerClosed = true;
            listener.peerClosed(this, nowPs);
        }
        if (!hasToldEnd && state == TcpState.CLOSED) {
            hasToldEnd = true;
            if (failure == null) {
                listener.closed(this, nowPs);
            } else {
                listener.failed(this, failure, nowPs);
            }
        }
    }

    private void sendUnlessWorking() {
        if (!isWorking) {
            sendWhatIsDue(nowPs());
        }
    }

    private void sendWhatIsDue(long nowPs) {
        if (state == TcpState.CLOSED) {
            return;
        }
        sender.sendWhatMayLeave(nowPs);
        if (receiver.mustAcknowledge()) {
            emit(sender.nextSequence(), TcpFlags.ACK, null, nowPs);
        }
    }

    private void emit(long sequence, int flags, byte @Nullable [] content, long nowPs) {
        Packet segment = host.newSegment(nowPs);
        TcpSegments.address(segment, addresses, flow);
        segment.sequence = segmentsSent++;
        segment.tcpSequence = sequence;
        segment.tcpFlags = flags;
        segment.content = content;
        segment.payloadBytes = content == null ? 0 : content.length;
        if (TcpFlags.has(flags, TcpFlags.ACK)) {
            segment.tcpWindow = receiver.offerWindow();
            segment.tcpAcknowledgement = receiver.nextExpected();
        } else {
            segment.tcpWindow = settings.receiveBufferBytes();
        }
        host.send(segment, nowPs);
    }

    private long nowPs() {
        return host.simulation().nowPs();
    }
}
