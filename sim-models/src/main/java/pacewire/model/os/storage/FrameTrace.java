package pacewire.model.os.storage;

/**
 * A recorded video: frames with their time stamps and sizes, in time order. The ideal schedule spreads the bytes of each
 * frame evenly from its own time stamp to the next one's; the last frame is spread over the mean interval.
 *
 * @param startPs time stamps from the first frame's, strictly ascending, the first 0
 * @param bytes size of each frame, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; read once a packet, where a list would box
public record FrameTrace(long[] startPs, int[] bytes) {
    public FrameTrace {
        if (startPs.length < 2 || startPs.length != bytes.length || startPs[0] != 0) {
            throw new IllegalArgumentException("a recorded video has at least two frames, the first at 0");
        }
        for (int frame = 0; frame < bytes.length; frame++) {
            if (bytes[frame] < 1 || (frame > 0 && startPs[frame] <= startPs[frame - 1])) {
                throw new IllegalArgumentException("frame " + frame + " is empty, or no later than the one before it");
            }
        }
    }

    /** Number of frames. */
    public int frames() {
        return bytes.length;
    }

    /** Sum of all frames. */
    public long totalBytes() {
        long total = 0;
        for (int frame : bytes) {
            total += frame;
        }
        return total;
    }

    /** When the last frame's interval ends: its time stamp and the mean interval before it. */
    public long endPs() {
        long last = startPs[startPs.length - 1];
        return last + last / (startPs.length - 1);
    }
}
