package pacewire.model.app;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.Errno;
import pacewire.model.os.EventBuffer;
import pacewire.model.os.IoUringEnterCall;
import pacewire.model.os.IoUringSetupCall;
import pacewire.model.os.MessageVector;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.PollCall;
import pacewire.model.os.PollEvents;
import pacewire.model.os.PollSet;
import pacewire.model.os.ReadCall;
import pacewire.model.os.RecvmsgCall;
import pacewire.model.os.SendmmsgCall;
import pacewire.model.os.SetsockoptCall;
import pacewire.model.os.Step;
import pacewire.model.os.SubmissionRing;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TransferReply;

/**
 * A thread for each client that wakes at every tick and sends all that is due by then with one call: fewer calls and wake-ups,
 * paid for with datagrams that wait for the tick and leave together. The file is read in larger pieces. With {@code gso} a
 * message carries up to 64 datagrams, which go through the kernel as one.
 */
final class BurstSendmmsgApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "burst-sendmmsg",
            "A thread per client sends at every tick what is due, in one call: clock_nanosleep, read, sendmmsg.",
            "senders with a pacing tick, as iperf 3 (1 ms) and streaming servers; UDP_SEGMENT as in QUIC servers",
            "{type: fq_codel}",
            List.of(
                    ParameterSpec.quantity(
                            "payload",
                            Quantity.SIZE,
                            "1400 B",
                            64,
                            1472,
                            "payload of a full datagram, as transmit's by default"),
                    ParameterSpec.quantity(
                            "tick",
                            Quantity.TIME,
                            "1 ms",
                            SimTime.MICROSECOND,
                            10 * SimTime.SECOND,
                            "how often it wakes and sends; iperf 3's pacing timer is 1 ms"),
                    ParameterSpec.choice(
                            "gso",
                            List.of("off", "on"),
                            "whether datagrams go through the kernel together, up to 64 a message (UDP_SEGMENT)"),
                    ParameterSpec.choice(
                            "zerocopy",
                            List.of("off", "on"),
                            "whether the kernel sends from the application's memory (MSG_ZEROCOPY)"),
                    ParameterSpec.choice(
                            "submit",
                            List.of("sendmmsg", "io_uring"),
                            "the call that sends a batch: sendmmsg, or io_uring_enter with an entry for each message,"
                                    + " which copies")),
            parameters -> {
                Settings settings = new Settings(
                        (int) parameters.value("payload"),
                        parameters.value("tick"),
                        parameters.value("gso") == 1,
                        parameters.value("zerocopy") == 1 && parameters.value("submit") == 0,
                        parameters.value("submit") == 1);
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, socket, request) -> new BurstSendmmsgApplication(
                                socket, new PacedFiles(client, socket, request, settings.payloadBytes()), settings),
                        new RecentRequests());
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    /** What one read takes at most: a pipe's or a socket buffer's usual 64 KiB, in whole datagrams. */
    private static final int BUFFER_BYTES = 65_536;

    private record Settings(
            int payloadBytes, long tickPs, boolean isSegmented, boolean isZeroCopy, boolean isSubmitted) {
        int bufferedDatagrams() {
            return BUFFER_BYTES / payloadBytes;
        }
    }

    private enum State {
        START,
        OPTION_SET,
        RING_MADE,
        FILE_OPENED,
        AWAKE,
        NOTICE_READ,
        POLLED,
        READ,
        SENT,
        SUBMITTED,
        ROOM_AWAITED,
        FILE_CLOSED,
        RING_CLOSED
    }

    private final int socket;
    private final PacedFiles files;
    private final Settings settings;
    private final MessageVector messages;
    private final EventBuffer notice = new EventBuffer();
    private final PollSet errorQueue;
    private final PollSet roomForMore;
    private final SubmissionRing ring;
    private int uring;
    private State state = State.START;
    /** Messages sent so far, those of them whose pages are free again, and how many there were with the other buffer's last. */
    private long sentMessages;

    private long freedMessages;
    private long sentFromOther;
    /** Bytes of the present file in the buffer, not in a datagram yet. */
    private int bufferedBytes;
    /** The tick that the thread works for; before the first one there is none. */
    private long tickPs = Packet.UNSCHEDULED;

    private BurstSendmmsgApplication(int socket, PacedFiles files, Settings settings) {
        this.socket = socket;
        this.files = files;
        this.settings = settings;
        messages = new MessageVector(settings.bufferedDatagrams());
        errorQueue = new PollSet(socket, 0);
        roomForMore = new PollSet(socket, PollEvents.OUT);
        ring = new SubmissionRing(settings.isSubmitted() ? settings.bufferedDatagrams() : 1);
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START ->
                settings.isZeroCopy() ? step(State.OPTION_SET, SetsockoptCall.zeroCopy(os, socket)) : begin(os);
            case RING_MADE -> ringMade(last, os);
            case SUBMITTED -> submitted(os);
            case ROOM_AWAITED -> send(os);
            case OPTION_SET, FILE_CLOSED -> turnToNext(os);
            case RING_CLOSED -> null;
            case FILE_OPENED -> files.opened(last, os) ? sendWhatIsDue(os) : null;
            case AWAKE -> sendWhatIsDue(os);
            case NOTICE_READ -> noticeRead(last, os);
            case POLLED -> readNotice(os);
            case READ -> files.hasRead(last, os) ? filled((int) last.value(), os) : close(os);
            case SENT -> files.succeeded(last, os) ? sent((int) last.value(), os) : close(os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private @Nullable Step begin(Syscalls os) {
        return settings.isSubmitted()
                ? step(State.RING_MADE, IoUringSetupCall.setUp(os, settings.bufferedDatagrams()))
                : turnToNext(os);
    }

    private @Nullable Step ringMade(SyscallResult last, Syscalls os) {
        if (!files.succeeded(last, os)) {
            return null;
        }
        uring = (int) last.value();
        return turnToNext(os);
    }

    private @Nullable Step turnToNext(Syscalls os) {
        if (files.turnToNext(os)) {
            return open(os);
        }
        return settings.isSubmitted() ? step(State.RING_CLOSED, CloseCall.close(os, uring)) : null;
    }

    private Step open(Syscalls os) {
        bufferedBytes = 0;
        return step(State.FILE_OPENED, OpenatCall.open(os, files.path(os)));
    }

    private Step sendWhatIsDue(Syscalls os) {
        if (files.isPaced() && files.nextPs() > os.nowPs()) {
            return sleepUntilNextTick(os);
        }
        if (bufferedBytes == 0) {
            return settings.isZeroCopy() ? readNotice(os) : read(os);
        }
        messages.clear(tickPs);
        while (bufferedBytes > 0 && !messages.isFull() && isDue(os)) {
            addDatagram();
        }
        return send(os);
    }

    private Step send(Syscalls os) {
        if (settings.isSubmitted()) {
            ring.prepareSends(socket, messages);
            return step(State.SUBMITTED, IoUringEnterCall.submit(os, uring, ring));
        }
        return step(
                State.SENT,
                settings.isZeroCopy()
                        ? SendmmsgCall.sendWithoutCopy(os, socket, messages)
                        : SendmmsgCall.send(os, socket, messages));
    }

    /** The results stand in the completion queue; the sends do not wait, and one without room is tried again. */
    private Step submitted(Syscalls os) {
        Errno error = ring.error();
        if (error == Errno.EAGAIN) {
            sentMessages += ring.succeeded();
            messages.skip(ring.succeeded());
            return step(State.ROOM_AWAITED, PollCall.await(os, roomForMore, PollCall.FOREVER));
        }
        if (error != null) {
            files.abandon(error, os);
            return close(os);
        }
        return sent(ring.succeeded(), os);
    }

    private Step read(Syscalls os) {
        int bytes = files.nextBytes(settings.bufferedDatagrams() * settings.payloadBytes());
        return step(State.READ, ReadCall.read(os, files.descriptor(), bytes));
    }

    private Step readNotice(Syscalls os) {
        return step(State.NOTICE_READ, RecvmsgCall.receiveEvent(os, socket, notice));
    }

    /** Reads all notices there are; then into the other buffer, when the kernel is done with what was sent from it. */
    private Step noticeRead(SyscallResult last, Syscalls os) {
        if (last.isDone()) {
            freedMessages += notice.freedSends();
            return readNotice(os);
        }
        if (freedMessages < sentFromOther) {
            return step(State.POLLED, PollCall.await(os, errorQueue, PollCall.FOREVER));
        }
        sentFromOther = sentMessages;
        return read(os);
    }

    private boolean isDue(Syscalls os) {
        return !files.isPaced() || files.nextPs() <= os.nowPs();
    }

    private void addDatagram() {
        int bytes = Math.min(bufferedBytes, files.nextBytes());
        long offset = files.offset();
        long idealPs = files.take(bytes);
        bufferedBytes -= bytes;
        if (settings.isSegmented()) {
            messages.addSegment(bytes, files.file(), offset, idealPs);
        } else {
            messages.addMessage(bytes, files.file(), offset, idealPs);
        }
    }

    /** The ticks are those of a timer that was started with the first bytes; those that were missed are left out. */
    private Step sleepUntilNextTick(Syscalls os) {
        long behindPs = os.nowPs() - tickPs;
        tickPs += (behindPs / settings.tickPs() + 1) * settings.tickPs();
        return step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, tickPs));
    }

    private Step filled(int bytes, Syscalls os) {
        bufferedBytes = bytes;
        if (tickPs == Packet.UNSCHEDULED) {
            tickPs = os.nowPs();
        }
        return sendWhatIsDue(os);
    }

    /** The call waits for room, and so sends all of its messages, unless it ends with an error. */
    private Step sent(int justSent, Syscalls os) {
        messages.skip(justSent);
        sentMessages += justSent;
        if (messages.messagesLeft() > 0) {
            return send(os);
        }
        files.sent(messages.bytesSent());
        return files.isFileTaken() ? close(os) : sendWhatIsDue(os);
    }

    private Step close(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files.descriptor()));
    }

    @Override
    public TransferReply reply() {
        return files.reply();
    }
}
