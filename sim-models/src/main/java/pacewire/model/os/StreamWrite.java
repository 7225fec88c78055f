package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;

/**
 * What the calls have in common that put files into a TCP connection: {@code sendfile}, {@code splice} out of a pipe, and {@code
 * write}. Until all of it is written, a call takes as much as the send buffer has room for and as the source has at hand, works
 * for it, hands it to TCP, and waits for room; on a connection that does not wait it ends early, with what it has written or with
 * EAGAIN. So it does when the connection breaks, and the next call is told why ({@code tcp_sendmsg_locked} in Linux {@code
 * net/ipv4/tcp.c}: "if (copied) goto out").
 */
final class StreamWrite {
    /** Where the bytes come from; stateless, what it needs stands in the call. */
    interface Source {
        /** Bytes that it has next, of at most so many; 0 when it has no more. */
        int next(SyscallCall call, Kernel kernel, int most);

        /** Sees to it that those bytes are in memory; false: the thread was promised a wake-up. */
        boolean fetch(SyscallCall call, Kernel kernel);

        /** Charges the CPU time of moving {@link SyscallCall#moving} bytes. */
        SyscallResult charge(SyscallCall call, Kernel kernel);

        /** Why there are no more bytes, where that is an error of a call that has moved none; null: it is the end. */
        default @Nullable Errno whyNoMore(SyscallCall call, Kernel kernel) {
            return null;
        }

        /** Charges what else they take, in phases from 2 on; null: nothing. */
        default @Nullable SyscallResult chargeMore(SyscallCall call, Kernel kernel) {
            return null;
        }

        /** Hands {@link SyscallCall#moving} bytes to TCP. */
        void write(SyscallCall call, Kernel kernel, TcpOutput output, long nowPs);
    }

    /** Pages that go through at once: a pipe's 16 ({@code PIPE_DEF_BUFFERS} in {@code include/linux/pipe_fs_i.h}). */
    private static final int MOST_AT_ONCE = 16 * Pipe.PAGE_BYTES;

    private static final int NEXT = 0;
    private static final int FETCH = 1;

    private StreamWrite() {}

    static SyscallResult handle(SyscallCall call, Kernel kernel, TcpSocket socket, Source source, long nowPs) {
        if (socket.failure() != null) {
            return broken(call, socket);
        }
        if (call.phase > FETCH) {
            SyscallResult more = source.chargeMore(call, kernel);
            if (more != null) {
                return more;
            }
            source.write(call, kernel, socket.output(), nowPs);
            call.moved += call.moving;
            call.phase = NEXT;
        }
        if (call.phase == FETCH) {
            return fetch(call, kernel, source);
        }
        return next(call, kernel, socket, source);
    }

    private static SyscallResult next(SyscallCall call, Kernel kernel, TcpSocket socket, Source source) {
        int most = source.next(call, kernel, (int) Math.min(call.number - call.moved, MOST_AT_ONCE));
        if (most == 0) {
            return end(call, kernel, source);
        }
        long roomBytes = socket.output().roomBytes();
        if (roomBytes == 0) {
            return full(call, socket);
        }
        call.moving = (int) Math.min(most, roomBytes);
        call.phase = FETCH;
        return fetch(call, kernel, source);
    }

    private static SyscallResult full(SyscallCall call, TcpSocket socket) {
        if (socket.isNonBlocking()) {
            return call.moved > 0 ? call.done(call.moved) : SyscallResult.failed(Errno.EAGAIN);
        }
        socket.output().awaitRoom(call.thread());
        return SyscallResult.blocked(DelayPart.SOCKET_BUFFER);
    }

    private static SyscallResult end(SyscallCall call, Kernel kernel, Source source) {
        Errno reason = call.moved > 0 || call.number == 0 ? null : source.whyNoMore(call, kernel);
        return reason == null ? call.done(call.moved) : SyscallResult.failed(reason);
    }

    /** The bytes may have become fewer meanwhile: the file may have lost its end while the call waited for room or pages. */
    private static SyscallResult fetch(SyscallCall call, Kernel kernel, Source source) {
        call.moving = source.next(call, kernel, call.moving);
        if (call.moving == 0) {
            call.phase = NEXT;
            return end(call, kernel, source);
        }
        if (!source.fetch(call, kernel)) {
            return SyscallResult.blocked(DelayPart.STORAGE);
        }
        return source.charge(call, kernel);
    }

    private static SyscallResult broken(SyscallCall call, TcpSocket socket) {
        if (call.moved > 0) {
            return call.done(call.moved);
        }
        Errno reason = socket.takeWriteError();
        return SyscallResult.failed(reason == null ? Errno.EPIPE : reason);
    }
}
