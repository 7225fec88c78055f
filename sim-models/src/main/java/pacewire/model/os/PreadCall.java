package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code pread64(file, buffer, size, offset)}: as {@link ReadCall}, from a place of its own, and the file's position stays.
 * Errors: EBADF, EINVAL (an offset below 0), ESPIPE (not a file).
 */
public final class PreadCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(17, "pread64", new PreadCall())
            .that("reads bytes of a file from a place of its own")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.ESPIPE);

    private static final int LOOK_UP = 0;
    private static final int FIND_PAGES = 1;
    private static final int COPY = 2;

    private PreadCall() {}

    /**
     * Reads bytes of a file.
     *
     * @param offset where they begin; behind the end there are none
     */
    public static Step read(Syscalls os, int descriptor, int bytes, long offset) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.thirdNumber = offset;
        return made;
    }

    /**
     * Reads bytes of a file into a buffer.
     *
     * @param buffer whose place in the caches counts; without one, it is the thread's own
     */
    public static Step read(Syscalls os, int descriptor, UserBuffer buffer, int bytes, long offset) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.thirdNumber = offset;
        made.namedBuffer = buffer;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (!(descriptor instanceof OpenFile file)) {
            return SyscallResult.failed(descriptor == null ? Errno.EBADF : Errno.ESPIPE);
        }
        if (call.thirdNumber < 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        // As for read: the file may lose its end while the call waits for its pages.
        long left = file.size(kernel) - call.thirdNumber;
        int bytes = (int) Math.max(0, Math.min(call.number, left));
        if (bytes == 0) {
            return SyscallResult.done(0);
        }
        return switch (call.phase) {
            case LOOK_UP -> lookUp(call, kernel, file, bytes);
            case FIND_PAGES -> call.charge(DelayPart.SYSCALL, kernel.profile().pageLookupPs());
            case COPY ->
                call.charge(
                        DelayPart.COPY,
                        kernel.caches().readPs(kernel.coreOf(call), file.file, call.thirdNumber, bytes, call.buffer()));
            default -> {
                call.content().setRead(file.file, kernel.parts().files().versionOf(file.file));
                kernel.copiedToUser(bytes);
                yield call.done(bytes);
            }
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", \"\"..., " + call.number + ", " + call.thirdNumber;
    }

    private static SyscallResult lookUp(SyscallCall call, Kernel kernel, OpenFile file, int bytes) {
        boolean isPresent =
                kernel.parts().pages().request(file.readahead, file.file, call.thirdNumber, bytes, call.wakeUp(kernel));
        call.phase = FIND_PAGES;
        if (!isPresent) {
            return SyscallResult.blocked(DelayPart.STORAGE);
        }
        return call.charge(DelayPart.SYSCALL, kernel.profile().pageLookupPs());
    }
}
