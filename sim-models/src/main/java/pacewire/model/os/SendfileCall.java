package pacewire.model.os;

import java.util.Objects;

import pacewire.model.packet.DelayPart;

/**
 * {@code sendfile(connection, file, NULL, count)}: sends a file over a TCP connection, from where it stands, as references to
 * the pages of the page cache: no byte is copied, to the application or anywhere else. Missing pages are read from the disk
 * first. Waits for room in the send buffer; returns less at the end of the file, when the connection does not wait, or when it
 * breaks. Errors: EBADF, EINVAL (the source is no file, or the destination no connection), EPIPE, EAGAIN, ECONNRESET, ETIMEDOUT.
 */
public final class SendfileCall implements SyscallHandler, StreamWrite.Source {
    private static final int WITH_OFFSET = 1;
    private static final SendfileCall CALL = new SendfileCall();

    static final SyscallRow ROW = new SyscallRow(40, "sendfile", CALL)
            .that("sends a file over a TCP connection without a copy")
            .failsWith(Errno.EBADF, Errno.EINVAL, Errno.EAGAIN, Errno.EPIPE, Errno.ECONNRESET, Errno.ETIMEDOUT);

    /** Linux {@code MAX_RW_COUNT}: what any such call moves at most, the largest int rounded down to a page. */
    static final long LARGEST_COUNT = Integer.MAX_VALUE & -Pipe.PAGE_BYTES;

    private SendfileCall() {}

    /** Sends the next bytes of a file, and moves its position. */
    public static Step send(Syscalls os, int connection, int file, long count) {
        SyscallCall made = os.make(ROW, connection);
        made.secondNumber = file;
        made.number = count;
        return made;
    }

    /** Sends bytes of a file from a place of their own; the file's position stays. */
    public static Step sendFrom(Syscalls os, int connection, int file, long offset, long count) {
        SyscallCall made = os.make(ROW, connection);
        made.secondNumber = file;
        made.number = count;
        made.thirdNumber = offset;
        made.flags = WITH_OFFSET;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Descriptor source = process.descriptor(call.secondNumber);
        Descriptor target = process.descriptor(call.descriptor);
        if (source == null || target == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(source instanceof OpenFile) || call.thirdNumber < 0 || call.number < 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (target instanceof TcpListenSocket) {
            return SyscallResult.failed(Errno.EPIPE);
        }
        if (!(target instanceof TcpSocket socket)) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        return StreamWrite.handle(call, kernel, socket, this, nowPs);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.secondNumber + ", "
                + (call.flags == WITH_OFFSET ? "[" + call.thirdNumber + "]" : "NULL") + ", " + call.number;
    }

    /** Seen to be there when the call began. */
    private static OpenFile file(SyscallCall call) {
        return (OpenFile) Objects.requireNonNull(call.thread().process().descriptor(call.secondNumber));
    }

    private static long place(SyscallCall call) {
        return call.flags == WITH_OFFSET ? call.thirdNumber + call.moved : file(call).position;
    }

    @Override
    public int next(SyscallCall call, Kernel kernel, int most) {
        long left = Math.min(LARGEST_COUNT - call.moved, file(call).size(kernel) - place(call));
        return (int) Math.max(0, Math.min(most, left));
    }

    @Override
    public boolean fetch(SyscallCall call, Kernel kernel) {
        OpenFile file = file(call);
        return kernel.parts().pages().request(file.readahead, file.file, place(call), call.moving, call.wakeUp(kernel));
    }

    @Override
    public SyscallResult charge(SyscallCall call, Kernel kernel) {
        long pages = Pipe.pagesOf(place(call), call.moving);
        return call.charge(
                DelayPart.SYSCALL,
                kernel.profile().pageLookupPs() + pages * 2 * kernel.profile().splicePagePs());
    }

    @Override
    public void write(SyscallCall call, Kernel kernel, TcpOutput output, long nowPs) {
        OpenFile file = file(call);
        output.writePages(call.thread(), file.file, place(call), call.moving);
        if (call.flags != WITH_OFFSET) {
            file.position += call.moving;
        }
    }
}
