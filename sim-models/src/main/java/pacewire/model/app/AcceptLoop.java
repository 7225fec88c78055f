package pacewire.model.app;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.os.AcceptCall;
import pacewire.model.os.BindCall;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloneCall;
import pacewire.model.os.ListenCall;
import pacewire.model.os.Program;
import pacewire.model.os.SocketCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;

/** The main thread of a server: listens on the control port, and starts a thread for each connection. */
final class AcceptLoop implements Program {
    /** Makes the program of a connection's thread. */
    @FunctionalInterface
    interface Worker {
        /**
         * A connection was accepted.
         *
         * @param client host number of the client
         */
        Program serve(int connection, int client);
    }

    private enum State {
        START,
        BIND,
        LISTEN,
        LISTENING,
        ACCEPT,
        ACCEPTED,
        PAUSED
    }

    /** Longest queue of connections not accepted yet: Linux's net.core.somaxconn since 5.4. */
    private static final int BACKLOG = 4096;

    /** How long to wait for free descriptors: nginx, accept_mutex_delay, after which it accepts again behind an EMFILE. */
    private static final long PAUSE_PS = 500 * SimTime.MILLISECOND;

    private final Worker worker;
    private State state = State.START;
    private int listener;

    AcceptLoop(Worker worker) {
        this.worker = worker;
    }

    @Override
    public Step next(SyscallResult last, Syscalls os) {
        switch (state) {
            case START -> {
                state = State.BIND;
                return SocketCall.streamSocket(os);
            }
            case BIND -> {
                listener = (int) last.value();
                state = State.LISTEN;
                return BindCall.bind(os, listener, Applications.CONTROL_PORT);
            }
            case LISTEN -> {
                state = State.LISTENING;
                return ListenCall.listen(os, listener, BACKLOG);
            }
            case LISTENING -> {
                last.value(); // nobody else listens on the port of a server that starts
                return accept(os);
            }
            case ACCEPT -> {
                @Nullable Program program = accepted(last, os);
                if (program == null) {
                    state = State.PAUSED;
                    return ClockNanosleepCall.sleepUntil(os, os.nowPs() + PAUSE_PS);
                }
                state = State.ACCEPTED;
                return CloneCall.startThread(os, program);
            }
            case ACCEPTED, PAUSED -> {
                return accept(os);
            }
        }
        throw new AssertionError(state);
    }

    private Step accept(Syscalls os) {
        state = State.ACCEPT;
        return AcceptCall.accept(os, listener);
    }

    /** The program for the new connection; null when none was to be had (EMFILE): it waits in its queue. */
    private @Nullable Program accepted(SyscallResult last, Syscalls os) {
        if (!last.isDone()) {
            return null;
        }
        int connection = (int) last.value();
        return worker.serve(connection, os.peerHost(connection));
    }
}
