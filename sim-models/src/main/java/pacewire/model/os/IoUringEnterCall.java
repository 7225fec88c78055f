package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DelayPart;

/**
 * {@code io_uring_enter(ring, count, 0, 0)}: carries out the entries of the submission queue, one after the other, for one entry
 * into the kernel; each leaves its own result in the completion queue. Returns how many entries it took. Errors: EBADF,
 * EOPNOTSUPP (no io_uring); those of the sends stand in the completion queue.
 */
public final class IoUringEnterCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(426, "io_uring_enter", new IoUringEnterCall())
            .that("submits the entries of an io_uring; their errors stand in the completion queue")
            .failsWith(Errno.EBADF, Errno.EOPNOTSUPP);

    private IoUringEnterCall() {}

    /** Submits the entries of a ring; when it returns, all of them are complete. */
    public static Step submit(Syscalls os, int descriptor, SubmissionRing ring) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = ring;
        made.thirdNumber = ring.entries();
        made.flags = MessageSending.DONT_WAIT;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (!(descriptor instanceof IoUring uring)) {
            return SyscallResult.failed(descriptor == null ? Errno.EBADF : Errno.EOPNOTSUPP);
        }
        SubmissionRing ring = call.object(SubmissionRing.class);
        int entries = Math.min(ring.entries(), uring.entries());
        if (call.number == entries) {
            return SyscallResult.done(entries);
        }
        Descriptor target = call.thread().process().descriptor(ring.socket());
        Errno error = MessageSending.whyNot(target);
        if (error != null || !(target instanceof UdpSocket socket)) {
            return failed(call, ring, entries, error == null ? Errno.ENOTSOCK : error);
        }
        return send(call, kernel, ring, socket, entries, nowPs);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.thirdNumber + ", 0, 0, NULL, 8";
    }

    private SyscallResult send(
            SyscallCall call, Kernel kernel, SubmissionRing ring, UdpSocket socket, int entries, long nowPs) {
        MessageVector messages = ring.messages();
        int place = messages.place((int) call.number);
        return switch (call.phase) {
            case MessageSending.HEADER ->
                MessageSending.takeHeader(call, kernel, kernel.profile().submissionPs(), nowPs);
            case MessageSending.ROOM -> {
                Errno whyNot = whyNot(call, socket, messages, place, nowPs);
                yield whyNot == null
                        ? MessageSending.takeBytes(call, kernel, socket, messages.messageBytes(place))
                        : failed(call, ring, entries, whyNot);
            }
            case MessageSending.PROTOCOL ->
                call.charge(DelayPart.SYSCALL, kernel.profile().udpSendPs());
            default -> {
                MessageSending.send(call, messages, kernel, socket, place, nowPs);
                ring.complete((int) call.number, messages.messageBytes(place));
                call.number++;
                call.phase = MessageSending.HEADER;
                yield handle(call, kernel, nowPs);
            }
        };
    }

    private static @Nullable Errno whyNot(
            SyscallCall call, UdpSocket socket, MessageVector messages, int place, long nowPs) {
        Errno whyNot = MessageSending.whyNotNow(call, messages, socket, place);
        if (whyNot == null && !socket.hasRoomFor(messages, place)) {
            socket.foundFull(nowPs);
            return Errno.EAGAIN;
        }
        return whyNot;
    }

    /** An entry has failed, and those linked behind it are cancelled. */
    private static SyscallResult failed(SyscallCall call, SubmissionRing ring, int entries, Errno error) {
        ring.complete((int) call.number, -error.number());
        for (int entry = (int) call.number + 1; entry < entries; entry++) {
            ring.complete(entry, -Errno.ECANCELED.number());
        }
        return SyscallResult.done(entries);
    }
}
