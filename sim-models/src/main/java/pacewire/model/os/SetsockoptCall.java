package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;

/**
 * {@code setsockopt(socket, SOL_SOCKET, option, value)}, of the options that pace and buffer. Errors: EBADF, ENOTSOCK, EINVAL
 * (flags that are not known), EOPNOTSUPP (a socket that has no such option here: one that listens, or SO_TXTIME of TCP).
 *
 * <ul>
 *   <li>SO_SNDBUF: Linux takes {@code net.core.wmem_max} of 212,992 bytes at most, keeps the double, for its own use of the
 *       memory, and 4,608 bytes at least ({@code sk_setsockopt} in {@code net/core/sock.c}, SOCK_MIN_SNDBUF). A TCP socket's
 *       buffer does not grow with its window any more.
 *   <li>SO_MAX_PACING_RATE: bytes a second, of frames; all ones: no limit. It is the packet scheduler's to keep.
 *   <li>SO_TXTIME: each datagram may name its instant, see {@link SendmsgCall}.
 *   <li>SO_ZEROCOPY: {@code send} may be told to refer to the application's memory instead of copying it.
 * </ul>
 */
public final class SetsockoptCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(54, "setsockopt", new SetsockoptCall())
            .that("sets SO_SNDBUF, SO_MAX_PACING_RATE, SO_TXTIME or SO_ZEROCOPY")
            .failsWith(Errno.EBADF, Errno.ENOTSOCK, Errno.EOPNOTSUPP);

    /** Linux {@code SOF_TXTIME_DEADLINE_MODE} and {@code SOF_TXTIME_REPORT_ERRORS}, {@code include/uapi/linux/net_tstamp.h}. */
    static final int DEADLINE_MODE = 1;

    static final int REPORT_ERRORS = 2;

    /** Linux {@code net.core.wmem_max} by default: {@code SK_WMEM_MAX} in {@code include/net/sock.h}. */
    private static final long LARGEST_SEND_BUFFER = 212_992;

    /** SOCK_MIN_SNDBUF: twice the least truesize of a TCP segment, 2048 bytes and the {@code sk_buff}'s 256. */
    private static final long LEAST_SEND_BUFFER = 4608;

    private static final long UNLIMITED = -1;

    private SetsockoptCall() {}

    /** SO_SNDBUF: limits the send buffer to twice so many bytes. */
    public static Step sendBuffer(Syscalls os, int descriptor, int bytes) {
        return option(os, descriptor, SocketOption.SO_SNDBUF, bytes);
    }

    /** SO_MAX_PACING_RATE: asks the packet scheduler not to send frames of the socket faster, in whole bytes a second; null: no limit. */
    public static Step maxPacingRate(Syscalls os, int descriptor, @Nullable DataRate rate) {
        long bytesPerSecond = rate == null ? UNLIMITED : rate.bitsPerSecond() / Byte.SIZE;
        return option(os, descriptor, SocketOption.SO_MAX_PACING_RATE, bytesPerSecond);
    }

    /**
     * SO_TXTIME: datagrams of a UDP socket may name their instants, on the clock TAI.
     *
     * @param isDeadline whether the instant is a deadline, not the launch time
     * @param reportsErrors whether datagrams that are dropped for their instants are reported on the error queue
     */
    public static Step txtime(Syscalls os, int descriptor, boolean isDeadline, boolean reportsErrors) {
        int flags = (isDeadline ? DEADLINE_MODE : 0) | (reportsErrors ? REPORT_ERRORS : 0);
        return option(os, descriptor, SocketOption.SO_TXTIME, flags);
    }

    /** SO_ZEROCOPY: sending without a copy may be asked for. */
    public static Step zeroCopy(Syscalls os, int descriptor) {
        return option(os, descriptor, SocketOption.SO_ZEROCOPY, 1);
    }

    private static Step option(Syscalls os, int descriptor, SocketOption option, long value) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = option;
        made.thirdNumber = value;
        return made;
    }

    @Override
    public String arguments(SyscallCall call) {
        SocketOption option = call.object(SocketOption.class);
        String head = call.descriptor + ", SOL_SOCKET, " + option + ", ";
        return head
                + switch (option) {
                    case SO_ERROR, SO_SNDBUF, SO_ZEROCOPY -> "[" + call.thirdNumber + "], 4";
                    case SO_MAX_PACING_RATE -> "[" + Long.toUnsignedString(call.thirdNumber) + "], 8";
                    case SO_TXTIME -> "{clockid=CLOCK_TAI, flags=" + txtimeFlags(call.thirdNumber) + "}, 8";
                };
    }

    private static String txtimeFlags(long flags) {
        String deadline = (flags & DEADLINE_MODE) == 0 ? "" : "SOF_TXTIME_DEADLINE_MODE";
        String report = (flags & REPORT_ERRORS) == 0 ? "" : "SOF_TXTIME_REPORT_ERRORS";
        String between = deadline.isEmpty() || report.isEmpty() ? "" : "|";
        String text = deadline + between + report;
        return text.isEmpty() ? "0" : text;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        boolean isSet;
        if (descriptor instanceof UdpSocket socket) {
            isSet = set(socket, call, nowPs);
        } else if (descriptor instanceof TcpSocket socket) {
            isSet = set(socket, call, nowPs);
        } else {
            return SyscallResult.failed(descriptor instanceof TcpListenSocket ? Errno.EOPNOTSUPP : Errno.ENOTSOCK);
        }
        return isSet ? SyscallResult.done(0) : SyscallResult.failed(Errno.EOPNOTSUPP);
    }

    private static boolean set(UdpSocket socket, SyscallCall call, long nowPs) {
        switch (call.object(SocketOption.class)) {
            case SO_SNDBUF -> socket.limitBuffer(bufferBytes(call.thirdNumber));
            case SO_MAX_PACING_RATE -> socket.limitRate(rate(call.thirdNumber), call.thread(), nowPs);
            case SO_TXTIME -> socket.enableTxtime((int) call.thirdNumber);
            case SO_ZEROCOPY -> socket.enableZeroCopy();
            case SO_ERROR -> {
                return false;
            }
        }
        return true;
    }

    private static boolean set(TcpSocket socket, SyscallCall call, long nowPs) {
        switch (call.object(SocketOption.class)) {
            case SO_SNDBUF -> socket.output().lockBuffer(bufferBytes(call.thirdNumber));
            case SO_MAX_PACING_RATE -> socket.limitRate(rate(call.thirdNumber), call.thread(), nowPs);
            case SO_ERROR, SO_TXTIME, SO_ZEROCOPY -> {
                return false;
            }
        }
        return true;
    }

    private static long bufferBytes(long value) {
        return Math.max(LEAST_SEND_BUFFER, 2 * Math.min(value, LARGEST_SEND_BUFFER));
    }

    private static @Nullable DataRate rate(long bytesPerSecond) {
        return bytesPerSecond == UNLIMITED ? null : new DataRate(bytesPerSecond * Byte.SIZE);
    }
}
