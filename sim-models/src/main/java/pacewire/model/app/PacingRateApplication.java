package pacewire.model.app;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.SendtoCall;
import pacewire.model.os.SetsockoptCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.transport.TransferReply;

/**
 * A thread for each client that leaves the pace to the packet scheduler: it tells the socket its greatest rate, and then reads and
 * sends as fast as the socket takes datagrams; when the send buffer is full, it sleeps in {@code sendto}. Of a recorded video, it
 * sleeps until a frame's worth is due, and sets the rate at which that is to leave.
 */
final class PacingRateApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "pacing-rate",
            "A thread per client tells its socket the greatest rate (SO_MAX_PACING_RATE), and the packet scheduler paces.",
            "servers over fq: Linux commits 62748f32d501 (SO_MAX_PACING_RATE) and 331a9cfb1ed4 (for UDP); iperf3 --fq-rate",
            // A turn of one frame, 1,400 bytes of payload on the wire: with the default of two, and of ten at first, fq
            // sends
            // the second and the first ten at once (tc-fq(8): quantum, initial_quantum). And room for the send buffers
            // of
            // thousands of sockets (limit, flow_limit).
            "{type: fq, quantum: 1466 B, initialQuantum: 1466 B, flowLimit: 1000 packets, limit: 1000000 packets}",
            List.of("fq", "carousel"),
            List.of(
                    ParameterSpec.quantity(
                            "payload",
                            Quantity.SIZE,
                            "1400 B",
                            64,
                            1472,
                            "payload of a full datagram, as transmit's by default"),
                    ParameterSpec.optionalQuantity(
                            "sendBuffer",
                            Quantity.SIZE,
                            1,
                            1 << 30,
                            "SO_SNDBUF; Linux doubles it, within its bounds. Left out: its default of 212,992 B")),
            parameters -> {
                int payloadBytes = (int) parameters.value("payload");
                int bufferBytes = (int) parameters.valueOr("sendBuffer", 0);
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, socket, request) -> new PacingRateApplication(
                                socket,
                                new PacedFiles(client, socket, request, payloadBytes),
                                payloadBytes,
                                bufferBytes),
                        new RecentRequests());
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    /** What is sent at one rate of a recorded video: a frame of 25 a second. */
    private static final long FRAME_PS = 40 * SimTime.MILLISECOND;

    private enum State {
        START,
        BUFFER_SET,
        RATE_SET,
        FILE_OPENED,
        READ,
        AWAKE,
        FRAME_RATE_SET,
        SENT,
        FILE_CLOSED
    }

    private final int socket;
    private final PacedFiles files;
    private final int payloadBytes;
    /** 0: not to be set. */
    private final int bufferBytes;

    private State state = State.START;
    /** Bytes read that are to be sent when the frame's rate is set. */
    private int bytesRead;
    /** Datagrams of the present frame that were not sent. */
    private long frameBytesLeft;

    private PacingRateApplication(int socket, PacedFiles files, int payloadBytes, int bufferBytes) {
        this.socket = socket;
        this.files = files;
        this.payloadBytes = payloadBytes;
        this.bufferBytes = bufferBytes;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> bufferBytes > 0 ? limitBuffer(os) : limitRate(os);
            case BUFFER_SET -> files.succeeded(last, os) ? limitRate(os) : null;
            case RATE_SET, FILE_CLOSED -> files.turnToNext(os) ? open(os) : null;
            case FILE_OPENED -> files.opened(last, os) ? read(os) : null;
            case READ -> files.hasRead(last, os) ? pace((int) last.value(), os) : close(os);
            case AWAKE -> limitFrame(os);
            case FRAME_RATE_SET -> send(os);
            case SENT -> files.succeeded(last, os) ? sent(last.value(), os) : close(os);
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private Step limitBuffer(Syscalls os) {
        return step(State.BUFFER_SET, SetsockoptCall.sendBuffer(os, socket, bufferBytes));
    }

    /** A request without a rate is sent as fast as it goes; recorded videos have one for each frame. */
    private @Nullable Step limitRate(Syscalls os) {
        DataRate payloadRate = files.rate();
        if (payloadRate == null) {
            return files.turnToNext(os) ? open(os) : null;
        }
        return step(State.RATE_SET, SetsockoptCall.maxPacingRate(os, socket, framesRate(payloadRate)));
    }

    /** The rate of the frames that carry a payload rate; rounded down, for what is early breaks the client's metrics. */
    private DataRate framesRate(DataRate payloadRate) {
        int frameBytes = Packet.wireBytesOf(Protocol.UDP.headersBytes() + payloadBytes);
        // At least a byte a second: a rate of none is no rate.
        return new DataRate(Math.max(Byte.SIZE, payloadRate.bitsPerSecond() * frameBytes / payloadBytes));
    }

    private Step open(Syscalls os) {
        return step(State.FILE_OPENED, OpenatCall.open(os, files.path(os)));
    }

    private Step read(Syscalls os) {
        return step(State.READ, ReadCall.read(os, files.descriptor(), files.nextBytes()));
    }

    private Step pace(int bytes, Syscalls os) {
        bytesRead = bytes;
        if (!files.isRecorded() || frameBytesLeft > 0) {
            return send(os);
        }
        return step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, files.nextPs()));
    }

    private Step limitFrame(Syscalls os) {
        PacedFiles.Stretch frame = files.nextStretch(FRAME_PS);
        frameBytesLeft = frame.bytes();
        DataRate rate = frame.rate();
        return step(
                State.FRAME_RATE_SET, SetsockoptCall.maxPacingRate(os, socket, rate == null ? null : framesRate(rate)));
    }

    private Step send(Syscalls os) {
        long offset = files.offset();
        frameBytesLeft -= bytesRead;
        long idealPs = files.take(bytesRead);
        return step(State.SENT, SendtoCall.send(os, socket, bytesRead, files.file(), offset, idealPs));
    }

    private Step sent(long bytes, Syscalls os) {
        files.sent(bytes);
        return files.isFileTaken() ? close(os) : read(os);
    }

    private Step close(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files.descriptor()));
    }

    @Override
    public TransferReply reply() {
        return files.reply();
    }
}
