package pacewire.model.transport;

import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;

/**
 * The sending half of a connection: what was written and is not acknowledged, what of it may leave, and the
 * retransmission timer. The SYN has sequence number 0, the first byte 1, and the FIN follows the last byte: sequence
 * numbers are 64 bits wide, never wrap, and need not be guarded against an earlier connection, as no two connections of a
 * run share their ports.
 */
final class TcpSender {
    /** RFC 6298 (5.7): the timeout that follows a handshake whose SYN was repeated. */
    private static final long RTO_AFTER_LOSSY_HANDSHAKE_PS = 3 * SimTime.SECOND;

    private final TcpSettings settings;
    private final SegmentOutput output;
    private final SendStream stream = new SendStream();
    private final RttEstimator estimator;
    private final NewReno congestion;
    private final TcpTimer timer;

    /** SND.UNA, SND.NXT, and one past the highest number ever sent. */
    private long unacknowledged;

    private long next;
    private long sentEnd;
    /** One past the last byte of the short segment that was sent last. */
    private long shortEnd;

    private boolean isFinQueued;
    private int synFlags = TcpFlags.SYN;

    private final PeerWindow peerWindow = new PeerWindow();
    private final Deferral deferral = new Deferral();

    private long lastSentPs;
    private int retries;
    private int handshakeRetries;

    /**
     * A sender that has sent nothing.
     *
     * @param timerExpired what happens when the retransmission timer runs out: it calls {@link #timerExpired}
     */
    TcpSender(Simulation simulation, TcpSettings settings, SegmentOutput output, TcpTimer.Expiry timerExpired) {
        this.settings = settings;
        this.output = output;
        estimator = new RttEstimator(settings.initialRtoPs(), settings.minRtoPs(), settings.maxRtoPs());
        congestion = new NewReno(settings.mss(), settings.initialWindowSegments());
        timer = new TcpTimer(simulation, timerExpired);
    }

    /** Whether all that was written is acknowledged, no end was announced, and no timer runs. */
    boolean isAtRest() {
        return unacknowledged == stream.end()
                && sentEnd == stream.end()
                && next == stream.end()
                && !isFinQueued
                && !estimator.isTiming()
                && retries == 0
                && !timer.isRunning();
    }

    /** Writes down a sender at rest. */
    void save(CompactWriter writer) {
        stream.save(writer);
        peerWindow.save(writer);
        writer.put(lastSentPs);
        estimator.save(writer);
        congestion.save(writer);
    }

    /** Becomes the sender that was written down. The handshake is over: what was kept for it is not needed again. */
    void restore(CompactReader reader) {
        stream.restore(reader);
        unacknowledged = stream.end();
        next = unacknowledged;
        sentEnd = unacknowledged;
        peerWindow.restore(reader);
        lastSentPs = reader.next();
        estimator.restore(reader);
        congestion.restore(reader);
    }

    /** Learns how the other end's windows are scaled: from its SYN, where that is no SYN-ACK. */
    void scaleWindowsBy(int shift) {
        peerWindow.scaleBy(shift);
    }

    /** Sends the SYN, or the SYN-ACK. */
    void open(boolean isPassive, long nowPs) {
        synFlags = isPassive ? TcpFlags.SYN | TcpFlags.ACK : TcpFlags.SYN;
        handshakeRetries = isPassive ? settings.synAckRetries() : settings.synRetries();
        next = SendStream.FIRST_BYTE;
        sentEnd = SendStream.FIRST_BYTE;
        repeatSyn(nowPs);
        estimator.sent(sentEnd, nowPs);
    }

    /** Sends the SYN or SYN-ACK, again perhaps; the timer goes on. */
    void repeatSyn(long nowPs) {
        estimator.repeats();
        output.emit(stream, 0, 0, synFlags, false, nowPs);
        if (!timer.isRunning()) {
            timer.start(nowPs + estimator.rtoPs());
        }
    }

    void write(byte[] bytes) {
        stream.write(bytes);
    }

    void writeExtent(int file, int version, long offset, int length) {
        stream.writeExtent(file, version, offset, length);
    }

    /** Lets a FIN follow the last byte written. */
    void finish() {
        isFinQueued = true;
    }

    void stop() {
        timer.stop();
    }

    /** SND.NXT as the other end may see it. */
    long nextSequence() {
        return sentEnd;
    }

    /** Whether a number acknowledges something that was sent and had not been acknowledged. */
    boolean isNewAcknowledgement(long acknowledgement) {
        return acknowledgement > unacknowledged && acknowledgement <= sentEnd;
    }

    boolean isFinAcknowledged() {
        return isFinQueued && unacknowledged > stream.end();
    }

    /** The first number that is not acknowledged: SND.UNA. */
    long unacknowledged() {
        return unacknowledged;
    }

    /** Congestion window in bytes. */
    long congestionWindowBytes() {
        return congestion.windowBytes();
    }

    /** Smoothed round-trip time in picoseconds; 0 before the first measurement. */
    long smoothedRoundTripPs() {
        return estimator.smoothedPs();
    }

    /** Least round-trip time of all that were measured; 0 before the first measurement. */
    long leastRoundTripPs() {
        return estimator.leastPs();
    }

    /** Bytes written that the other end has not acknowledged. */
    int unacknowledgedByteCount() {
        return stream.size();
    }

    /** Takes the acknowledgement and the window of a segment that acknowledges nothing beyond what was sent. */
    void acknowledged(Packet segment, long nowPs) {
        if (TcpFlags.has(segment.tcpFlags, TcpFlags.SYN)) {
            peerWindow.scaleBy(segment.tcpWindowShift);
        }
        long acknowledgement = segment.tcpAcknowledgement;
        long window = peerWindow.offeredBy(segment);
        boolean isDuplicate = TcpSegments.sequenceLength(segment) == 0
                && acknowledgement == unacknowledged
                && sentEnd > unacknowledged
                && window == peerWindow.bytes()
                && window > 0;
        if (peerWindow.take(acknowledgement, segment.tcpSequence, window)) {
            // What was sent into the closed window was a probe, and was not kept.
            next = Math.max(unacknowledged, SendStream.FIRST_BYTE);
        }
        if (acknowledgement > unacknowledged) {
            takeNew(acknowledgement, nowPs);
        } else if (isDuplicate && congestion.duplicated(sentEnd - unacknowledged, unacknowledged, sentEnd)) {
            retransmitFirst(nowPs);
        }
        if (window == 0) {
            // RFC 9293 section 3.8.6.1: as long as probes are answered, the connection must not be given up.
            retries = 0;
        }
    }

    private void takeNew(long acknowledgement, long nowPs) {
        long acknowledgedCount = acknowledgement - unacknowledged;
        estimator.acknowledged(acknowledgement, nowPs);
        boolean endsHandshake = unacknowledged == 0;
        stream.acknowledged(acknowledgement);
        unacknowledged = acknowledgement;
        next = Math.max(next, unacknowledged);
        deferral.acknowledged(unacknowledged);
        boolean isPartial = false;
        if (endsHandshake) {
            handshakeEnded();
        } else {
            isPartial = congestion.acknowledged(acknowledgedCount, acknowledgement, sentEnd - unacknowledged);
        }
        retries = 0;
        if (unacknowledged == sentEnd) {
            timer.stop();
        } else if (!isPartial || congestion.restartsTimerOnPartialAck()) {
            timer.start(nowPs + estimator.rtoPs());
        }
        if (isPartial) {
            retransmitFirst(nowPs);
        }
    }

    private void handshakeEnded() {
        if (retries > 0) {
            congestion.handshakeWasLossy();
            estimator.restartAt(Math.max(estimator.rtoPs(), RTO_AFTER_LOSSY_HANDSHAKE_PS));
        }
    }

    /** Sends what the windows allow. Does nothing before the handshake is over. */
    void sendWhatMayLeave(long nowPs) {
        if (unacknowledged == 0) {
            return;
        }
        if (next == unacknowledged && nowPs - lastSentPs > estimator.rtoPs()) {
            congestion.restartedAfterIdle();
        }
        boolean maySendMore = true;
        while (maySendMore && next < streamEnd()) {
            maySendMore = sendNext(nowPs);
        }
        boolean mustProbe = next < streamEnd() && next == unacknowledged;
        if (mustProbe && !timer.isRunning()) {
            timer.start(nowPs + estimator.rtoPs());
        }
    }

    /** One past the last number that is to be sent: the last byte written, or the FIN. */
    private long streamEnd() {
        return stream.end() + (isFinQueued ? 1 : 0);
    }

    /** Sends a segment, or several as one super-packet. Returns whether more may follow. */
    private boolean sendNext(long nowPs) {
        long usable = usableWindow();
        if (usable <= 0) {
            return false;
        }
        int length = segmentLength(next, Math.min(usable, stream.end() - next));
        if (length == 0) {
            sendSegment(next, 0, isFinQueued, nowPs);
            return true;
        }
        if (!isWorthSending(next, length)) {
            return false;
        }
        int most = output.segmentsAtOnce();
        if (most == 1) {
            return output.hasRoom(1) && sendTogether(length, nowPs);
        }
        int together = Math.max(length, bytesTogether(most, usable));
        return !isDeferred(most, usable, nowPs)
                && output.hasRoom((together + settings.mss() - 1) / settings.mss())
                && sendSuperPacket(together, nowPs);
    }

    /**
     * Bytes of the next super-packet: of one piece, at most half of the congestion window ({@code tcp_cwnd_test} in Linux {@code
     * net/ipv4/tcp_output.c}), and in full segments but for the last one, if that may leave ({@code tcp_mss_split_point}).
     */
    private int bytesTogether(int most, long usable) {
        long halfWindow = congestion.windowBytes() / 2;
        long allowed =
                Math.min(Math.min((long) most * settings.mss(), halfWindow), Math.min(usable, stream.end() - next));
        int bytes = stream.contiguous(next, allowed);
        int rest = bytes % settings.mss();
        return rest > 0 && isWorthSending(next + bytes - rest, rest) ? bytes : bytes - rest;
    }

    private boolean isDeferred(int most, long usable, long nowPs) {
        if (congestion.isRecovering() || isFinQueued || stream.end() - next <= settings.mss()) {
            return false;
        }
        long window = Math.min(peerWindow.bytes(), congestion.windowBytes());
        long mostBytes = (long) most * settings.mss();
        return deferral.isAdvised(usable, mostBytes, window, lastSentPs, estimator.smoothedPs(), nowPs);
    }

    private boolean sendSuperPacket(int bytes, long nowPs) {
        output.gather();
        sendTogether(bytes, nowPs);
        output.release(nowPs);
        deferral.sent(next, nowPs);
        return true;
    }

    private boolean sendTogether(int bytes, long nowPs) {
        int left = bytes;
        while (left > 0) {
            int length = Math.min(left, settings.mss());
            boolean withFin = isFinQueued && next + length == stream.end() && usableWindow() > length;
            sendSegment(next, length, withFin, nowPs);
            left -= length;
        }
        return true;
    }

    /** Payload of the segment that begins at a number, of at most so many bytes behind it. */
    private int segmentLength(long sequence, long most) {
        return stream.contiguous(sequence, Math.min(settings.mss(), most));
    }

    private long usableWindow() {
        long congestionWindow = congestion.windowBytes() + congestion.limitedTransmitBytes();
        return unacknowledged + Math.min(congestionWindow, peerWindow.bytes()) - next;
    }

    /**
     * Sender's silly window avoidance and Nagle's algorithm (RFC 9293 section 3.8.6.2.1, RFC 1122 section 4.2.3.4), as Minshall
     * modified it and Linux has it ({@code tcp_nagle_check}): a short segment waits for other short ones, not for full ones.
     */
    private boolean isWorthSending(long from, int length) {
        boolean isLast = from + length == stream.end();
        boolean isLetGo = settings.noDelay() || shortEnd <= unacknowledged || isFinQueued;
        return length == settings.mss()
                || (isLast && isLetGo)
                || (!isLast && stream.endsPiece(from, length))
                || 2L * length >= peerWindow.largestBytes();
    }

    private void sendSegment(long sequence, int length, boolean withFin, long nowPs) {
        long end = sequence + length + (withFin ? 1 : 0);
        boolean isRetransmission = sequence < sentEnd;
        if (sequence == sentEnd) {
            estimator.sent(end, nowPs);
        }
        // A timer that runs while nothing is outstanding was waiting for a window to open.
        boolean startsTimer = !timer.isRunning() || sentEnd == unacknowledged;
        next = Math.max(next, end);
        sentEnd = Math.max(sentEnd, end);
        lastSentPs = nowPs;
        if (startsTimer) {
            timer.start(nowPs + estimator.rtoPs());
        }
        if (length > 0 && length < settings.mss()) {
            shortEnd = Math.max(shortEnd, sequence + length);
        }
        boolean pushes = length > 0 && sequence + length == stream.end();
        int flags = TcpFlags.ACK | (withFin ? TcpFlags.FIN : 0) | (pushes ? TcpFlags.PSH : 0);
        output.emit(stream, sequence, length, flags, isRetransmission, nowPs);
    }

    /** Sends the first outstanding segment again, of what was sent before. */
    private void retransmitFirst(long nowPs) {
        estimator.repeats();
        long sentBytesEnd = Math.min(sentEnd, stream.end());
        int length = segmentLength(unacknowledged, sentBytesEnd - unacknowledged);
        boolean withFin = isFinQueued && unacknowledged + length == stream.end() && sentEnd > stream.end();
        sendSegment(unacknowledged, length, withFin, nowPs);
        deferral.repeated(nowPs);
    }

    /** Sends again what went unanswered, and backs off. Returns false, and sends nothing, when it is time to give up. */
    boolean timerExpired(long nowPs) {
        if (++retries > (unacknowledged == 0 ? handshakeRetries : settings.dataRetries())) {
            return false;
        }
        estimator.repeats();
        boolean isProbe = unacknowledged > 0 && (peerWindow.bytes() == 0 || sentEnd == unacknowledged);
        if (unacknowledged == 0) {
            estimator.backOff();
            repeatSyn(nowPs);
        } else if (isProbe) {
            probe(nowPs);
            estimator.backOff();
        } else {
            congestion.timedOut(sentEnd - unacknowledged, sentEnd);
            estimator.backOff();
            // All behind the first segment may be lost too: the acknowledgement of the first will tell.
            next = unacknowledged;
            retransmitFirst(nowPs);
            deferral.forget();
        }
        timer.start(nowPs + estimator.rtoPs());
        return true;
    }

    /**
     * Sends something into a window that is closed, or too small to be worth filling, to learn of its opening (RFC 9293
     * section 3.8.6.1 and the override timer of section 3.8.6.2.1).
     */
    private void probe(long nowPs) {
        next = unacknowledged;
        int length = segmentLength(next, Math.min(Math.max(1, peerWindow.bytes()), stream.end() - next));
        sendSegment(next, length, length == 0, nowPs);
    }
}
