package pacewire.model.os;

import java.util.Objects;
import java.util.OptionalInt;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;

/**
 * {@code transmit(socket, files[], count, metrics)}: sends files to where the socket is connected, paced by the packet
 * scheduler, and returns the bytes sent when the last datagram has left the machine. Admission, breaks of the metrics and
 * completion are also reported as events on the socket.
 *
 * <p>Errors: EBADF, ENOTSOCK, EOPNOTSUPP (a TCP socket), EDESTADDRREQ (the socket is not connected), ENOENT (a file is missing), EINVAL (no files, more
 * bytes than a file holds, or metrics that contradict each other), EIO (a file lost its end meanwhile), EBUSY (the metrics cannot be kept beside those already
 * admitted; so does Linux refuse a SCHED_DEADLINE task, sched(7)).
 */
public final class TransmitCall implements SyscallHandler {
    /** Our own call; Linux has no number for it, and numbers up to 470 were taken in 2025. */
    static final SyscallRow ROW = new SyscallRow(600, "transmit", new TransmitCall())
            .that(
                    "has the kernel send files to a client, paced by the packet scheduler, and returns when the last datagram has left")
            .failsWith(
                    Errno.ENOENT,
                    Errno.EIO,
                    Errno.EBADF,
                    Errno.EBUSY,
                    Errno.EINVAL,
                    Errno.ENOTSOCK,
                    Errno.EDESTADDRREQ,
                    Errno.EOPNOTSUPP);

    private static final int VALIDATE = 0;
    private static final int ADMIT = 1;

    private TransmitCall() {}

    /** Has the kernel send files, and waits until it has. */
    public static Step transmit(Syscalls os, int descriptor, TransmitRequest request) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = request;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        return switch (call.phase) {
            case VALIDATE -> validate(call, kernel, nowPs);
            case ADMIT -> admit(call, kernel, nowPs);
            default -> finish(Objects.requireNonNull(call.transfer));
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + StraceText.transmitArguments(call);
    }

    private static SyscallResult validate(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof UdpSocket socket)) {
            return SyscallResult.failed(MessageSending.notUdp(descriptor));
        }
        if (socket.destination() == null) {
            return SyscallResult.failed(Errno.EDESTADDRREQ);
        }
        TransmitRequest request = call.object(TransmitRequest.class);
        for (TransmitRequest.FileRange range : request.files()) {
            OptionalInt file = kernel.parts().files().find(range.path());
            if (file.isEmpty()) {
                return fail(socket, kernel, Errno.ENOENT, nowPs);
            }
            long size = kernel.parts().files().sizeOf(file.getAsInt());
            if (range.bytes() < 0 || (range.bytes() != TransmitRequest.FileRange.WHOLE_FILE && range.bytes() > size)) {
                return fail(socket, kernel, Errno.EINVAL, nowPs);
            }
        }
        if (request.files().isEmpty() || !kernel.plans().of(request).isValid()) {
            return fail(socket, kernel, Errno.EINVAL, nowPs);
        }
        long openPs = request.files().size() * kernel.profile().fileOpenPs();
        return call.charge(DelayPart.SYSCALL, openPs + kernel.profile().admissionPs());
    }

    private static SyscallResult admit(SyscallCall call, Kernel kernel, long nowPs) {
        // Another thread of the process may have closed the socket meanwhile.
        if (!(call.thread().process().descriptor(call.descriptor) instanceof UdpSocket socket)) {
            return SyscallResult.failed(Errno.EBADF);
        }
        UdpSocket.Destination destination = Objects.requireNonNull(socket.destination());
        TransmitRequest request = call.object(TransmitRequest.class);
        TransmitPlans.Plan plan = kernel.plans().of(request);
        Transfer transfer = new Transfer(kernel, call.thread(), socket, destination, request.metrics(), plan.extents());
        Admission admission =
                open(transfer, request.metrics(), plan, kernel.scheduler(transfer.flow(), call.thread()), nowPs);
        if (!admission.isAdmitted()) {
            kernel.flows().close(transfer.flow());
            socket.post(new SocketEvent(SocketEvent.Kind.REFUSED, admission.reason()));
            kernel.parts().probe().transferRefused(destination.host(), Errno.EBUSY, admission.reason(), nowPs);
            return SyscallResult.failed(Errno.EBUSY);
        }
        kernel.tolerancesChanged(nowPs);
        socket.post(SocketEvent.ADMITTED);
        call.transfer = transfer;
        call.phase++;
        transfer.start(nowPs);
        return finish(transfer);
    }

    /** Asks for a flow with the metrics; nothing to send needs none. */
    private static Admission open(
            Transfer transfer, FlowMetrics metrics, TransmitPlans.Plan plan, PacketScheduler scheduler, long nowPs) {
        return plan.extents().isEmpty()
                ? Admission.ADMITTED
                : scheduler.openFlow(transfer.flow(), metrics, plan.envelope(), nowPs);
    }

    private static SyscallResult finish(Transfer transfer) {
        if (!transfer.isComplete()) {
            return SyscallResult.blocked(DelayPart.TIMER);
        }
        Errno error = transfer.error();
        return error == null ? SyscallResult.done(transfer.bytesSent()) : SyscallResult.failed(error);
    }

    private static SyscallResult fail(UdpSocket socket, Kernel kernel, Errno errno, long nowPs) {
        UdpSocket.Destination destination = Objects.requireNonNull(socket.destination());
        kernel.parts().probe().transferFailed(destination.host(), errno, nowPs);
        return SyscallResult.failed(errno);
    }
}
