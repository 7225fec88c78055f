package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * {@code write(connection, bytes)}: hands bytes to TCP. Those of a message are taken at once, those of a file as the send buffer
 * has room for them, see {@link StreamWrite}; both are copied. Bytes of a mapped file are touched as they are copied: pages that
 * were not touched before fault, and are read from the disk where need be.
 *
 * <p>Errors: EBADF (none, or a file: those are open to be read), EOPNOTSUPP (a UDP socket: what it sends is sent), EINVAL (what
 * nothing is written to here), ECONNRESET or ETIMEDOUT where the connection broke, the first time, and EPIPE from then on or
 * where the socket listens; of files EAGAIN and EFAULT (the address is not mapped, or its file has lost its end there: what a
 * program would get that touches it by itself is SIGBUS, but here the kernel does, {@code copyin} in {@code lib/iov_iter.c}; of the
 * rest of the last page, zeros, nothing is sent).
 */
public final class WriteCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(1, "write", new WriteCall())
            .that("hands bytes of a message, of a buffer or of a mapped file to a TCP connection")
            .failsWith(
                    Errno.EBADF,
                    Errno.EAGAIN,
                    Errno.EFAULT,
                    Errno.EINVAL,
                    Errno.EPIPE,
                    Errno.ECONNRESET,
                    Errno.ETIMEDOUT,
                    Errno.EOPNOTSUPP);

    private static final int ENTER = 0;
    private static final FromBuffer BUFFER = new FromBuffer();
    private static final FromMapping MAPPING = new FromMapping();

    private WriteCall() {}

    /** Writes bytes to a connection. */
    public static Step write(Syscalls os, int descriptor, byte[] bytes) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = bytes;
        return made;
    }

    /**
     * Writes bytes of a file that were read into the application's memory.
     *
     * @param file what the bytes are of, for the meters
     * @param fileOffset where they stand in it, for the meters
     */
    public static Step writeFile(Syscalls os, int descriptor, int bytes, int file, long fileOffset) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.object = BUFFER;
        made.content().set(file, fileOffset, Packet.UNSCHEDULED);
        return made;
    }

    /** Writes bytes that stand at an address where a file is mapped. */
    public static Step writeMapped(Syscalls os, int descriptor, long address, int bytes) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = bytes;
        made.thirdNumber = address;
        made.object = MAPPING;
        return made;
    }

    @Override
    public String arguments(SyscallCall call) {
        if (call.object instanceof StreamWrite.Source) {
            return call.descriptor + ", \"\"..., " + call.number;
        }
        return call.descriptor + ", " + StraceText.quoted(call, StraceText.length(call)) + ", "
                + StraceText.length(call);
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TcpSocket socket)) {
            return SyscallResult.failed(whyNot(descriptor));
        }
        if (call.object == MAPPING && call.thread().process().mapping(call.thirdNumber) == null) {
            return SyscallResult.failed(Errno.EFAULT);
        }
        if (call.object instanceof StreamWrite.Source source) {
            return StreamWrite.handle(call, kernel, socket, source, nowPs);
        }
        return writeMessage(call, kernel, socket);
    }

    /** Why nothing can be written to another descriptor than a connection; files are open to be read alone. */
    private static Errno whyNot(Descriptor descriptor) {
        if (descriptor instanceof OpenFile) {
            return Errno.EBADF;
        }
        if (descriptor instanceof TcpListenSocket) {
            return Errno.EPIPE;
        }
        return descriptor instanceof UdpSocket ? Errno.EOPNOTSUPP : Errno.EINVAL;
    }

    private static SyscallResult writeMessage(SyscallCall call, Kernel kernel, TcpSocket socket) {
        Errno failure = socket.takeWriteError();
        if (failure != null) {
            return SyscallResult.failed(failure);
        }
        byte[] bytes = call.object(byte[].class);
        if (call.phase == ENTER) {
            return call.charge(DelayPart.COPY, kernel.caches().sendFreshPs(kernel.coreOf(call), bytes.length));
        }
        socket.connection().write(bytes);
        return SyscallResult.done(bytes.length);
    }

    private static void hand(SyscallCall call, Kernel kernel, TcpOutput output, int file, int version, long offset) {
        output.writeCopy(call.thread(), file, version, offset, call.moving);
        kernel.copiedFromUser(call.moving);
    }

    /** The application's own memory. */
    private static final class FromBuffer implements StreamWrite.Source {
        @Override
        public int next(SyscallCall call, Kernel kernel, int most) {
            return most;
        }

        @Override
        public boolean fetch(SyscallCall call, Kernel kernel) {
            return true;
        }

        @Override
        public SyscallResult charge(SyscallCall call, Kernel kernel) {
            return call.charge(DelayPart.COPY, kernel.caches().sendPs(kernel.coreOf(call), call.buffer(), call.moving));
        }

        @Override
        public void write(SyscallCall call, Kernel kernel, TcpOutput output, long nowPs) {
            SyscallCall.SentContent content = call.content();
            int version = content.version(kernel.parts().files());
            hand(call, kernel, output, content.file, version, content.fileOffset + call.moved);
        }
    }

    /** A file in the address space. */
    private static final class FromMapping implements StreamWrite.Source {
        private static final int FAULTED = 2;

        @Override
        public int next(SyscallCall call, Kernel kernel, int most) {
            Mapping mapping = mapping(call);
            long end = Math.min(mapping.length, kernel.parts().files().sizeOf(mapping.file));
            return (int) Math.max(0, Math.min(most, end - place(call)));
        }

        @Override
        public boolean fetch(SyscallCall call, Kernel kernel) {
            Mapping mapping = mapping(call);
            PageCacheReader pages = kernel.parts().pages();
            long missing = pages.cache().firstMissing(mapping.file, place(call), call.moving);
            if (missing < place(call) + call.moving) {
                // Each page that is in memory no more, or not yet, faults by itself, and reads what is around it.
                call.majorFaults += pages.isComing(mapping.file, missing) ? 0 : 1;
                return pages.requestForFault(mapping.readahead, mapping.file, missing, call.wakeUp(kernel));
            }
            return pages.request(mapping.readahead, mapping.file, place(call), call.moving, call.wakeUp(kernel));
        }

        /** A block that is touched first takes a fault at least, a minor one where its pages were in memory. */
        @Override
        public SyscallResult charge(SyscallCall call, Kernel kernel) {
            int major = call.majorFaults;
            int minor = Math.max(0, mapping(call).faults(place(call), call.moving) - major);
            call.majorFaults = 0;
            kernel.faulted(minor, major);
            mapping(call).touch(place(call), call.moving);
            return call.charge(
                    DelayPart.SYSCALL, (minor + major) * kernel.profile().pageFaultPs());
        }

        @Override
        public @Nullable Errno whyNoMore(SyscallCall call, Kernel kernel) {
            return place(call) < mapping(call).length ? Errno.EFAULT : null;
        }

        @Override
        public @Nullable SyscallResult chargeMore(SyscallCall call, Kernel kernel) {
            if (call.phase != FAULTED) {
                return null;
            }
            int file = mapping(call).file;
            return call.charge(
                    DelayPart.COPY, kernel.caches().sendMappedPs(kernel.coreOf(call), file, place(call), call.moving));
        }

        @Override
        public void write(SyscallCall call, Kernel kernel, TcpOutput output, long nowPs) {
            int file = mapping(call).file;
            hand(call, kernel, output, file, kernel.parts().files().versionOf(file), place(call));
        }

        private static Mapping mapping(SyscallCall call) {
            Mapping mapping = call.thread().process().mapping(call.thirdNumber);
            if (mapping == null) {
                throw new IllegalStateException("no mapping at 0x" + Long.toHexString(call.thirdNumber));
            }
            return mapping;
        }

        private static long place(SyscallCall call) {
            return call.thirdNumber - mapping(call).address + call.moved;
        }
    }
}
