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

    private static final long FIRST_BYTE = 1;

    private final TcpSettings settings;
    private final SegmentOutput output;
    private final SendQueue unacknowledgedBytes = new SendQueue();
    private final RttEstimator estimator;
    private final NewReno congestion;
    private final TcpTimer timer;

    /** SND.UNA, SND.NXT, and one past the highest number ever sent. */
    private long unacknowledged;

    private long next;
    private long sentEnd;
    /** One past the last byte written. */
    private long writtenEnd = FIRST_BYTE;

    private boolean isFinQueued;
    private int synFlags = TcpFlags.SYN;

    /** SND.WND, the largest one seen, and the segment it came with: SND.WL1 and SND.WL2. */
    private long peerWindow;

    private long largestPeerWindow;
    private long windowSequence = Long.MIN_VALUE;
    private long windowAcknowledgement;

    private boolean isTiming;
    private long timedEnd;
    private long timedSincePs;
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
        return unacknowledged == writtenEnd
                && sentEnd == writtenEnd
                && next == writtenEnd
                && !isFinQueued
                && !isTiming
                && retries == 0
                && !timer.isRunning();
    }

    /** Writes down a sender at rest. */
    void save(CompactWriter writer) {
        writer.put(writtenEnd);
        writer.put(peerWindow);
        writer.put(largestPeerWindow - peerWindow);
        writer.put(windowSequence);
        writer.put(windowAcknowledgement);
        writer.put(lastSentPs);
        estimator.save(writer);
        congestion.save(writer);
    }

    /** Becomes the sender that was written down. The handshake is over: what was kept for it is not needed again. */
    void restore(CompactReader reader) {
        writtenEnd = reader.next();
        unacknowledged = writtenEnd;
        next = writtenEnd;
        sentEnd = writtenEnd;
        peerWindow = reader.next();
        largestPeerWindow = peerWindow + reader.next();
        windowSequence = reader.next();
        windowAcknowledgement = reader.next();
        lastSentPs = reader.next();
        estimator.restore(reader);
        congestion.restore(reader);
    }

    /** Sends the SYN, or the SYN-ACK. */
    void open(boolean isPassive, long nowPs) {
        synFlags = isPassive ? TcpFlags.SYN | TcpFlags.ACK : TcpFlags.SYN;
        handshakeRetries = isPassive ? settings.synAckRetries() : settings.synRetries();
        next = FIRST_BYTE;
        sentEnd = FIRST_BYTE;
        repeatSyn(nowPs);
        startTiming(sentEnd, nowPs);
    }

    /** Sends the SYN or SYN-ACK, again perhaps; the timer goes on. */
    void repeatSyn(long nowPs) {
        isTiming = false;
        output.emit(0, 0, synFlags, false, nowPs);
        if (!timer.isRunning()) {
            timer.start(nowPs + estimator.rtoPs());
        }
    }

    void write(byte[] bytes) {
        unacknowledgedBytes.add(bytes);
        writtenEnd += bytes.length;
    }

    void writeExtent(int file, int version, long offset, int length) {
        unacknowledgedBytes.addExtent(file, version, offset, length);
        writtenEnd += length;
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
        return isFinQueued && unacknowledged > writtenEnd;
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

    /** Bytes written that the other end has not acknowledged. */
    int unacknowledgedByteCount() {
        return unacknowledgedBytes.size();
    }

    /**
     * Takes an acknowledgement that is not beyond what was sent.
     *
     * @param isPure whether its segment carries no data and no FIN
     */
    void acknowledged(long acknowledgement, long sequence, long window, boolean isPure, long nowPs) {
        boolean isDuplicate = isPure
                && acknowledgement == unacknowledged
                && sentEnd > unacknowledged
                && window == peerWindow
                && window > 0;
        takeWindow(acknowledgement, sequence, window);
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

    /** RFC 9293 section 3.10.7.4: an older segment that was overtaken must not bring back its window. */
    private void takeWindow(long acknowledgement, long sequence, long window) {
        boolean isNewer =
                windowSequence < sequence || (windowSequence == sequence && windowAcknowledgement <= acknowledgement);
        if (isNewer) {
            if (peerWindow == 0 && window > 0) {
                // What was sent into the closed window was a probe, and was not kept.
                next = Math.max(unacknowledged, FIRST_BYTE);
            }
            windowSequence = sequence;
            windowAcknowledgement = acknowledgement;
            peerWindow = window;
            largestPeerWindow = Math.max(largestPeerWindow, window);
        }
    }

    private void takeNew(long acknowledgement, long nowPs) {
        long acknowledgedCount = acknowledgement - unacknowledged;
        if (isTiming && acknowledgement >= timedEnd) {
            estimator.measured(nowPs - timedSincePs);
            isTiming = false;
        }
        boolean endsHandshake = unacknowledged == 0;
        unacknowledgedBytes.drop((int) (Math.min(acknowledgement, writtenEnd) - Math.max(unacknowledged, FIRST_BYTE)));
        unacknowledged = acknowledgement;
        next = Math.max(next, unacknowledged);
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
        return writtenEnd + (isFinQueued ? 1 : 0);
    }

    private boolean sendNext(long nowPs) {
        long usable = usableWindow();
        if (usable <= 0) {
            return false;
        }
        int length = segmentLength(next, Math.min(usable, writtenEnd - next));
        if (length > 0 && !isWorthSending(length)) {
            return false;
        }
        if (length > 0 && !output.hasRoom()) {
            return false;
        }
        sendSegment(next, length, isFinQueued && next + length == writtenEnd && usable > length, nowPs);
        return true;
    }

    /** Payload of the segment that begins at a number, of at most so many bytes behind it. */
    private int segmentLength(long sequence, long most) {
        int length = (int) Math.min(settings.mss(), most);
        return length <= 0 ? 0 : unacknowledgedBytes.contiguous(placeOf(sequence), length);
    }

    /** Distance of a number from the first byte that is not acknowledged. */
    private int placeOf(long sequence) {
        return (int) (sequence - Math.max(unacknowledged, FIRST_BYTE));
    }

    private long usableWindow() {
        long congestionWindow = congestion.windowBytes() + congestion.limitedTransmitBytes();
        return unacknowledged + Math.min(congestionWindow, peerWindow) - next;
    }

    /** Sender's silly window avoidance and Nagle's algorithm: RFC 9293 section 3.8.6.2.1, RFC 1122 section 4.2.3.4. */
    private boolean isWorthSending(int length) {
        boolean isLast = next + length == writtenEnd;
        boolean isLetGo = settings.noDelay() || next == unacknowledged || isFinQueued;
        return length == settings.mss()
                || (isLast && isLetGo)
                || (!isLast && endsPiece(length))
                || 2L * length >= largestPeerWindow;
    }

    /** Whether a segment of that length is short because what follows is of another file, or of none: it will not grow. */
    private boolean endsPiece(int length) {
        long rest = Math.min(writtenEnd - next, length + 1L);
        return rest > length && unacknowledgedBytes.contiguous(placeOf(next), (int) rest) == length;
    }

    private void sendSegment(long sequence, int length, boolean withFin, long nowPs) {
        long end = sequence + length + (withFin ? 1 : 0);
        boolean isRetransmission = sequence < sentEnd;
        if (sequence == sentEnd && !isTiming) {
            startTiming(end, nowPs);
        }
        // A timer that runs while nothing is outstanding was waiting for a window to open.
        boolean startsTimer = !timer.isRunning() || sentEnd == unacknowledged;
        next = Math.max(next, end);
        sentEnd = Math.max(sentEnd, end);
        lastSentPs = nowPs;
        if (startsTimer) {
            timer.start(nowPs + estimator.rtoPs());
        }
        boolean pushes = length > 0 && sequence + length == writtenEnd;
        int flags = TcpFlags.ACK | (withFin ? TcpFlags.FIN : 0) | (pushes ? TcpFlags.PSH : 0);
        output.emit(sequence, length, flags, isRetransmission, nowPs);
    }

    /** Puts what a segment carries into it: as many bytes as its payload says, from its sequence number on. */
    void fill(Packet segment) {
        if (segment.payloadBytes > 0) {
            unacknowledgedBytes.fill(segment, placeOf(segment.tcpSequence));
        }
    }

    private void startTiming(long end, long nowPs) {
        isTiming = true;
        timedEnd = end;
        timedSincePs = nowPs;
    }

    /** Sends the first outstanding segment again, of what was sent before. */
    private void retransmitFirst(long nowPs) {
        isTiming = false;
        long sentBytesEnd = Math.min(sentEnd, writtenEnd);
        int length = segmentLength(unacknowledged, sentBytesEnd - unacknowledged);
        boolean withFin = isFinQueued && unacknowledged + length == writtenEnd && sentEnd > writtenEnd;
        sendSegment(unacknowledged, length, withFin, nowPs);
    }

    /** Sends again what went unanswered, and backs off. Returns false, and sends nothing, when it is time to give up. */
    boolean timerExpired(long nowPs) {
        if (++retries > (unacknowledged == 0 ? handshakeRetries : settings.dataRetries())) {
            return false;
        }
        isTiming = false;
        boolean isProbe = unacknowledged > 0 && (peerWindow == 0 || sentEnd == unacknowledged);
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
        int length = segmentLength(next, Math.min(Math.max(1, peerWindow), writtenEnd - next));
        sendSegment(next, length, length == 0, nowPs);
    }
}
