package pacewire.model.client;

import java.util.function.LongUnaryOperator;

import pacewire.core.units.DataRate;

/**
 * A player with a buffer. It starts when so much media time has come, plays at the speed of the media, and stalls when it has
 * played all that came; then it waits until as much as at the start has come again. Nothing is scheduled: what has happened
 * since the last call is worked out at the next, in exact integers.
 *
 * <p>The player has everything up to the furthest byte that came: a datagram missing in between is a glitch in picture or
 * sound, for which it does not stop. A missing end is not waited for once {@link #allSent} was called.
 */
public final class PlayoutBuffer {
    private enum State {
        /** Before the first start. */
        FILLING,
        PLAYING,
        /** Out of media; began at {@code sincePs}. */
        STALLED,
        ENDED
    }

    private final LongUnaryOperator mediaPsOfBytes;
    private final long bufferPs;
    private final long totalBytes;

    private State state = State.FILLING;
    private boolean isAllSent;
    private long furthestByte;
    /** The present state's beginning, and the place in the media at that instant. */
    private long sincePs;

    private long mediaAtSincePs;
    private long underruns;
    private long stalledPs;

    /**
     * A player of media whose bytes follow a schedule.
     *
     * @param mediaPsOfBytes the media time that the first so many bytes cover; ascending, 0 for 0 bytes
     * @param bufferPs media time that must have come before playing
     * @param totalBytes length of the media
     */
    public PlayoutBuffer(LongUnaryOperator mediaPsOfBytes, long bufferPs, long totalBytes) {
        this.mediaPsOfBytes = mediaPsOfBytes;
        this.bufferPs = bufferPs;
        this.totalBytes = totalBytes;
    }

    /** A player of media with a constant rate. */
    public static PlayoutBuffer atRate(DataRate rate, long bufferPs, long totalBytes) {
        return new PlayoutBuffer(rate::psForBytes, bufferPs, totalBytes);
    }

    /**
     * Takes a piece of the media.
     *
     * @param position place of its first byte in the whole media, all files of the transfer one after the other
     */
    public void received(long position, int bytes, long nowPs) {
        playUntil(nowPs);
        furthestByte = Math.max(furthestByte, position + bytes);
        startIfFilled(nowPs);
    }

    /**
     * Learns that the server has sent everything: what is still missing at the end was lost and is not waited for. A stall
     * since which nothing came turns out to have been that end, and is taken back.
     */
    public void allSent(long nowPs) {
        playUntil(nowPs);
        isAllSent = true;
        if (state == State.STALLED && bufferedPs() == 0) {
            underruns--;
            state = State.ENDED;
        }
        startIfFilled(nowPs);
    }

    /** Brings the figures up to an instant, such as the end of the run. */
    public void finish(long nowPs) {
        playUntil(nowPs);
        if (state == State.STALLED) {
            stalledPs += nowPs - sincePs;
            sincePs = nowPs;
        }
    }

    /** Ends the player before its media has ended. */
    public void stop(long nowPs) {
        finish(nowPs);
        state = State.ENDED;
    }

    /** How often the player ran out of media before its end. */
    public long underruns() {
        return underruns;
    }

    /** Time for which the player stood still after its start, up to the last start or {@link #finish}. */
    public long stalledPs() {
        return stalledPs;
    }

    /** Whether the player has started and neither stalled nor ended, as of the last call. */
    public boolean isPlaying() {
        return state == State.PLAYING;
    }

    /** Media that arrives at the very instant at which it is needed comes in time. */
    private void playUntil(long nowPs) {
        if (state != State.PLAYING) {
            return;
        }
        long dryPs = sincePs + bufferedPs();
        if (nowPs > dryPs) {
            mediaAtSincePs += dryPs - sincePs;
            sincePs = dryPs;
            state = hasEnd() ? State.ENDED : State.STALLED;
            underruns += state == State.STALLED ? 1 : 0;
        }
    }

    private void startIfFilled(long nowPs) {
        boolean isWaiting = state == State.FILLING || state == State.STALLED;
        if (isWaiting && (bufferedPs() >= bufferPs || hasEnd())) {
            stalledPs += state == State.STALLED ? nowPs - sincePs : 0;
            state = State.PLAYING;
            sincePs = nowPs;
        }
    }

    /** Media that came and was not yet played when the present state began. */
    private long bufferedPs() {
        return mediaPsOfBytes.applyAsLong(furthestByte) - mediaAtSincePs;
    }

    private boolean hasEnd() {
        return isAllSent || furthestByte >= totalBytes;
    }
}
