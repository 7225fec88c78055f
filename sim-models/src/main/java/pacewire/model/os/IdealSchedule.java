package pacewire.model.os;

import java.util.List;

import pacewire.core.units.DataRate;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.TrafficEnvelope;

/**
 * The instants at which the datagrams of a transfer would ideally leave: a cursor that moves over them in order. A datagram
 * is due when its first byte is. Allocates nothing per datagram.
 */
public abstract class IdealSchedule {
    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link Prefetcher}. */
    @SuppressWarnings("UnusedVariable")
    private byte firstLine;

    IdealSchedule() {}

    /**
     * The ideal instant of the next datagram; moves on behind it.
     *
     * @param payloadBytes bytes of file that it carries: at least 1, and none of the file behind
     * @return in picoseconds
     */
    public abstract long idealPsOfNext(int payloadBytes);

    /** The ideal instant of the next datagram, or the end of the schedule when there is none; changes nothing. */
    public abstract long nextPs();

    /** Fetches what {@link #idealPsOfNext} will need, see {@link Prefetcher}. */
    final void prefetch() {
        firstLine = 1;
    }

    /** Whether the schedule follows recorded videos; a rate is no metric for such a transfer. */
    public abstract boolean isRecorded();

    /**
     * A constant payload rate: a datagram is due when the payload before it has passed. Exact; the remainder of each division
     * is carried into the next.
     */
    public static IdealSchedule atRate(long startPs, DataRate payloadRate) {
        return new PacedSchedule(startPs, payloadRate);
    }

    /**
     * Recorded videos, one behind the other: each starts when the schedule of the one before ends. The bytes of a frame are
     * due evenly from its time stamp to the next one's.
     *
     * @param recordings at least one
     */
    public static IdealSchedule recorded(long startPs, List<Recording> recordings) {
        return new RecordedSchedule(startPs, recordings);
    }

    /**
     * The envelope of recorded videos that are sent as scheduled, each datagram counted as a full one: the peak is the
     * highest rate between neighbouring datagrams, the sustained rate is the mean one rounded up, and the burst is the
     * least that covers every interval at that rate.
     *
     * @param payloadBytes payload of every datagram but the last of each file
     */
    public static TrafficEnvelope envelopeOf(List<Recording> recordings, int payloadBytes) {
        return EnvelopeMeter.ofRecordings(recordings, payloadBytes);
    }

    /** The envelope of one recorded video, sent whole. */
    public static TrafficEnvelope envelopeOf(FrameTrace frames, int payloadBytes) {
        return envelopeOf(List.of(new Recording(frames, frames.totalBytes())), payloadBytes);
    }

    /** The envelope of one file at a constant payload rate: one packet, then the payload rate raised by the headers. */
    public static TrafficEnvelope pacedEnvelope(int payloadBytes, DataRate payloadRate) {
        return EnvelopeMeter.paced(payloadBytes, payloadRate, new long[0]);
    }

    /**
     * The envelope of files, one behind the other, at a constant payload rate. A short datagram at the end of a file takes
     * as much work as a full one but leaves less time to the next: where a file follows, what the rate does not carry of it
     * goes to the burst, and its own rate to the peak. Behind the last file nothing follows.
     *
     * @param fileBytes bytes to send of each file
     */
    public static TrafficEnvelope pacedEnvelope(int payloadBytes, DataRate payloadRate, long[] fileBytes) {
        return EnvelopeMeter.paced(payloadBytes, payloadRate, fileBytes);
    }

    /**
     * A recorded video to send.
     *
     * @param bytes the first so many of it, at least 1
     */
    public record Recording(FrameTrace frames, long bytes) {
        public Recording {
            if (bytes < 1 || bytes > frames.totalBytes()) {
                throw new IllegalArgumentException(
                        "a recorded video of " + frames.totalBytes() + " B has no first " + bytes + " B");
            }
        }
    }
}
