package pacewire.model.measure;

import org.jspecify.annotations.Nullable;

/**
 * The interarrival jitter of RFC 3550, section 6.4.1: {@code J += (|D| - J) / 16}, where D is the change of the transit time
 * (arrival minus media time stamp) from one packet to the next, <em>in order of arrival</em>.
 *
 * <p>Held as in the RFC's own code (appendix A.8): an integer scaled by 16, where the sixteenth taken off is rounded to the
 * nearest. Each step rounds by at most half a scaled unit and forgets a sixteenth of what was rounded before, so the estimate
 * stays within half a unit of the real-valued one. Any unit serves as long as arrival and time stamp share it: with RTP clock
 * units it yields the numbers of appendix A.8, with picoseconds those of section 6.4.1 to half a picosecond.
 */
public final class Rfc3550Jitter {
    /** The gain of 1/16 "gives a good noise reduction ratio while maintaining a reasonable rate of convergence" (6.4.1). */
    private static final int GAIN_SHIFT = 4;

    private static final int HALF_OF_GAIN = 1 << (GAIN_SHIFT - 1);

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    private boolean hasPrevious;
    private long previousTransit;
    private long scaled;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /** Fetches what the next packet will need into the processor's caches. */
    void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    /**
     * Takes the next packet to arrive.
     *
     * @param arrival when it came
     * @param mediaTime its time stamp, which does not wrap
     */
    public void received(long arrival, long mediaTime) {
        long transit = arrival - mediaTime;
        if (hasPrevious) {
            long difference = Math.abs(transit - previousTransit);
            scaled += difference - ((scaled + HALF_OF_GAIN) >> GAIN_SHIFT);
        }
        hasPrevious = true;
        previousTransit = transit;
    }

    /** Begins a new stream: the estimate is 0 and the next packet has no predecessor. */
    public void restart() {
        hasPrevious = false;
        scaled = 0;
    }

    /** The estimate times 16. */
    public long scaledBy16() {
        return scaled;
    }

    /** The estimate, rounded down as in a receiver report; 0 until two packets have come. */
    public long jitter() {
        return scaled >> GAIN_SHIFT;
    }
}
