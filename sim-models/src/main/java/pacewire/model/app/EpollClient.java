package pacewire.model.app;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.CloseCall;
import pacewire.model.os.ConnectCall;
import pacewire.model.os.EpollControlCall;
import pacewire.model.os.EpollEvents;
import pacewire.model.os.Errno;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.PollEvents;
import pacewire.model.os.PreadCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.RecvfromCall;
import pacewire.model.os.SendtoCall;
import pacewire.model.os.SocketCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.TimerExpirations;
import pacewire.model.os.TimerfdCreateCall;
import pacewire.model.os.TimerfdSettimeCall;
import pacewire.model.os.UserBuffer;
import pacewire.model.os.WriteCall;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * A client in the event loop of {@link EpollTimerApplication}: what an event on one of its descriptors leads to, call by call,
 * until it has to wait for the next one.
 */
final class EpollClient implements Comparable<EpollClient> {
    /**
     * What the clients of a loop share.
     *
     * @param hasTimers whether each client has a timer of its own
     */
    record Loop(EpollTimerApplication application, RecentRequests recent, int payloadBytes, boolean hasTimers) {}

    private enum State {
        RECEIVED,
        PEER_LOOKED_AT,
        SOCKET_OPENED,
        CONNECTED,
        TIMER_CREATED,
        TIMER_WATCHED,
        TIMER_SET,
        TIMER_READ,
        FILE_OPENED,
        READ,
        SENT,
        ROOM_AWAITED,
        ROOM_FOUND,
        FILE_CLOSED,
        SOCKET_CLOSED,
        TIMER_CLOSED,
        REPLIED,
        CLOSED
    }

    private static final int NONE = 0;

    private final Loop loop;
    private final int connection;
    private final int host;
    private final RequestReader reader;
    private final TimerExpirations expirations = new TimerExpirations();

    private final UserBuffer buffer = new UserBuffer();

    private State state = State.RECEIVED;
    /** Null before the request has come. */
    private @Nullable PacedFiles files;

    private @Nullable TransferReply reply;
    /** Descriptors; {@link #NONE} when there is none. */
    private int socket = NONE;

    private int timer = NONE;
    private boolean isSleeping;
    private boolean isGone;
    /** The datagram in the buffer. */
    private int datagramBytes;

    private long datagramOffset;
    private long datagramIdealPs;

    EpollClient(Loop loop, int connection, int host) {
        this.loop = loop;
        this.connection = connection;
        this.host = host;
        reader = new RequestReader(loop.recent());
    }

    /** An event on one of its descriptors; null when there is nothing to do. */
    @Nullable
    Step ready(int descriptor, Syscalls os) {
        if (descriptor == connection) {
            return step(files == null ? State.RECEIVED : State.PEER_LOOKED_AT, receive(os));
        }
        if (descriptor == timer) {
            return step(State.TIMER_READ, ReadCall.readTimer(os, timer, expirations));
        }
        return step(
                State.ROOM_FOUND, EpollControlCall.delete(os, loop.application().epoll(), socket));
    }

    /** Its next datagram is due; the loop has a timer for all. */
    @Nullable
    Step awake(Syscalls os) {
        isSleeping = false;
        return pump(os);
    }

    /** The next call; null when it waits for the next event. */
    @Nullable
    Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case RECEIVED -> received(last, os);
            case PEER_LOOKED_AT -> peerLookedAt(last, os);
            case SOCKET_OPENED -> socketOpened(last, os);
            case CONNECTED ->
                loop.hasTimers() ? step(State.TIMER_CREATED, TimerfdCreateCall.createNonBlocking(os)) : openNext(os);
            case TIMER_CREATED -> timerCreated(last, os);
            case TIMER_WATCHED -> openNext(os);
            case FILE_OPENED -> files().opened(last, os) ? pump(os) : finish(os);
            case TIMER_SET, ROOM_AWAITED -> null;
            case TIMER_READ -> last.isDone() ? pump(os) : null;
            case READ -> files().hasRead(last, os) ? makeDatagram((int) last.value(), os) : closeFile(os);
            case SENT -> sent(last, os);
            case ROOM_FOUND -> send(os);
            case FILE_CLOSED -> openNext(os);
            case SOCKET_CLOSED -> closeTimer(os);
            case TIMER_CLOSED -> answer(os);
            case REPLIED -> closeConnection(os);
            case CLOSED -> null;
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private Step receive(Syscalls os) {
        return RecvfromCall.receive(os, connection, reader.buffer());
    }

    private @Nullable Step received(SyscallResult last, Syscalls os) {
        if (last.errno() == Errno.EAGAIN) {
            return null;
        }
        if (!last.isDone() || last.value() == 0) {
            return closeConnection(os); // the client went away before it asked
        }
        reader.take((int) last.value());
        Errno error = reader.error();
        if (error != null) {
            return refuse(error, "the request cannot be read", os);
        }
        TransferRequest request = reader.request();
        if (request == null) {
            return receive(os);
        }
        if (request.files().stream().anyMatch(part -> part.file() >= os.files().count())) {
            return refuse(Errno.ENOENT, "the server has no such file", os);
        }
        return step(State.SOCKET_OPENED, SocketCall.nonBlockingDatagramSocket(os));
    }

    /** Whether the client is still there: what else it says is of no interest. */
    private @Nullable Step peerLookedAt(SyscallResult last, Syscalls os) {
        Errno error = last.errno();
        if (error == Errno.EAGAIN || (error == null && last.value() > 0)) {
            return null;
        }
        files().abandon(error == null ? Errno.EPIPE : error, os);
        return closeFile(os);
    }

    private Step socketOpened(SyscallResult last, Syscalls os) {
        Errno error = last.errno();
        if (error != null) {
            return refuse(error, "the server has no socket left", os);
        }
        socket = (int) last.value();
        loop.application().concerns(socket, this);
        TransferRequest request = Objects.requireNonNull(reader.request());
        files = new PacedFiles(host, socket, request, loop.payloadBytes());
        return step(State.CONNECTED, ConnectCall.connect(os, socket, host, request.port()));
    }

    private @Nullable Step timerCreated(SyscallResult last, Syscalls os) {
        if (!files().succeeded(last, os)) {
            return finish(os);
        }
        timer = (int) last.value();
        loop.application().concerns(timer, this);
        return step(State.TIMER_WATCHED, watch(timer, PollEvents.IN, os));
    }

    private Step watch(int descriptor, int what, Syscalls os) {
        return EpollControlCall.add(
                os, loop.application().epoll(), descriptor, new EpollEvents.Interest(what, descriptor));
    }

    private @Nullable Step openNext(Syscalls os) {
        return files().turnToNext(os) ? step(State.FILE_OPENED, OpenatCall.open(os, files().path(os))) : finish(os);
    }

    /** Reads and sends what is due, and sleeps until the next datagram is. */
    private @Nullable Step pump(Syscalls os) {
        PacedFiles present = files();
        if (!present.isPaced() || present.nextPs() <= os.nowPs()) {
            return step(
                    State.READ,
                    PreadCall.read(os, present.descriptor(), buffer, present.nextBytes(), present.offset()));
        }
        if (loop.hasTimers()) {
            return step(State.TIMER_SET, TimerfdSettimeCall.setAbsolute(os, timer, present.nextPs()));
        }
        isSleeping = true;
        loop.application().sleep(this);
        return null;
    }

    private Step makeDatagram(int bytes, Syscalls os) {
        datagramBytes = bytes;
        datagramOffset = files().offset();
        datagramIdealPs = files().take(bytes);
        return send(os);
    }

    private Step send(Syscalls os) {
        return step(
                State.SENT,
                SendtoCall.send(os, socket, buffer, datagramBytes, files().file(), datagramOffset, datagramIdealPs));
    }

    private @Nullable Step sent(SyscallResult last, Syscalls os) {
        if (last.errno() == Errno.EAGAIN) {
            return step(State.ROOM_AWAITED, watch(socket, PollEvents.OUT, os));
        }
        if (!files().succeeded(last, os)) {
            return closeFile(os);
        }
        files().sent(last.value());
        return files().isFileTaken() ? closeFile(os) : pump(os);
    }

    private Step closeFile(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files().descriptor()));
    }

    private Step finish(Syscalls os) {
        reply = files().reply();
        loop.application().concernsNobody(socket);
        return step(State.SOCKET_CLOSED, CloseCall.close(os, socket));
    }

    private Step closeTimer(Syscalls os) {
        if (isSleeping) {
            loop.application().sleepsNoMore(this);
        }
        if (timer == NONE) {
            return answer(os);
        }
        loop.application().concernsNobody(timer);
        return step(State.TIMER_CLOSED, CloseCall.close(os, timer));
    }

    private Step refuse(Errno error, String why, Syscalls os) {
        os.probe().transferFailed(host, error, os.nowPs());
        reply = TransferReply.refused(error.name(), why);
        return answer(os);
    }

    private Step answer(Syscalls os) {
        TransferReply decided = Objects.requireNonNull(reply);
        return step(State.REPLIED, WriteCall.write(os, connection, decided.encode()));
    }

    private Step closeConnection(Syscalls os) {
        isGone = true;
        loop.application().concernsNobody(connection);
        return step(State.CLOSED, CloseCall.close(os, connection));
    }

    private PacedFiles files() {
        PacedFiles present = files;
        if (present == null) {
            throw new IllegalStateException("no request was received");
        }
        return present;
    }

    /** When its next datagram is due; only while it sleeps. */
    long duePs() {
        return files().nextPs();
    }

    /** Whether it was served and its descriptors are closed. */
    boolean isGone() {
        return isGone;
    }

    /** The earlier one first; of those due at one instant, the one that came first. */
    @Override
    public int compareTo(EpollClient other) {
        int order = Long.compare(duePs(), other.duePs());
        return order == 0 ? Integer.compare(host, other.host) : order;
    }
}
