package pacewire.model.os;

import java.util.Objects;

import pacewire.model.packet.DelayPart;

/**
 * {@code splice(from, NULL, to, NULL, count, SPLICE_F_MOVE | SPLICE_F_MORE)}: moves references to pages from a file into a pipe,
 * or from a pipe into a TCP connection; no byte is copied. Into the pipe it moves what has room, and waits for some; out of it,
 * all that is there, and waits for that. Returns 0 at the end of the file, or when nobody will write to the pipe any more.
 * Errors: EBADF, EINVAL (neither is a pipe, both are, or the other one is of no kind that can be spliced), EPIPE, EAGAIN,
 * ECONNRESET, ETIMEDOUT.
 */
public final class SpliceCall implements SyscallHandler, StreamWrite.Source {
    private static final SpliceCall CALL = new SpliceCall();

    static final SyscallRow ROW = new SyscallRow(275, "splice", CALL)
            .that("moves pages from a file into a pipe, or from a pipe into a TCP connection, without a copy")
            .failsWith(Errno.EBADF, Errno.EAGAIN, Errno.EINVAL, Errno.EPIPE, Errno.ECONNRESET, Errno.ETIMEDOUT);

    private static final int ENTER = 0;
    private static final int WORK = 1;

    private SpliceCall() {}

    /** Moves pages from one descriptor to the other, of which one is a pipe's end. */
    public static Step splice(Syscalls os, int from, int to, long count) {
        SyscallCall made = os.make(ROW, from);
        made.secondNumber = to;
        made.number = count;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Descriptor from = process.descriptor(call.descriptor);
        Descriptor to = process.descriptor(call.secondNumber);
        if (from == null || to == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (from instanceof OpenFile file && to instanceof Pipe.End end) {
            return end.isForReading ? SyscallResult.failed(Errno.EBADF) : intoPipe(call, kernel, file, end, nowPs);
        }
        if (from instanceof Pipe.End end && to instanceof TcpSocket socket) {
            return end.isForReading ? outOfPipe(call, kernel, end, socket, nowPs) : SyscallResult.failed(Errno.EBADF);
        }
        return SyscallResult.failed(Errno.EINVAL);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", NULL, " + call.secondNumber + ", NULL, " + call.number
                + ", SPLICE_F_MOVE|SPLICE_F_MORE";
    }

    private static SyscallResult intoPipe(SyscallCall call, Kernel kernel, OpenFile file, Pipe.End end, long nowPs) {
        Pipe pipe = end.pipe;
        if (!pipe.isReaderOpen()) {
            return SyscallResult.failed(Errno.EPIPE);
        }
        if (call.phase == WORK) {
            // The pages came, and their work is charged from here on.
            return charge(call, kernel, file.position);
        }
        if (call.phase > WORK) {
            pipe.put(file.file, file.position, call.moving);
            file.position += call.moving;
            pipe.readers.wakeAll(kernel, nowPs);
            return call.done(call.moving);
        }
        return enterPipe(call, kernel, file, end);
    }

    private static SyscallResult enterPipe(SyscallCall call, Kernel kernel, OpenFile file, Pipe.End end) {
        long left = Math.min(call.number, file.size(kernel) - file.position);
        if (left <= 0) {
            return SyscallResult.done(0);
        }
        call.moving = end.pipe.room(file.position, (int) Math.min(left, SendfileCall.LARGEST_COUNT));
        if (call.moving == 0) {
            if (!end.waits()) {
                return SyscallResult.failed(Errno.EAGAIN);
            }
            end.pipe.writers.add(call.thread());
            return SyscallResult.blocked(DelayPart.SOCKET_BUFFER);
        }
        call.phase = WORK;
        if (!kernel.parts()
                .pages()
                .request(file.readahead, file.file, file.position, call.moving, call.wakeUp(kernel))) {
            return SyscallResult.blocked(DelayPart.STORAGE);
        }
        return charge(call, kernel, file.position);
    }

    private static SyscallResult charge(SyscallCall call, Kernel kernel, long offset) {
        return call.charge(
                DelayPart.SYSCALL,
                kernel.profile().pageLookupPs()
                        + Pipe.pagesOf(offset, call.moving) * kernel.profile().splicePagePs());
    }

    private SyscallResult outOfPipe(SyscallCall call, Kernel kernel, Pipe.End end, TcpSocket socket, long nowPs) {
        boolean isWaiting = call.phase == ENTER && call.moved == 0 && call.number > 0;
        if (isWaiting && end.pipe.isEmpty() && end.pipe.isWriterOpen()) {
            if (!end.waits()) {
                return SyscallResult.failed(Errno.EAGAIN);
            }
            end.pipe.readers.add(call.thread());
            return SyscallResult.blocked(DelayPart.STORAGE);
        }
        return StreamWrite.handle(call, kernel, socket, this, nowPs);
    }

    private static Pipe pipe(SyscallCall call) {
        return ((Pipe.End) Objects.requireNonNull(call.thread().process().descriptor(call.descriptor))).pipe;
    }

    @Override
    public int next(SyscallCall call, Kernel kernel, int most) {
        return pipe(call).contiguous(most);
    }

    @Override
    public boolean fetch(SyscallCall call, Kernel kernel) {
        return true;
    }

    @Override
    public SyscallResult charge(SyscallCall call, Kernel kernel) {
        return call.charge(
                DelayPart.SYSCALL,
                Pipe.pagesOf(pipe(call).offset(), call.moving)
                        * kernel.profile().splicePagePs());
    }

    @Override
    public void write(SyscallCall call, Kernel kernel, TcpOutput output, long nowPs) {
        Pipe pipe = pipe(call);
        output.writePages(call.thread(), pipe.file(), pipe.offset(), call.moving);
        pipe.take(call.moving);
        pipe.writers.wakeAll(kernel, nowPs);
    }
}
