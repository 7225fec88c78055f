package pacewire.model.app;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.SendtoCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.transport.TransferReply;

/**
 * A thread for each client that paces by itself: reads a datagram's worth of the file, sends it, and sleeps until the next one
 * is due, on an absolute schedule, so that lateness does not add up. It paces at the greatest rate that the client asked for,
 * or after the time stamps of a recorded video; without either it sends as fast as its socket takes datagrams. It admits
 * everybody, for it knows nothing of the others.
 */
final class SleepSendtoApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "sleep-sendto",
            "A thread per client paces by itself: read, sendto, clock_nanosleep.",
            "UDP senders that pace with a sleep, as iperf 2 does in user space",
            "{type: fq_codel}",
            List.of(ParameterSpec.quantity(
                    "payload",
                    Quantity.SIZE,
                    "1400 B",
                    64,
                    1472,
                    "payload of a full datagram, as transmit's by default")),
            parameters -> {
                int payloadBytes = (int) parameters.value("payload");
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, socket, request) -> new SleepSendtoApplication(
                                socket, new PacedFiles(client, socket, request, payloadBytes)),
                        new RecentRequests());
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    private enum State {
        START,
        FILE_OPENED,
        READ,
        SENT,
        AWAKE,
        FILE_CLOSED
    }

    private final int socket;
    private final PacedFiles files;
    private State state = State.START;

    private SleepSendtoApplication(int socket, PacedFiles files) {
        this.socket = socket;
        this.files = files;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START, FILE_CLOSED -> files.turnToNext(os) ? open(os) : null;
            case FILE_OPENED -> files.opened(last, os) ? sleepUntilDue(os) : null;
            case AWAKE -> read(os);
            case READ -> files.hasRead(last, os) ? send((int) last.value(), os) : close(os);
            case SENT -> files.succeeded(last, os) ? sent(last.value(), os) : close(os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private Step open(Syscalls os) {
        return step(State.FILE_OPENED, OpenatCall.open(os, files.path(os)));
    }

    /** A file behind another one is not due at once; before the first one there is no schedule yet. */
    private Step sleepUntilDue(Syscalls os) {
        return files.isPaced() ? step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, files.nextPs())) : read(os);
    }

    private Step read(Syscalls os) {
        return step(State.READ, ReadCall.read(os, files.descriptor(), files.nextBytes()));
    }

    private Step send(int bytes, Syscalls os) {
        long offset = files.offset();
        long idealPs = files.take(bytes);
        return step(State.SENT, SendtoCall.send(os, socket, bytes, files.file(), offset, idealPs));
    }

    private Step sent(long bytes, Syscalls os) {
        files.sent(bytes);
        return files.isFileTaken() ? close(os) : sleepUntilDue(os);
    }

    private Step close(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files.descriptor()));
    }

    @Override
    public TransferReply reply() {
        return files.reply();
    }
}
