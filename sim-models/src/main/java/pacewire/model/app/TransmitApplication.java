package pacewire.model.app;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.Errno;
import pacewire.model.os.EventBuffer;
import pacewire.model.os.FileSystem;
import pacewire.model.os.SocketEvent;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.TransmitRequest;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * The patented way: for each request one system call, {@code transmit}. The operating system does the rest while the thread
 * sleeps; then the thread reads what the kernel reported on the socket, and answers the client.
 */
final class TransmitApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "transmit",
            "One system call for all files of a request; the kernel paces, and nothing is copied to the application.",
            "the way that this simulator was made to examine; no shipping kernel has the call",
            List.of(),
            parameters -> new AcceptLoop(
                    (connection, client) -> new Conversation(connection, client, TransmitApplication::new)));

    private enum State {
        START,
        TRANSMITTED,
        EVENT_READ
    }

    private final int socket;
    private final TransferRequest request;
    private final EventBuffer events = new EventBuffer();
    private State state = State.START;
    private @Nullable Errno error;
    private long bytesSent;

    private TransmitApplication(int client, int socket, TransferRequest request) {
        this.socket = socket;
        this.request = request;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> {
                state = State.TRANSMITTED;
                yield os.transmit(socket, arguments(os.files()));
            }
            case TRANSMITTED -> {
                error = last.errno();
                bytesSent = last.isDone() ? last.value() : 0;
                state = State.EVENT_READ;
                yield os.receiveEvent(socket, events);
            }
            // Until EAGAIN says that there are no more.
            case EVENT_READ -> last.isDone() ? os.receiveEvent(socket, events) : null;
        };
    }

    @Override
    public TransferReply reply() {
        return error == null ? TransferReply.completed(bytesSent) : TransferReply.refused(error.name(), reason(error));
    }

    /** What the kernel reported last, such as why it refused; the error's own text when it reported nothing. */
    private String reason(Errno refusal) {
        return events.event().map(SocketEvent::detail).orElse(refusal.message());
    }

    private TransmitRequest arguments(FileSystem files) {
        List<TransmitRequest.FileRange> ranges = new ArrayList<>();
        for (TransferRequest.FilePart part : request.files()) {
            ranges.add(new TransmitRequest.FileRange(files.file(part.file()).name(), part.bytes()));
        }
        return new TransmitRequest(ranges, request.metrics());
    }
}
