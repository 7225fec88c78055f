package pacewire.model.os.storage;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.units.DataRate;

/**
 * A kind of disk: how long a read takes. A read waits for one of the disk's places, spends an access time there, and
 * then moves its bytes over the one channel that all reads share, in the order in which their accesses end. A spinning disk
 * accesses for one read at a time, and chooses it among those in its places.
 *
 * @param name as in scenario files, such as "nvme"
 * @param summary one sentence
 * @param depth reads that the disk holds at once
 * @param access time from a read's start to its first byte, in picoseconds; not asked of a spinning disk
 * @param sequentialAccess the same of a read that continues where the last one ended
 * @param spindle mechanics of a spinning disk; null for one that does not spin
 * @param transfer rate of the shared channel
 * @param source where the figures come from
 */
public record DiskModel(
        String name,
        String summary,
        int depth,
        Distribution access,
        Distribution sequentialAccess,
        @Nullable Spindle spindle,
        DataRate transfer,
        String source) {
    private static final Distribution NONE = new Distributions.Constant(0);

    public DiskModel {
        if (depth < 1) {
            throw new IllegalArgumentException("a disk works on at least one read, not " + depth);
        }
    }

    /**
     * A disk that does not spin.
     *
     * @param isAccessFreeInSequence whether a read that continues where the last one ended needs no access time
     */
    public DiskModel(
            String name,
            String summary,
            int depth,
            Distribution access,
            boolean isAccessFreeInSequence,
            DataRate transfer,
            String source) {
        this(name, summary, depth, access, isAccessFreeInSequence ? NONE : access, null, transfer, source);
    }
}
