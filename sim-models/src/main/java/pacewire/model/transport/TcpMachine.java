package pacewire.model.transport;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/** What {@link TcpConnection} does and knows: the states, and the two halves. */
final class TcpMachine {
    private final TcpConnection connection;
    private final TcpHost host;
    private final TcpSettings settings;
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final TcpSegmenter segmenter;
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
    private int unacknowledgedTold;

    /** A machine that has neither sent nor received anything. */
    TcpMachine(TcpConnection connection) {
        this.connection = connection;
        host = connection.host();
        settings = connection.settings();
        receiver = new TcpReceiver(host.simulation(), settings, this::delayedAckExpired, this::extentArrived);
        segmenter = new TcpSegmenter(connection, receiver);
        sender = new TcpSender(host.simulation(), settings, segmenter, this::retransmissionExpired);
        timeWait = new TcpTimer(host.simulation(), this::timeWaitExpired);
    }

    void connect() {
        state = TcpState.SYN_SENT;
        sender.open(false, nowPs());
    }

    void accept(Packet syn) {
        state = TcpState.SYN_RECEIVED;
        receiver.synchronise(syn.tcpSequence);
        sender.scaleWindowsBy(syn.tcpWindowShift);
        sender.open(true, nowPs());
    }

    /** Whether nothing is under way, due or kept, so that {@link #save} holds all that there is to know. */
    boolean isAtRest() {
        return state == TcpState.ESTABLISHED
                && !isWorking
                && hasToldConnected
                && !isCloseRequested
                && bytesArrived == receiver.bytesInOrder()
                && sender.isAtRest()
                && receiver.isAtRest();
    }

    /** Writes down a machine at rest. */
    byte[] save() {
        CompactWriter writer = new CompactWriter();
        segmenter.save(writer);
        sender.save(writer);
        receiver.save(writer);
        return writer.toBytes();
    }

    /** Becomes the machine that was written down. */
    void restore(byte[] saved) {
        CompactReader reader = new CompactReader(saved);
        state = TcpState.ESTABLISHED;
        hasToldConnected = true;
        segmenter.restore(reader);
        sender.restore(reader);
        receiver.restore(reader);
        bytesArrived = receiver.bytesInOrder();
    }

    TcpState state() {
        return state;
    }

    boolean canWrite() {
        return !isCloseRequested && state != TcpState.CLOSED;
    }

    void write(byte[] bytes) {
        requireOpen();
        sender.write(bytes);
        goOn();
    }

    void writeExtent(int file, int version, long offset, int bytes) {
        requireOpen();
        sender.writeExtent(file, version, offset, bytes);
        goOn();
    }

    private void requireOpen() {
        if (!canWrite()) {
            throw new IllegalStateException("written to a connection that is closed, in state " + state);
        }
    }

    TcpSender sender() {
        return sender;
    }

    int available() {
        return receiver.available();
    }

    boolean isAtEnd() {
        return receiver.isFinished() && receiver.available() == 0;
    }

    int read(byte[] target, int offset, int length) {
        int count = receiver.read(target, offset, length);
        if (state.receives() && receiver.hasWindowToTell()) {
            receiver.acknowledgeNow();
            goOn();
        }
        tellIfAtRest(nowPs());
        return count;
    }

    void close() {
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
        goOn();
    }

    void abort() {
        if (state.isResetToAbort()) {
            segmenter.emitBare(sender.nextSequence(), TcpFlags.RST | TcpFlags.ACK, nowPs());
        }
        vanish();
    }

    void vanish() {
        hasToldEnd = true;
        end(null);
    }

    void segmentArrived(Packet segment, long nowPs) {
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
            TcpSegments.refuse(host, segment, connection.flow(), nowPs);
        } else if (isReset && hasAck) {
            end(TcpFailure.REFUSED);
        } else if (!isReset && hasAck && TcpFlags.has(segment.tcpFlags, TcpFlags.SYN)) {
            receiver.synchronise(segment.tcpSequence);
            receiver.acknowledgeNow();
            sender.acknowledged(segment, nowPs);
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
            receiver.take(segment, hasFin, nowPs);
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
                TcpSegments.refuse(host, segment, connection.flow(), nowPs);
                return false;
            }
            state = isCloseRequested ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED;
        }
        if (acknowledgement > sender.nextSequence()) {
            receiver.acknowledgeNow();
            return false;
        }
        sender.acknowledged(segment, nowPs);
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
        goOn();
        tellIfAtRest(nowPs);
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
        tellIfAtRest(nowPs);
    }

    private void tellIfAtRest(long nowPs) {
        if (isAtRest()) {
            connection.listener().rested(connection, nowPs);
        }
    }

    private void tellListener(long nowPs) {
        TcpListener listener = connection.listener();
        if (!hasToldConnected && !state.isOpening() && failure == null && state != TcpState.CLOSED) {
            hasToldConnected = true;
            listener.connected(connection, nowPs);
        }
        if (!hasToldEnd && receiver.bytesInOrder() > bytesArrived) {
            bytesArrived = receiver.bytesInOrder();
            listener.dataArrived(connection, nowPs);
        }
        if (!hasToldEnd && sender.unacknowledgedByteCount() < unacknowledgedTold) {
            listener.acknowledged(connection, nowPs);
        }
        unacknowledgedTold = sender.unacknowledgedByteCount();
        if (!hasToldEnd && receiver.isFinished() && !hasToldPeerClosed) {
            hasToldPeerClosed = true;
            listener.peerClosed(connection, nowPs);
        }
        if (!hasToldEnd && state == TcpState.CLOSED) {
            hasToldEnd = true;
            if (failure == null) {
                listener.closed(connection, nowPs);
            } else {
                listener.failed(connection, failure, nowPs);
            }
        }
    }

    void goOn() {
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
            segmenter.emitBare(sender.nextSequence(), TcpFlags.ACK, nowPs);
        }
    }

    private void extentArrived(int file, long offset, int bytes, long nowPs) {
        connection.listener().extentArrived(connection, file, offset, bytes, nowPs);
    }

    private long nowPs() {
        return host.simulation().nowPs();
    }
}
