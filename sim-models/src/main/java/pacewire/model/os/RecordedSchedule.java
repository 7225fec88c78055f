package pacewire.model.os;

import java.util.List;

import pacewire.model.os.storage.FrameTrace;

/** Datagrams of recorded videos, by the time stamps of their frames. */
final class RecordedSchedule extends IdealSchedule {
    private final List<Recording> recordings;

    private int recording;
    private FrameTrace frames;
    /** Bytes of the present recording that were not taken yet. */
    private long bytesLeft;
    /** Instant of the present recording's first time stamp. */
    private long basePs;
    /** The frame that holds the next byte, and that byte's place in it; behind the last frame when all were taken. */
    private int frame;

    private long offsetInFrame;

    RecordedSchedule(long startPs, List<Recording> recordings) {
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("a schedule of recorded videos has at least one");
        }
        this.recordings = List.copyOf(recordings);
        basePs = startPs;
        frames = recordings.get(0).frames();
        bytesLeft = recordings.get(0).bytes();
    }

    @Override
    public long idealPsOfNext(int payloadBytes) {
        if (bytesLeft == 0) {
            startNextRecording();
        }
        if (payloadBytes < 1 || payloadBytes > bytesLeft) {
            throw new IllegalArgumentException(
                    "a datagram of " + payloadBytes + " B where " + bytesLeft + " B of the file are left");
        }
        long idealPs = nextPs();
        bytesLeft -= payloadBytes;
        skip(payloadBytes);
        return idealPs;
    }

    @Override
    public long nextPs() {
        if (frame == frames.frames()) {
            return basePs + frames.endPs();
        }
        return basePs + frames.startPs()[frame] + share(intervalPs(), offsetInFrame, frames.bytes()[frame]);
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    private void startNextRecording() {
        long endPs = nextPs();
        recording++;
        if (recording == recordings.size()) {
            throw new IllegalStateException("the schedule has ended: every byte was taken");
        }
        basePs = endPs;
        frames = recordings.get(recording).frames();
        bytesLeft = recordings.get(recording).bytes();
        frame = 0;
        offsetInFrame = 0;
    }

    private void skip(int payloadBytes) {
        offsetInFrame += payloadBytes;
        while (frame < frames.frames() && offsetInFrame >= frames.bytes()[frame]) {
            offsetInFrame -= frames.bytes()[frame];
            frame++;
        }
    }

    private long intervalPs() {
        boolean isLast = frame == frames.frames() - 1;
        return (isLast ? frames.endPs() : frames.startPs()[frame + 1]) - frames.startPs()[frame];
    }

    /** {@code interval * part / whole}, rounded down; the quotient and the remainder of the interval each keep to a long. */
    private static long share(long interval, long part, int whole) {
        return interval / whole * part + interval % whole * part / whole;
    }
}
