package pacewire.scenario;

import java.util.List;
import java.util.function.LongUnaryOperator;

import pacewire.model.os.IdealSchedule;
import pacewire.model.os.storage.FrameTrace;

/**
 * Media time against bytes of recorded videos that are played one behind the other: a frame is there to be shown when its last
 * byte is, and the bytes in between count for nothing.
 */
final class RecordedMedia implements LongUnaryOperator {
    private final List<IdealSchedule.Recording> recordings;
    /** The frame that was looked up last, for bytes are asked for in ascending order but for a few. */
    private int recording;

    private int frame;
    private long bytesBeforeFrame;
    private long mediaBeforeRecordingPs;

    RecordedMedia(List<IdealSchedule.Recording> recordings) {
        this.recordings = recordings;
    }

    @Override
    public long applyAsLong(long bytes) {
        if (bytes < bytesBeforeFrame) {
            rewind();
        }
        while (recording < recordings.size() && frameBytes() <= bytes - bytesBeforeFrame) {
            bytesBeforeFrame += frameBytes();
            nextFrame();
        }
        return recording == recordings.size()
                ? mediaBeforeRecordingPs
                : mediaBeforeRecordingPs + frames().startPs()[frame];
    }

    private FrameTrace frames() {
        return recordings.get(recording).frames();
    }

    /** Bytes of the present frame that were asked for: the last one may be cut. */
    private long frameBytes() {
        long left = recordings.get(recording).bytes() - bytesInRecording();
        return Math.min(frames().bytes()[frame], left);
    }

    private long bytesInRecording() {
        long before = 0;
        for (int i = 0; i < recording; i++) {
            before += recordings.get(i).bytes();
        }
        return bytesBeforeFrame - before;
    }

    private void nextFrame() {
        frame++;
        boolean isOver = frame == frames().frames()
                || bytesInRecording() >= recordings.get(recording).bytes();
        if (isOver) {
            mediaBeforeRecordingPs += frame == frames().frames() ? frames().endPs() : frames().startPs()[frame];
            recording++;
            frame = 0;
        }
    }

    private void rewind() {
        recording = 0;
        frame = 0;
        bytesBeforeFrame = 0;
        mediaBeforeRecordingPs = 0;
    }
}
