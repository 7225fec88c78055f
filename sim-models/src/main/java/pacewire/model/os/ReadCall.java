package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/**
 * {@code read(file, buffer, size)}: copies the next bytes of a file to the application, from the page cache, into which the
 * disk is read first where it has to be. Returns 0 at the end. Of a timer it reads the number of
 * expirations. Errors: EBADF, EINVAL (less than 8 bytes for it, or neither a file nor a timer), EAGAIN (it has not expired, and does not wait).
 */
public final class ReadCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(0, "read", new ReadCall())
            .that("reads the next bytes of a file, or how often a timer has expired")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.EAGAIN);

    private static final int LOOK_UP = 0;
    private static final int FIND_PAGES = 1;
    private static final int COPY = 2;

    private ReadCall() {}

    /** Reads the next bytes of a file. */
    public static Step read(Syscalls os, int descriptor, int bytes) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        return made;
    }

    /** Reads how often a timer has expired since it was read or set; waits for it, or EAGAIN. */
    public static Step readTimer(Syscalls os, int descriptor, TimerExpirations buffer) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = Long.BYTES;
        made.object = buffer;
        buffer.clear();
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor instanceof TimerDescriptor timer) {
            return readTimer(call, timer, nowPs);
        }
        if (!(descriptor instanceof OpenFile file)) {
            return SyscallResult.failed(descriptor == null ? Errno.EBADF : Errno.EINVAL);
        }
        // The size counts as it is each time: the file may lose its end while the call waits for its pages.
        long left = Math.max(0, file.size(kernel) - file.position);
        int bytes = (int) Math.min(call.number, left);
        return switch (call.phase) {
            case LOOK_UP -> lookUp(call, kernel, file, bytes);
            case FIND_PAGES -> call.charge(DelayPart.SYSCALL, kernel.profile().pageLookupPs());
            case COPY ->
                call.charge(
                        DelayPart.COPY,
                        kernel.caches().readPs(kernel.coreOf(call), file.file, file.position, bytes, call.buffer()));
            default -> finish(call, kernel, file, bytes);
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + (call.object == null ? "\"\"..." : call.object) + ", " + call.number;
    }

    /** The number of expirations, a {@code uint64_t}: {@code timerfd_read} in Linux {@code fs/timerfd.c}. */
    private static SyscallResult readTimer(SyscallCall call, TimerDescriptor timer, long nowPs) {
        if (call.number < Long.BYTES) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (!timer.hasExpired() && timer.isNonBlocking()) {
            return SyscallResult.failed(Errno.EAGAIN);
        }
        if (!timer.hasExpired()) {
            timer.await(call.thread());
            return SyscallResult.blocked(DelayPart.TIMER);
        }
        long expirations = timer.take(call.thread(), nowPs);
        if (call.object instanceof TimerExpirations buffer) {
            buffer.fill(expirations);
        }
        return SyscallResult.done(Long.BYTES);
    }

    private static SyscallResult lookUp(SyscallCall call, Kernel kernel, OpenFile file, int bytes) {
        if (bytes == 0) {
            return SyscallResult.done(0);
        }
        boolean isPresent =
                kernel.parts().pages().request(file.readahead, file.file, file.position, bytes, call.wakeUp(kernel));
        call.phase = FIND_PAGES;
        if (!isPresent) {
            return SyscallResult.blocked(DelayPart.STORAGE);
        }
        return call.charge(DelayPart.SYSCALL, kernel.profile().pageLookupPs());
    }

    private static SyscallResult finish(SyscallCall call, Kernel kernel, OpenFile file, int bytes) {
        call.content().setRead(file.file, kernel.parts().files().versionOf(file.file));
        file.position += bytes;
        kernel.copiedToUser(bytes);
        return call.done(bytes);
    }
}
