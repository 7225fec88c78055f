package pacewire.model.os.storage;

import pacewire.core.random.Distribution;
import pacewire.core.units.DataRate;

/**
 * A kind of disk: how long a read takes. A read waits for one of the disk's places, spends an access time there, and
 * then moves its bytes over the one channel that all reads share, in the order in which they were begun.
 *
 * @param name as in scenario files, such as "nvme"
 * @param summary one sentence
 * @param depth reads that the disk works on at once
 * @param access time from a read's start to its first byte, in picoseconds
 * @param isAccessFreeInSequence whether a read that continues where the last one ended needs no access time, the head
 *     being there
 * @param transfer rate of the shared channel
 * @param source where the figures come from
 */
public record DiskModel(
        String name,
        String summary,
        int depth,
        Distribution access,
        boolean isAccessFreeInSequence,
        DataRate transfer,
        String source) {
    public DiskModel {
        if (depth < 1) {
            throw new IllegalArgumentException("a disk works on at least one read, not " + depth);
        }
    }
}
