package pacewire.model.app;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.EventBuffer;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.RecvmsgCall;
import pacewire.model.os.SendmsgCall;
import pacewire.model.os.SendtoCall;
import pacewire.model.os.SetsockoptCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.transport.TransferReply;

/**
 * A thread for each client that names the instant of every datagram (SO_TXTIME) and hands it over ahead of that: it sends all that
 * are due within a batch's time, then sleeps until the next one is no more than the lead away. Behind each batch it asks the
 * socket's error queue for datagrams that were dropped because their instants had passed.
 */
final class TxtimeApplication implements Conversation.Service {
    private static final int DEADLINE = 1;

    static final ApplicationSpec SPEC = new ApplicationSpec(
            "txtime",
            "A thread per client names the instant of each datagram (SO_TXTIME), and hands it over ahead of it.",
            "senders of time-sensitive media over etf: tc-etf(8); Linux tools/testing/selftests/net/so_txtime.c; Sanchez-Palencia, "
                    + "\"Time based packet transmission\", 2018",
            "{type: etf, delta: 200 us, unnamed: now}",
            List.of("launchTime=true"),
            List.of("fq", "etf", "carousel"),
            List.of(
                    ParameterSpec.quantity(
                            "payload",
                            Quantity.SIZE,
                            "1400 B",
                            64,
                            1472,
                            "payload of a full datagram, as transmit's by default"),
                    ParameterSpec.quantity(
                            "lead",
                            Quantity.TIME,
                            "2 ms",
                            0,
                            SimTime.SECOND,
                            "how long before its instant a datagram is handed over at the latest, if nothing delays the thread"),
                    ParameterSpec.quantity(
                            "batch",
                            Quantity.TIME,
                            "3 ms",
                            0,
                            SimTime.SECOND,
                            "the thread sends what is due within so long behind the lead, and then sleeps"),
                    ParameterSpec.choice(
                            "mode",
                            List.of("strict", "deadline"),
                            "what its instants are: departures, or deadlines (SOF_TXTIME_DEADLINE_MODE); etf drops those of"
                                    + " another mode than its own")),
            parameters -> {
                int payloadBytes = (int) parameters.value("payload");
                long leadPs = parameters.value("lead");
                long batchPs = parameters.value("batch");
                boolean isDeadline = parameters.value("mode") == DEADLINE;
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, socket, request) -> new TxtimeApplication(
                                socket,
                                new PacedFiles(client, socket, request, payloadBytes).startingIn(leadPs),
                                leadPs,
                                batchPs,
                                isDeadline),
                        new RecentRequests());
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    private enum State {
        START,
        ENABLED,
        FILE_OPENED,
        READ,
        SENT,
        ERRORS_READ,
        AWAKE,
        FILE_CLOSED
    }

    private final int socket;
    private final PacedFiles files;
    private final long leadPs;
    private final long batchPs;
    private final boolean isDeadline;
    private State state = State.START;
    /** Null before the first batch has been sent. */
    private @Nullable EventBuffer errors;

    private TxtimeApplication(int socket, PacedFiles files, long leadPs, long batchPs, boolean isDeadline) {
        this.socket = socket;
        this.files = files;
        this.leadPs = leadPs;
        this.batchPs = batchPs;
        this.isDeadline = isDeadline;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> step(State.ENABLED, SetsockoptCall.txtime(os, socket, isDeadline, true));
            case ENABLED -> files.succeeded(last, os) ? turnToNext(os) : null;
            case FILE_CLOSED -> turnToNext(os);
            case FILE_OPENED -> files.opened(last, os) ? goOn(os) : null;
            case READ -> files.hasRead(last, os) ? send((int) last.value(), os) : close(os);
            case SENT -> files.succeeded(last, os) ? sent(last.value(), os) : close(os);
            // Until EAGAIN says that there are no more.
            case ERRORS_READ -> last.isDone() ? readErrors(os) : sleep(os);
            case AWAKE -> read(os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private @Nullable Step turnToNext(Syscalls os) {
        return files.turnToNext(os) ? step(State.FILE_OPENED, OpenatCall.open(os, files.path(os))) : null;
    }

    /** Sends on while the next datagram belongs to the batch; before the first one there is no schedule yet. */
    private Step goOn(Syscalls os) {
        boolean isInBatch = !files.isPaced() || files.nextPs() <= os.nowPs() + leadPs + batchPs;
        return isInBatch ? read(os) : readErrors(os);
    }

    private Step read(Syscalls os) {
        return step(State.READ, ReadCall.read(os, files.descriptor(), files.nextBytes()));
    }

    private Step send(int bytes, Syscalls os) {
        long offset = files.offset();
        if (!files.isPaced()) {
            long idealPs = files.take(bytes);
            return step(State.SENT, SendtoCall.send(os, socket, bytes, files.file(), offset, idealPs));
        }
        long instantPs = files.nextPs();
        long idealPs = files.take(bytes);
        return step(State.SENT, SendmsgCall.sendAt(os, socket, bytes, instantPs, files.file(), offset, idealPs));
    }

    private Step sent(long bytes, Syscalls os) {
        files.sent(bytes);
        return files.isFileTaken() ? close(os) : goOn(os);
    }

    private Step readErrors(Syscalls os) {
        EventBuffer buffer = errors == null ? new EventBuffer() : errors;
        errors = buffer;
        return step(State.ERRORS_READ, RecvmsgCall.receiveEvent(os, socket, buffer));
    }

    private Step sleep(Syscalls os) {
        return step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, files.nextPs() - leadPs));
    }

    private Step close(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files.descriptor()));
    }

    @Override
    public TransferReply reply() {
        return files.reply();
    }
}
