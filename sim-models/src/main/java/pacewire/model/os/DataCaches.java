package pacewire.model.os;

import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.MemoryLevel;
import pacewire.model.os.storage.PageCache;

/**
 * How near to the cores the bytes lie that are copied, and so what a copy takes. Bytes lie in a core's own first or second cache
 * as long as that core has touched no more than the cache's size since it touched them; in the cache that all share as long
 * as all cores together have touched no more than its size; and in memory otherwise. That is the <em>reuse distance</em> (Mattson,
 * Gecsei, Slutz and Traiger, "Evaluation techniques for storage hierarchies", IBM Systems Journal, 1970), counted in bytes that
 * copies touch: bytes that are touched twice count twice, and what the kernel and the programs touch beside is left out. Of a copy,
 * one half is the reading and takes what the source's level takes, the other one the writing and the destination's.
 *
 * <ul>
 *   <li>Pages of files: when they were touched last, see {@link PageTouches}. What a disk has brought was touched by no core.
 *   <li>Buffers of applications: {@link UserBuffer}.
 *   <li>Buffers of the kernel for packets and connections: those that became free last are used again first. They were filled
 *       as long ago as bytes stay in them, and meanwhile as much came in as is there now (Little's law), each byte read once and
 *       written once.
 *   <li>What the NIC has brought lies in memory, or in the shared cache where devices write into that.
 * </ul>
 */
@SuppressWarnings("EnumOrdinal") // arrays by level instead of maps
final class DataCaches {
    /** In place of a core. */
    static final int NOBODY = -1;

    private static final MemoryLevel[] LEVELS = MemoryLevel.values();

    private final MachineProfile profile;
    /** Whether a copy takes the same everywhere: then nothing is kept. */
    private final boolean isFlat;

    private final PageTouches pages;
    /** Bytes that each core has touched, and all together. */
    private final long[] touched;

    private long touchedByAll;
    /** Bytes in buffers of the kernel. */
    private long heldBytes;
    /** Bytes of the copy in hand that are read, by their level. */
    private final long[] readBytes = new long[LEVELS.length];
    /** Those of all copies so far. */
    private final long[] copiedBytes = new long[LEVELS.length];

    private final long l1Bytes;
    private final long l2Bytes;
    private final long l3Bytes;

    DataCaches(MachineProfile profile, int cores, PageCache cache) {
        this.profile = profile;
        isFlat = profile.isCopyFlat();
        l1Bytes = profile.value(CostItem.L1_SIZE);
        l2Bytes = profile.value(CostItem.L2_SIZE);
        l3Bytes = profile.value(CostItem.L3_SIZE);
        long deviceBytes = Math.min(l3Bytes, profile.value(CostItem.DEVICE_CACHE_SIZE));
        pages = new PageTouches(cache, isFlat ? 0 : l1Bytes + l2Bytes + l3Bytes, deviceBytes);
        touched = new long[cores];
    }

    /** Some of 32 pages have come from a disk, a bit each. */
    void landed(long firstPage, int landed) {
        if (!isFlat) {
            pages.landed(firstPage, landed);
        }
    }

    /** Time of a copy from pages of a file into a buffer of an application, which are nearer from now on. */
    long readPs(int core, int file, long offset, int bytes, UserBuffer into) {
        if (isFlat) {
            return profile.copyPs(bytes);
        }
        readPages(core, file, offset, bytes);
        long again = 2L * into.filledBytes;
        MemoryLevel to = level(core, into.usedBy, into.usedAt - again, into.usedAtOfAll - again);
        into.filledBy = core;
        into.filledAt = touched[core];
        into.filledAtOfAll = touchedByAll;
        into.filledBytes = bytes;
        into.takenBytes = 0;
        long ps = copyPs(to);
        touch(core, 2L * bytes);
        use(into, core);
        return ps;
    }

    /** Time of a copy from a buffer of an application into one of the kernel. */
    long sendPs(int core, UserBuffer from, int bytes) {
        if (isFlat) {
            return profile.copyPs(bytes);
        }
        long before = 2L * from.takenBytes;
        MemoryLevel at = level(core, from.filledBy, from.filledAt + before, from.filledAtOfAll + before);
        readBytes[at.ordinal()] += bytes;
        from.takenBytes += bytes;
        long ps = copyPs(ofKernel());
        touch(core, 2L * bytes);
        use(from, core);
        return ps;
    }

    /** Time of a copy from pages of a file, which are mapped, into a buffer of the kernel. */
    long sendMappedPs(int core, int file, long offset, int bytes) {
        if (isFlat) {
            return profile.copyPs(bytes);
        }
        readPages(core, file, offset, bytes);
        long ps = copyPs(ofKernel());
        touch(core, 2L * bytes);
        return ps;
    }

    /** Time of a copy of what an application has just made into a buffer of the kernel. */
    long sendFreshPs(int core, int bytes) {
        if (isFlat) {
            return profile.copyPs(bytes);
        }
        readBytes[MemoryLevel.L1.ordinal()] += bytes;
        long ps = copyPs(ofKernel());
        touch(core, 2L * bytes);
        return ps;
    }

    /** Time of a copy of what the NIC has brought to an application, which has just used the place where it goes. */
    long receivePs(int core, int bytes) {
        if (isFlat) {
            return profile.copyPs(bytes);
        }
        readBytes[pages.ofDevices().ordinal()] += bytes;
        long ps = copyPs(MemoryLevel.L1);
        touch(core, 2L * bytes);
        return ps;
    }

    /** Bytes that copies have found at a level so far; 0 where a copy takes the same everywhere. */
    long copiedFrom(MemoryLevel level) {
        return copiedBytes[level.ordinal()];
    }

    /** So many bytes lie in buffers of the kernel in addition, or no longer. */
    void hold(long bytes) {
        heldBytes += bytes;
    }

    private void readPages(int core, int file, long offset, int bytes) {
        long end = offset + bytes;
        for (long at = offset; at < end; ) {
            long pageEnd = Math.min(end, (at / PageCache.PAGE_BYTES + 1) * PageCache.PAGE_BYTES);
            int known = pages.find(file, at, pageEnd);
            if (known > 0) {
                MemoryLevel level = pages.isByDevice()
                        ? pages.ofDevice()
                        : level(core, pages.core(), pages.touchedAt(), pages.touchedAtOfAll());
                readBytes[level.ordinal()] += known;
            }
            readBytes[MemoryLevel.MEMORY.ordinal()] += pageEnd - at - known;
            pages.touch(core, touched[core], touchedByAll);
            at = pageEnd;
        }
    }

    private MemoryLevel level(int core, int by, long at, long atOfAll) {
        if (by == NOBODY) {
            return MemoryLevel.MEMORY;
        }
        long distance = by == core ? touched[core] - at : Long.MAX_VALUE;
        if (distance <= l1Bytes) {
            return MemoryLevel.L1;
        }
        if (distance <= l2Bytes) {
            return MemoryLevel.L2;
        }
        return touchedByAll - atOfAll <= l3Bytes ? MemoryLevel.L3 : MemoryLevel.MEMORY;
    }

    private MemoryLevel ofKernel() {
        long distance = 2 * heldBytes;
        if (distance <= l1Bytes) {
            return MemoryLevel.L1;
        }
        if (distance <= l2Bytes) {
            return MemoryLevel.L2;
        }
        return distance <= l3Bytes ? MemoryLevel.L3 : MemoryLevel.MEMORY;
    }

    private void touch(int core, long bytes) {
        touched[core] += bytes;
        touchedByAll += bytes;
    }

    private void use(UserBuffer buffer, int core) {
        buffer.usedBy = core;
        buffer.usedAt = touched[core];
        buffer.usedAtOfAll = touchedByAll;
    }

    /** The time of the copy in hand, whose bytes to be read were counted. */
    private long copyPs(MemoryLevel to) {
        long bytes = 0;
        long ofReading = 0;
        for (MemoryLevel level : LEVELS) {
            long read = readBytes[level.ordinal()];
            readBytes[level.ordinal()] = 0;
            copiedBytes[level.ordinal()] += read;
            bytes += read;
            ofReading += read * profile.copyPerKibPs(level);
        }
        return profile.copyPs(ofReading, bytes * profile.copyPerKibPs(to));
    }
}
