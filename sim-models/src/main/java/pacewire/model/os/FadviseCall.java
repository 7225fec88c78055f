package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.PageCache;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.os.storage.Readahead;
import pacewire.model.packet.DelayPart;

/**
 * {@code fadvise64(file, offset, length, advice)}, as {@code generic_fadvise} in Linux {@code mm/fadvise.c}: how a file will be
 * read. A length of 0 means up to its end.
 *
 * <ul>
 *   <li>POSIX_FADV_NORMAL, POSIX_FADV_RANDOM and POSIX_FADV_SEQUENTIAL are of the whole open file, whatever the range: it is read
 *       ahead as usual, not at all, or twice as far.
 *   <li>POSIX_FADV_WILLNEED: all of the range that is not in memory is read, and the call does not wait for it. It takes a look-up
 *       for each read of the disk; what the block layer takes for a read is the disk interrupt's, as everywhere.
 *   <li>POSIX_FADV_DONTNEED: the pages that lie wholly in the range leave memory, but for those that something on its way
 *       refers to. There are no dirty ones here, which would be written back first.
 * </ul>
 *
 * <p>Errors: EBADF, ESPIPE (a pipe), EINVAL (no file, or a negative length).
 */
public final class FadviseCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(221, "fadvise64", new FadviseCall())
            .that("says how a file will be read")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.ESPIPE);

    /** What is said of a file, with the numbers of Linux {@code include/uapi/linux/fadvise.h} as ordinals. */
    public enum Advice {
        POSIX_FADV_NORMAL,
        POSIX_FADV_RANDOM,
        POSIX_FADV_SEQUENTIAL,
        POSIX_FADV_WILLNEED,
        POSIX_FADV_DONTNEED
    }

    private static final int HEED = 0;

    private FadviseCall() {}

    /**
     * Says how a file will be read.
     *
     * @param offset where the range begins, at least 0
     * @param length its bytes; 0: up to the end of the file
     */
    public static Step advise(Syscalls os, int descriptor, long offset, long length, Advice advice) {
        SyscallCall made = os.make(ROW, descriptor);
        made.thirdNumber = offset;
        made.number = length;
        made.object = advice;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        return call.phase == HEED ? heed(call, kernel) : SyscallResult.done(0);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.pageLookupPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.thirdNumber + ", " + call.number + ", " + call.object(Advice.class);
    }

    private static SyscallResult heed(SyscallCall call, Kernel kernel) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof OpenFile file)) {
            return SyscallResult.failed(descriptor instanceof Pipe.End ? Errno.ESPIPE : Errno.EINVAL);
        }
        if (call.number < 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        switch (call.object(Advice.class)) {
            case POSIX_FADV_NORMAL -> file.readahead.advise(Readahead.Pattern.NORMAL);
            case POSIX_FADV_RANDOM -> file.readahead.advise(Readahead.Pattern.RANDOM);
            case POSIX_FADV_SEQUENTIAL -> file.readahead.advise(Readahead.Pattern.SEQUENTIAL);
            case POSIX_FADV_WILLNEED -> {
                return willNeed(call, kernel, file);
            }
            case POSIX_FADV_DONTNEED -> doNotNeed(call, kernel, file);
        }
        return SyscallResult.done(0);
    }

    /** The first look-up is part of every call. */
    private static SyscallResult willNeed(SyscallCall call, Kernel kernel, OpenFile file) {
        PageCacheReader pages = kernel.parts().pages();
        long end = end(call, file.size(kernel));
        int reads = end > call.thirdNumber ? pages.populate(file.file, call.thirdNumber, end - call.thirdNumber) : 0;
        return call.charge(
                DelayPart.STORAGE, Math.max(0, reads - 1) * kernel.profile().pageLookupPs());
    }

    /** Partial pages stay; the last page of the file, which ends within it, counts as a whole one. */
    private static void doNotNeed(SyscallCall call, Kernel kernel, OpenFile file) {
        long size = file.size(kernel);
        long end = end(call, size);
        long firstPage = (call.thirdNumber + PageCache.PAGE_BYTES - 1) / PageCache.PAGE_BYTES;
        long endPage = (end == size ? end + PageCache.PAGE_BYTES - 1 : end) / PageCache.PAGE_BYTES;
        kernel.parts().pages().cache().drop(file.file, firstPage, endPage);
    }

    private static long end(SyscallCall call, long size) {
        boolean isToTheEnd = call.number == 0 || call.number > size - call.thirdNumber;
        return isToTheEnd ? size : call.thirdNumber + call.number;
    }
}
