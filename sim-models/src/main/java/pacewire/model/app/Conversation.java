package pacewire.model.app;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.CloseCall;
import pacewire.model.os.ConnectCall;
import pacewire.model.os.Errno;
import pacewire.model.os.ExitCall;
import pacewire.model.os.Program;
import pacewire.model.os.RecvfromCall;
import pacewire.model.os.SocketCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.WriteCall;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * The thread of one connection: receives the request, opens a datagram socket to the client, lets the application's own service
 * send the files, answers, and closes.
 */
final class Conversation implements Program {
    /** What an application does between request and reply: the part in which applications differ. */
    interface Service {
        /** The next step; null when the service is over. At the start, the result says nothing. */
        @Nullable
        Step next(SyscallResult last, Syscalls os);

        /** What to answer, only after the service is over; null: nothing that the client could understand, so the connection ends. */
        @Nullable
        TransferReply reply();
    }

    /** Makes the service of a request. */
    @FunctionalInterface
    interface ServiceFactory {
        /**
         * A request was received.
         *
         * @param os of the thread, not to be kept
         * @param client host number of the client
         * @param socket UDP socket that is connected to the client, or the connection where files go over that
         */
        Service serve(Syscalls os, int client, int socket, TransferRequest request);
    }

    private enum State {
        START,
        RECEIVED,
        SOCKET_OPENED,
        CONNECTED,
        SERVING,
        SOCKET_CLOSED,
        REPLIED,
        CLOSED
    }

    private final int connection;
    private final int client;
    private final Shared shared;
    /** Until the request has come. */
    private @Nullable RequestReader reader;

    private State state = State.START;
    private int socket;
    /** From when it has come until the service has begun. */
    private @Nullable TransferRequest request;

    private @Nullable Service service;
    private @Nullable TransferReply reply;

    /**
     * What the conversations of a server share.
     *
     * @param channel what the files are sent over
     */
    record Shared(ServiceFactory factory, RecentRequests recent, TransferReply.Channel channel) {
        /** Files are sent as datagrams. */
        Shared(ServiceFactory factory, RecentRequests recent) {
            this(factory, recent, TransferReply.Channel.DATAGRAMS);
        }
    }

    Conversation(int connection, int client, Shared shared) {
        this.connection = connection;
        this.client = client;
        this.shared = shared;
        this.reader = new RequestReader(shared.recent());
    }

    @Override
    public Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> step(State.RECEIVED, RecvfromCall.receive(os, connection, reader().buffer()));
            case RECEIVED -> received(last, os);
            case SOCKET_OPENED -> socketOpened(last, os);
            case CONNECTED -> startService(last, os);
            case SERVING -> serve(last, os);
            case SOCKET_CLOSED -> answer(os);
            case REPLIED -> step(State.CLOSED, CloseCall.close(os, connection));
            case CLOSED -> ExitCall.exit(os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private Step received(SyscallResult last, Syscalls os) {
        if (!last.isDone() || last.value() == 0) {
            return step(State.CLOSED, CloseCall.close(os, connection)); // the client went away before it asked
        }
        RequestReader present = reader();
        present.take((int) last.value());
        Errno error = present.error();
        if (error != null) {
            return refuse(error, "the request cannot be read", os);
        }
        request = present.request();
        if (request == null) {
            return RecvfromCall.receive(os, connection, present.buffer());
        }
        reader = null;
        if (request.files().stream().anyMatch(part -> part.file() >= os.files().count())) {
            return refuse(Errno.ENOENT, "the server has no such file", os);
        }
        if (shared.channel() == TransferReply.Channel.CONNECTION) {
            socket = connection;
            return startService(last, os);
        }
        return step(State.SOCKET_OPENED, SocketCall.datagramSocket(os));
    }

    private Step socketOpened(SyscallResult last, Syscalls os) {
        Errno error = last.errno();
        if (error != null) {
            return refuse(error, "the server has no socket left", os);
        }
        socket = (int) last.value();
        return step(
                State.CONNECTED,
                ConnectCall.connect(os, socket, client, request().port()));
    }

    private Step startService(SyscallResult last, Syscalls os) {
        service = shared.factory().serve(os, client, socket, request());
        request = null;
        state = State.SERVING;
        return serve(last, os);
    }

    private Step serve(SyscallResult last, Syscalls os) {
        Service running = service;
        if (running == null) {
            throw new IllegalStateException("no service runs");
        }
        Step step = running.next(last, os);
        if (step != null) {
            return step;
        }
        reply = running.reply();
        if (shared.channel() == TransferReply.Channel.CONNECTION) {
            return reply == null ? step(State.CLOSED, CloseCall.close(os, connection)) : answer(os);
        }
        return step(State.SOCKET_CLOSED, CloseCall.close(os, socket));
    }

    private Step refuse(Errno error, String why, Syscalls os) {
        os.probe().transferFailed(client, error, os.nowPs());
        reply = TransferReply.refused(error.name(), why);
        return answer(os);
    }

    private Step answer(Syscalls os) {
        if (reply == null) {
            throw new IllegalStateException("no reply was decided");
        }
        return step(State.REPLIED, WriteCall.write(os, connection, reply.encode()));
    }

    private RequestReader reader() {
        RequestReader present = reader;
        if (present == null) {
            throw new IllegalStateException("the request was received already");
        }
        return present;
    }

    private TransferRequest request() {
        TransferRequest received = request;
        if (received == null) {
            throw new IllegalStateException("no request was received");
        }
        return received;
    }
}
