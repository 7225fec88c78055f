package pacewire.model.app;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.Errno;
import pacewire.model.os.EventBuffer;
import pacewire.model.os.RecvmsgCall;
import pacewire.model.os.SocketEvent;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.TransmitCall;
import pacewire.model.os.TransmitRequest;
import pacewire.model.transport.TransferReply;

/**
 * The patented way: for each request one system call, {@code transmit}. The operating system does the rest while the thread
 * sleeps; then the thread reads what the kernel reported on the socket, and answers the client.
 */
final class TransmitApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "transmit",
            "One system call for all files of a request; the kernel paces, and nothing is copied to the application.",
            "the way that this simulator was made to examine; no shipping kernel has the call",
            "{type: jitter-edf}",
            List.of(),
            parameters -> {
                RecentRequests recent = new RecentRequests();
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, socket, request) ->
                                new TransmitApplication(socket, recent.argumentsOf(request, os.files())),
                        recent);
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    private enum State {
        START,
        TRANSMITTED,
        EVENT_READ
    }

    private final int socket;
    private final TransmitRequest arguments;
    /** Null before the kernel has answered. */
    private @Nullable EventBuffer events;

    private State state = State.START;
    /** What transmit returned; null before. */
    private @Nullable SyscallResult sent;

    private TransmitApplication(int socket, TransmitRequest arguments) {
        this.socket = socket;
        this.arguments = arguments;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> {
                state = State.TRANSMITTED;
                yield TransmitCall.transmit(os, socket, arguments);
            }
            case TRANSMITTED -> {
                sent = last;
                state = State.EVENT_READ;
                yield receiveEvent(os);
            }
            // Until EAGAIN says that there are no more.
            case EVENT_READ -> last.isDone() ? receiveEvent(os) : null;
        };
    }

    private Step receiveEvent(Syscalls os) {
        EventBuffer buffer = events == null ? new EventBuffer() : events;
        events = buffer;
        return RecvmsgCall.receiveEvent(os, socket, buffer);
    }

    @Override
    public TransferReply reply() {
        SyscallResult result = Objects.requireNonNull(sent);
        Errno error = result.errno();
        return error == null
                ? TransferReply.completed(result.value())
                : TransferReply.refused(error.name(), reason(error));
    }

    /** What the kernel reported last, such as why it refused; the error's own text when it reported nothing. */
    private String reason(Errno refusal) {
        return events == null
                ? refusal.message()
                : events.event().map(SocketEvent::detail).orElse(refusal.message());
    }
}
