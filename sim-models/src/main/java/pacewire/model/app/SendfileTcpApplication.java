package pacewire.model.app;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.FadviseCall;
import pacewire.model.os.FileStatus;
import pacewire.model.os.FstatCall;
import pacewire.model.os.MmapCall;
import pacewire.model.os.MunmapCall;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.PipeCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.SendfileCall;
import pacewire.model.os.SetsockoptCall;
import pacewire.model.os.SpliceCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.WriteCall;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * The reference that is connection-oriented: the files go over the client's own TCP connection, by {@code sendfile} as web servers
 * send them, or by one of the other ways from a file to a socket. TCP decides when a segment leaves; the application may only
 * hold bytes back: a chunk is written when its first byte is due, or the packet scheduler is asked to pace the connection.
 */
final class SendfileTcpApplication implements Conversation.Service {
    /** Bytes of a call where nothing is held back: lighttpd's MAX_WRITE_LIMIT, {@code src/base.h}; and of a buffer. */
    private static final int UNPACED_BYTES = 256 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Length of a full frame and of what it carries: the pacing rate is of frames. */
    private static final int FRAME_BYTES = 1538;

    private static final int SEGMENT_BYTES = 1460;

    /** How the bytes get from the file to the socket, in the order of the parameter's words. */
    private enum Way {
        SENDFILE,
        SPLICE,
        MMAP_WRITE,
        READ_WRITE
    }

    /** Who holds bytes back, in the order of the parameter's words. */
    private enum Pacing {
        SLEEP,
        SOCKET,
        NONE
    }

    /** What is said of each file, in the order of the parameter's words. */
    private enum Advice {
        NONE,
        SEQUENTIAL,
        WILLNEED,
        DONTNEED
    }

    private record Settings(Way way, Pacing pacing, int chunkBytes, Advice advice) {}

    static final ApplicationSpec SPEC = new ApplicationSpec(
            "sendfile-tcp",
            "The files go over the client's TCP connection, a chunk at a time, by sendfile.",
            "web servers that send files: nginx with sendfile and limit_rate, lighttpd",
            "{type: fq}",
            List.of(
                    ParameterSpec.choice(
                            "read",
                            List.of("sendfile", "splice", "mmap-write", "read-write"),
                            "how bytes get from the file to the socket"),
                    ParameterSpec.choice(
                            "pacing",
                            List.of("sleep", "socket", "none"),
                            "who holds bytes back where a rate or a recorded video says when they are due: the application, "
                                    + "which sleeps; the packet scheduler, by SO_MAX_PACING_RATE; nobody"),
                    ParameterSpec.quantity(
                            "chunk",
                            Quantity.SIZE,
                            "14600 B",
                            64,
                            900_000,
                            "what is written at once when the application sleeps: ten full segments by default"),
                    ParameterSpec.choice(
                            "advice",
                            List.of("none", "sequential", "willneed", "dontneed"),
                            "what is said of each file with posix_fadvise: nothing; that it is read in order, as nginx's "
                                    + "read_ahead does; that all of it will be needed; when it was sent, that it is needed "
                                    + "no longer")),
            parameters -> {
                Way way = Way.values()[(int) parameters.value("read")];
                Pacing pacing = Pacing.values()[(int) parameters.value("pacing")];
                Settings settings = new Settings(
                        way,
                        pacing,
                        (int) parameters.value("chunk"),
                        Advice.values()[(int) parameters.value("advice")]);
                Conversation.Shared shared = new Conversation.Shared(
                        (os, client, connection, request) ->
                                new SendfileTcpApplication(client, connection, request, settings),
                        new RecentRequests(),
                        TransferReply.Channel.CONNECTION);
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    private enum State {
        START,
        PIPE_MADE,
        OPENED,
        ADVISED,
        EXAMINED,
        ACCEPTED,
        LIMITED,
        MAPPED,
        AWAKE,
        GATHERED,
        SENT,
        UNMAPPED,
        DROPPED,
        FILE_CLOSED,
        READER_CLOSED,
        WRITER_CLOSED
    }

    private final int connection;
    private final PacedFiles files;
    private final Way way;
    private final Settings settings;
    private final FileStatus status = new FileStatus();
    /** The two ends of the pipe that splice needs. */
    private final int[] pipe = new int[2];

    private State state = State.START;
    private boolean isAccepted;
    /** Where the present file is mapped; 0: it is not. */
    private long address;

    private int gathered;

    private SendfileTcpApplication(int client, int connection, TransferRequest request, Settings settings) {
        this.connection = connection;
        this.settings = settings;
        way = settings.way();
        files = new PacedFiles(client, connection, request, settings.chunkBytes(), TransferReply.Channel.CONNECTION);
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> way == Way.SPLICE ? step(State.PIPE_MADE, PipeCall.pipe(os, pipe)) : turnToNext(os);
            case PIPE_MADE -> files.succeeded(last, os) ? turnToNext(os) : null;
            case OPENED -> files.opened(last, os) ? advise(os) : closePipe(os);
            case ADVISED -> files.succeeded(last, os) ? examine(os) : closeFile(os);
            case EXAMINED -> isAccepted ? prepare(os) : accept(os);
            case ACCEPTED -> files.succeeded(last, os) ? limitRate(os) : closeFile(os);
            case LIMITED -> files.succeeded(last, os) ? prepare(os) : closeFile(os);
            case MAPPED -> files.succeeded(last, os) ? mapped(last.value(), os) : closeFile(os);
            case AWAKE -> gather(os);
            case GATHERED -> files.hasRead(last, os) ? send((int) last.value(), os) : endFile(os);
            case SENT -> files.hasRead(last, os) ? sent((int) last.value(), os) : endFile(os);
            case UNMAPPED -> dropFile(os);
            case DROPPED -> closeFile(os);
            case FILE_CLOSED -> turnToNext(os);
            case READER_CLOSED -> step(State.WRITER_CLOSED, CloseCall.close(os, pipe[1]));
            case WRITER_CLOSED -> null;
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    private @Nullable Step turnToNext(Syscalls os) {
        if (files.turnToNext(os)) {
            return step(State.OPENED, OpenatCall.open(os, files.path(os)));
        }
        return closePipe(os);
    }

    private @Nullable Step closePipe(Syscalls os) {
        return way == Way.SPLICE ? step(State.READER_CLOSED, CloseCall.close(os, pipe[0])) : null;
    }

    /** Of the whole file, before it is read. */
    private Step advise(Syscalls os) {
        return switch (settings.advice()) {
            case NONE, DONTNEED -> examine(os);
            case SEQUENTIAL -> step(State.ADVISED, advise(os, FadviseCall.Advice.POSIX_FADV_SEQUENTIAL));
            case WILLNEED -> step(State.ADVISED, advise(os, FadviseCall.Advice.POSIX_FADV_WILLNEED));
        };
    }

    private Step advise(Syscalls os, FadviseCall.Advice advice) {
        return FadviseCall.advise(os, files.descriptor(), 0, files.fileBytes(), advice);
    }

    private Step dropFile(Syscalls os) {
        return settings.advice() == Advice.DONTNEED
                ? step(State.DROPPED, advise(os, FadviseCall.Advice.POSIX_FADV_DONTNEED))
                : closeFile(os);
    }

    private Step examine(Syscalls os) {
        return step(State.EXAMINED, FstatCall.stat(os, files.descriptor(), status));
    }

    /** Says what follows on the connection, as the header of a response. */
    private Step accept(Syscalls os) {
        isAccepted = true;
        byte[] header =
                TransferReply.acceptedOverConnection(files.totalBytes(os)).encode();
        return step(State.ACCEPTED, WriteCall.write(os, connection, header));
    }

    private Step limitRate(Syscalls os) {
        DataRate payloadRate = files.rate();
        if (settings.pacing() != Pacing.SOCKET || payloadRate == null) {
            return prepare(os);
        }
        long framesBps = DataRate.bitsPerSecond(FRAME_BYTES, payloadRate.psForBytes(SEGMENT_BYTES));
        return step(State.LIMITED, SetsockoptCall.maxPacingRate(os, connection, new DataRate(framesBps)));
    }

    private Step prepare(Syscalls os) {
        if (way == Way.MMAP_WRITE) {
            return step(State.MAPPED, MmapCall.map(os, files.descriptor(), files.fileBytes()));
        }
        return sleepUntilDue(os);
    }

    private Step mapped(long newAddress, Syscalls os) {
        address = newAddress;
        return sleepUntilDue(os);
    }

    private Step sleepUntilDue(Syscalls os) {
        files.startNow(os);
        return isPaced() ? step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, files.nextPs())) : gather(os);
    }

    private boolean isPaced() {
        return settings.pacing() == Pacing.SLEEP && files.isPaced();
    }

    /** Brings bytes to where they can be sent from; sendfile and a mapping need no such call. */
    private Step gather(Syscalls os) {
        int bytes = files.nextBytes(isPaced() ? settings.chunkBytes() : UNPACED_BYTES);
        return switch (way) {
            case SENDFILE -> step(State.SENT, SendfileCall.send(os, connection, files.descriptor(), bytes));
            case MMAP_WRITE -> step(State.SENT, WriteCall.writeMapped(os, connection, address + files.offset(), bytes));
            case SPLICE ->
                step(State.GATHERED, SpliceCall.splice(os, files.descriptor(), pipe[1], Math.min(bytes, BUFFER_BYTES)));
            case READ_WRITE ->
                step(State.GATHERED, ReadCall.read(os, files.descriptor(), Math.min(bytes, BUFFER_BYTES)));
        };
    }

    private Step send(int bytes, Syscalls os) {
        gathered = bytes;
        return sendGathered(os);
    }

    private Step sendGathered(Syscalls os) {
        return step(
                State.SENT,
                way == Way.SPLICE
                        ? SpliceCall.splice(os, pipe[0], connection, gathered)
                        : WriteCall.writeFile(os, connection, gathered, files.file(), files.offset()));
    }

    private Step sent(int bytes, Syscalls os) {
        files.take(bytes);
        files.sent(bytes);
        gathered = Math.max(0, gathered - bytes);
        if (gathered > 0) {
            return sendGathered(os);
        }
        return files.isFileTaken() ? endFile(os) : sleepUntilDue(os);
    }

    private Step endFile(Syscalls os) {
        if (address == 0) {
            return dropFile(os);
        }
        long mappedAt = address;
        address = 0;
        return step(State.UNMAPPED, MunmapCall.unmap(os, mappedAt, files.fileBytes()));
    }

    private Step closeFile(Syscalls os) {
        return step(State.FILE_CLOSED, CloseCall.close(os, files.descriptor()));
    }

    /** After the acceptance, the client counts bytes of files: it learns of a failure by the connection's end alone. */
    @Override
    public @Nullable TransferReply reply() {
        TransferReply reply = files.reply();
        return isAccepted && reply.status() == TransferReply.Status.REFUSED ? null : reply;
    }
}
