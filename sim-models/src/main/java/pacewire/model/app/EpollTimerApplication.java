package pacewire.model.app;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.AcceptCall;
import pacewire.model.os.BindCall;
import pacewire.model.os.EpollControlCall;
import pacewire.model.os.EpollCreateCall;
import pacewire.model.os.EpollEvents;
import pacewire.model.os.EpollWaitCall;
import pacewire.model.os.Errno;
import pacewire.model.os.ListenCall;
import pacewire.model.os.PollEvents;
import pacewire.model.os.Program;
import pacewire.model.os.ReadCall;
import pacewire.model.os.SocketCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.TimerExpirations;
import pacewire.model.os.TimerfdCreateCall;
import pacewire.model.os.TimerfdSettimeCall;

/**
 * One thread that serves everybody: it waits for events, accepts, receives, reads and sends without ever waiting for one client
 * alone, and goes round. Pacing is a timer for each client, or one timer (or the wait's own timeout) for the earliest of all.
 */
final class EpollTimerApplication implements Program {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "epoll-timer",
            "One thread and one event loop pace everybody: epoll_wait, a timer, pread64, sendto without waiting.",
            "event loops with timers, as nginx, libuv and QUIC servers over them",
            "{type: fq_codel}",
            List.of(
                    ParameterSpec.quantity(
                            "payload",
                            Quantity.SIZE,
                            "1400 B",
                            64,
                            1472,
                            "payload of a full datagram, as transmit's by default"),
                    ParameterSpec.choice(
                            "timers",
                            List.of("each", "one", "timeout"),
                            "a timerfd for each client; one timerfd for the earliest of all; or the timeout of"
                                    + " epoll_wait, in whole milliseconds, as nginx and libuv do")),
            parameters -> new EpollTimerApplication(
                    (int) parameters.value("payload"), Timers.values()[(int) parameters.value("timers")]));

    /** What ends a wait when a datagram is due; in the order of the parameter's choices. */
    enum Timers {
        EACH,
        ONE,
        TIMEOUT
    }

    /** Longest queue of connections not accepted yet: Linux's net.core.somaxconn since 5.4. */
    private static final int BACKLOG = 4096;

    /** Events that one epoll_wait reports at most: nginx, epoll_events. */
    private static final int EVENTS_AT_ONCE = 512;

    private enum State {
        START,
        BIND,
        LISTEN,
        LISTENING,
        EPOLL_CREATED,
        LISTENER_WATCHED,
        TIMER_CREATED,
        TIMER_WATCHED,
        TIMER_SET,
        WAITED,
        TIMER_READ,
        ACCEPTED,
        CONNECTION_WATCHED,
        ACCEPTING_PAUSED,
        ACCEPTING_AGAIN,
        SERVING
    }

    private final Timers timers;
    private final EpollEvents events;
    private final EpollClient.Loop clientLoop;
    private final TimerExpirations expirations = new TimerExpirations();
    /** Whom an event on a descriptor concerns. */
    private @Nullable EpollClient[] clients = new EpollClient[64];
    /** Those whose next datagram is due at an instant, the earliest first; unused with a timer for each. */
    private final PriorityQueue<EpollClient> sleeping = new PriorityQueue<>();

    private State state = State.START;
    private int listener;
    private int epoll;
    private int timer;
    /** What the one timer is set to. */
    private long timerPs = SimTime.NEVER;

    private int nextEvent;
    private boolean isAcceptingPaused;
    private @Nullable EpollClient served;

    EpollTimerApplication(int payloadBytes, Timers timers) {
        this.timers = timers;
        events = new EpollEvents(EVENTS_AT_ONCE);
        clientLoop = new EpollClient.Loop(this, new RecentRequests(), payloadBytes, timers == Timers.EACH);
    }

    @Override
    public Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> step(State.BIND, SocketCall.nonBlockingStreamSocket(os));
            case BIND -> {
                listener = (int) last.value();
                yield step(State.LISTEN, BindCall.bind(os, listener, Applications.CONTROL_PORT));
            }
            case LISTEN -> step(State.LISTENING, ListenCall.listen(os, listener, BACKLOG));
            case LISTENING -> {
                last.value(); // nobody else listens on the port of a server that starts
                yield step(State.EPOLL_CREATED, EpollCreateCall.create(os));
            }
            case EPOLL_CREATED -> {
                epoll = (int) last.value();
                yield watchListener(State.LISTENER_WATCHED, os);
            }
            case LISTENER_WATCHED ->
                timers == Timers.ONE ? step(State.TIMER_CREATED, TimerfdCreateCall.createNonBlocking(os)) : await(os);
            case TIMER_CREATED -> {
                timer = (int) last.value();
                yield step(State.TIMER_WATCHED, watch(timer, PollEvents.IN, os));
            }
            case TIMER_SET, TIMER_WATCHED -> await(os);
            case WAITED -> {
                nextEvent = 0;
                yield handleNext(os);
            }
            case TIMER_READ, ACCEPTING_PAUSED -> handleNext(os);
            case ACCEPTED -> accepted(last, os);
            case CONNECTION_WATCHED, ACCEPTING_AGAIN -> accept(os);
            case SERVING -> serve(client().next(last, os), os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private Step watchListener(State next, Syscalls os) {
        return step(next, watch(listener, PollEvents.IN, os));
    }

    /** Asks for events of a descriptor; they come with its number. */
    private Step watch(int descriptor, int what, Syscalls os) {
        return EpollControlCall.add(os, epoll, descriptor, new EpollEvents.Interest(what, descriptor));
    }

    /** Nothing is left to do: sets the timer for the earliest datagram, and waits. */
    private Step await(Syscalls os) {
        EpollClient earliest = sleeping.peek();
        if (timers == Timers.ONE && earliest != null && earliest.duePs() != timerPs) {
            timerPs = earliest.duePs();
            return step(State.TIMER_SET, TimerfdSettimeCall.setAbsolute(os, timer, timerPs));
        }
        int timeoutMs = timers == Timers.TIMEOUT && earliest != null
                ? wholeMilliseconds(earliest.duePs() - os.nowPs())
                : EpollWaitCall.FOREVER;
        return step(State.WAITED, EpollWaitCall.await(os, epoll, events, timeoutMs));
    }

    /** Rounded up, so that the loop does not go round without effect until it is time. */
    private static int wholeMilliseconds(long ps) {
        long ms = (Math.max(0, ps) + SimTime.MILLISECOND - 1) / SimTime.MILLISECOND;
        return (int) Math.min(Integer.MAX_VALUE, ms);
    }

    /** The next event; behind them all, the clients that are due. */
    private Step handleNext(Syscalls os) {
        while (nextEvent < events.count()) {
            int descriptor = events.data(nextEvent++);
            Step first = descriptor == listener ? accept(os) : handle(descriptor, os);
            if (first != null) {
                return first;
            }
        }
        for (EpollClient due = pollDue(os.nowPs()); due != null; due = pollDue(os.nowPs())) {
            Step first = begin(due, due.awake(os));
            if (first != null) {
                return first;
            }
        }
        return await(os);
    }

    private @Nullable Step handle(int descriptor, Syscalls os) {
        if (descriptor == timer && timers == Timers.ONE) {
            timerPs = SimTime.NEVER;
            return step(State.TIMER_READ, ReadCall.readTimer(os, timer, expirations));
        }
        EpollClient concerned = descriptor < clients.length ? clients[descriptor] : null;
        // An event of before may have closed the descriptor of this one.
        return concerned == null ? null : begin(concerned, concerned.ready(descriptor, os));
    }

    private @Nullable Step begin(EpollClient client, @Nullable Step first) {
        served = client;
        state = State.SERVING;
        return first;
    }

    private @Nullable EpollClient pollDue(long nowPs) {
        EpollClient earliest = sleeping.peek();
        return earliest != null && earliest.duePs() <= nowPs ? sleeping.poll() : null;
    }

    private Step serve(@Nullable Step step, Syscalls os) {
        if (step != null) {
            return step;
        }
        if (isAcceptingPaused && client().isGone()) {
            isAcceptingPaused = false;
            return watchListener(State.ACCEPTING_AGAIN, os);
        }
        return handleNext(os);
    }

    private EpollClient client() {
        EpollClient present = served;
        if (present == null) {
            throw new IllegalStateException("nobody is served");
        }
        return present;
    }

    private Step accept(Syscalls os) {
        return step(State.ACCEPTED, AcceptCall.acceptNonBlocking(os, listener));
    }

    /** Accepts until there is nobody left. Without a free descriptor it stops to listen for more until one is closed. */
    private Step accepted(SyscallResult last, Syscalls os) {
        Errno error = last.errno();
        if (error == Errno.EMFILE) {
            isAcceptingPaused = true;
            return step(State.ACCEPTING_PAUSED, EpollControlCall.delete(os, epoll, listener));
        }
        if (error != null) {
            return handleNext(os);
        }
        int connection = (int) last.value();
        concerns(connection, new EpollClient(clientLoop, connection, os.peerHost(connection)));
        int what = PollEvents.IN | PollEvents.READ_HUP | PollEvents.EDGE;
        return step(State.CONNECTION_WATCHED, watch(connection, what, os));
    }

    /** Events of a descriptor concern a client from now on. */
    void concerns(int descriptor, EpollClient client) {
        if (descriptor >= clients.length) {
            clients = Arrays.copyOf(clients, 2 * descriptor);
        }
        clients[descriptor] = client;
    }

    /** A descriptor is closed. */
    void concernsNobody(int descriptor) {
        clients[descriptor] = null;
    }

    /** A client's next datagram is due at its instant. */
    void sleep(EpollClient client) {
        sleeping.add(client);
    }

    /** A client is gone before its instant. */
    void sleepsNoMore(EpollClient client) {
        sleeping.remove(client);
    }

    /** The epoll instance. */
    int epoll() {
        return epoll;
    }
}
