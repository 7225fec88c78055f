package pacewire.model.app;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.os.Errno;
import pacewire.model.os.IdealSchedule;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * The files of one request in an application that paces by itself: which one is open and how far it was sent, when the next
 * datagram is due, and what the meters and the client are told. It makes no system calls: in those, applications differ.
 *
 * <p>The schedule is the time stamps of recorded videos, or the greatest rate that the client asked for, or the least; without
 * any there is none, and the application sends as fast as it can. It starts when the first bytes are in the application's
 * buffer: waiting for the disk before is not jitter.
 *
 * <p>In the order of use: {@link #turnToNext} and {@link #opened} for each file; for its datagrams {@link #isPaced}, {@link
 * #nextPs}, {@link #nextBytes}, {@link #hasRead}, {@link #take} and {@link #sent} until {@link #isFileTaken}; at the end {@link
 * #reply}.
 */
final class PacedFiles {
    private final int client;
    private final int socket;
    private final TransferRequest request;
    private final int payloadBytes;
    private final TransferReply.Channel channel;
    /** Files of the request that were turned to: the present one is the last of them. */
    private int filesBegun;

    private int descriptor;
    private long offset;
    private long partBytes;
    private long bytesSent;
    private boolean hasStarted;
    private long startsInPs;
    private @Nullable IdealSchedule schedule;
    /** The schedule of recorded videos once more, to look ahead; null: there is none. */
    private @Nullable IdealSchedule ahead;

    private @Nullable Errno error;

    /**
     * Nothing was opened or sent yet.
     *
     * @param client host number of the client
     * @param socket UDP socket that is connected to the client
     * @param payloadBytes payload of a full datagram
     */
    PacedFiles(int client, int socket, TransferRequest request, int payloadBytes) {
        this(client, socket, request, payloadBytes, TransferReply.Channel.DATAGRAMS);
    }

    /**
     * Nothing was opened or sent yet.
     *
     * @param socket UDP socket that is connected to the client, or the connection itself
     * @param payloadBytes bytes of a file that are due together: a datagram's payload, or a chunk of a stream
     */
    PacedFiles(int client, int socket, TransferRequest request, int payloadBytes, TransferReply.Channel channel) {
        this.channel = channel;
        this.client = client;
        this.socket = socket;
        this.request = request;
        this.payloadBytes = payloadBytes;
    }

    /** Lets the schedule begin so long after the clock starts: for who hands datagrams over ahead. Returns itself. */
    PacedFiles startingIn(long ps) {
        startsInPs = ps;
        return this;
    }

    /**
     * Turns to the next file that has something to send, or to the first one.
     *
     * @return whether there is one, to be opened; else all is over: sent, failed or refused
     */
    boolean turnToNext(Syscalls os) {
        if (filesBegun == 0 && isMixed(os.files())) {
            fail(Errno.EINVAL, os);
        }
        if (error != null) {
            return false;
        }
        do {
            if (filesBegun == request.files().size()) {
                finish(os);
                return false;
            }
            offset = 0;
            partBytes = bytesOf(request.files().get(filesBegun++), os.files());
        } while (partBytes == 0);
        return true;
    }

    /** Recorded videos together with plain files have no single schedule; transmit refuses them, too. */
    private boolean isMixed(FileSystem files) {
        long recorded = recordings(files).size();
        long withBytes = request.files().stream()
                .filter(part -> bytesOf(part, files) > 0)
                .count();
        return recorded > 0 && recorded < withBytes;
    }

    private static long bytesOf(TransferRequest.FilePart part, FileSystem files) {
        return Math.min(part.bytes(), files.file(part.file()).sizeBytes());
    }

    /** Name of the present file, to open it. */
    String path(Syscalls os) {
        return os.files().file(file()).name();
    }

    /** Number of the present file at the server. */
    int file() {
        return request.files().get(filesBegun - 1).file();
    }

    /**
     * Takes the result of opening the present file.
     *
     * @return whether it is open; else the transfer has failed
     */
    boolean opened(SyscallResult result, Syscalls os) {
        return succeeded(result, os) && keep((int) result.value());
    }

    private boolean keep(int newDescriptor) {
        descriptor = newDescriptor;
        return true;
    }

    /** Descriptor of the present file. */
    int descriptor() {
        return descriptor;
    }

    /** Place in the present file of the next datagram. */
    long offset() {
        return offset;
    }

    /** Payload of the next datagram: a full one, or the rest of the present file. */
    int nextBytes() {
        return nextBytes(payloadBytes);
    }

    /** How much of the present file to read next into a buffer of some size. */
    int nextBytes(int bufferBytes) {
        return (int) Math.min(bufferBytes, partBytes - offset);
    }

    /**
     * Takes the result of reading. The clock starts with the first bytes.
     *
     * @return whether there are bytes; else the transfer has failed: a file that ends early is an error, as nginx takes it
     *     ("sendfile() reported that ... was truncated", {@code ngx_linux_sendfile_chain.c})
     */
    boolean hasRead(SyscallResult result, Syscalls os) {
        if (!succeeded(result, os)) {
            return false;
        }
        if (result.value() == 0) {
            fail(Errno.EIO, os);
            return false;
        }
        if (!hasStarted) {
            start(os);
        }
        return true;
    }

    private void start(Syscalls os) {
        hasStarted = true;
        long startPs = os.nowPs() + startsInPs;
        schedule = schedule(os.files(), startPs);
        ahead = isRecorded() ? schedule(os.files(), startPs) : null;
        if (channel == TransferReply.Channel.DATAGRAMS) {
            os.transferStarts(client, socket, request.metrics(), startPs);
            return;
        }
        // The kernel makes the segments when it likes, and has a cursor of its own on their schedule.
        IdealSchedule ofSegments = schedule != null && isStrict(schedule) ? schedule(os.files(), startPs) : null;
        os.streamStarts(client, socket, request.metrics(), ofSegments);
    }

    /** The clock starts now, where the application never sees the bytes. */
    void startNow(Syscalls os) {
        if (!hasStarted) {
            start(os);
        }
    }

    /** Bytes of all files of the request together. */
    long totalBytes(Syscalls os) {
        return request.files().stream()
                .mapToLong(part -> bytesOf(part, os.files()))
                .sum();
    }

    /** Bytes of the present file to send, of its beginning. */
    long fileBytes() {
        return partBytes;
    }

    private @Nullable IdealSchedule schedule(FileSystem files, long startPs) {
        List<IdealSchedule.Recording> recordings = recordings(files);
        if (!recordings.isEmpty()) {
            return IdealSchedule.recorded(startPs, recordings);
        }
        DataRate rate = rate();
        return rate == null ? null : IdealSchedule.atRate(startPs, rate);
    }

    /** Payload rate to pace at where no recorded video says it; null: none. */
    @Nullable
    DataRate rate() {
        FlowMetrics metrics = request.metrics();
        return metrics.maxRate() != null ? metrics.maxRate() : metrics.minRate();
    }

    private List<IdealSchedule.Recording> recordings(FileSystem files) {
        List<IdealSchedule.Recording> recordings = new ArrayList<>();
        for (TransferRequest.FilePart part : request.files()) {
            FrameTrace frames = files.file(part.file()).frames();
            long bytes = bytesOf(part, files);
            if (frames != null && bytes > 0) {
                recordings.add(new IdealSchedule.Recording(frames, bytes));
            }
        }
        return recordings;
    }

    /** Whether the next datagram has an instant to wait for; not before the clock has started. */
    boolean isPaced() {
        return schedule != null;
    }

    /** When the next datagram is due; only when paced. */
    long nextPs() {
        IdealSchedule present = schedule;
        if (present == null) {
            throw new IllegalStateException("the datagrams are not paced");
        }
        return present.nextPs();
    }

    /**
     * The next datagram is made; {@link #offset} and schedule move on behind it.
     *
     * @param bytes its payload
     * @return its ideal instant for the meters; {@link Packet#UNSCHEDULED} where the client's wish leaves it to the server
     */
    long take(int bytes) {
        offset += bytes;
        IdealSchedule present = schedule;
        if (present == null) {
            return Packet.UNSCHEDULED;
        }
        long idealPs = present.idealPsOfNext(bytes);
        return isStrict(present) ? idealPs : Packet.UNSCHEDULED;
    }

    /** Whether recorded videos say when the datagrams are due; not before the clock has started. */
    boolean isRecorded() {
        return schedule != null && schedule.isRecorded();
    }

    /**
     * Bytes that are due within a time, and the rate at which they are due.
     *
     * @param rate null: they are all due at once
     */
    record Stretch(long bytes, @Nullable DataRate rate) {}

    /** What is due of the present file from the next datagram on, for so long or a datagram longer; looked at one after the other. */
    Stretch nextStretch(long ps) {
        IdealSchedule cursor = ahead;
        if (cursor == null) {
            throw new IllegalStateException("only a recorded video has stretches");
        }
        long fromPs = cursor.nextPs();
        long bytes = 0;
        while (offset + bytes < partBytes && cursor.nextPs() < fromPs + ps) {
            int next = (int) Math.min(payloadBytes, partBytes - offset - bytes);
            cursor.idealPsOfNext(next);
            bytes += next;
        }
        long lastsPs = cursor.nextPs() - fromPs;
        long bitsPerSecond = lastsPs == 0 ? 0 : DataRate.bitsPerSecond(bytes, lastsPs);
        return new Stretch(bytes, bitsPerSecond == 0 ? null : new DataRate(bitsPerSecond));
    }

    /** Whether the schedule is the client's own wish; a range of rates leaves it to the server. */
    private boolean isStrict(IdealSchedule present) {
        return present.isRecorded() || request.metrics().isStrictlyPaced();
    }

    /** The kernel has taken payload that was made. */
    void sent(long bytes) {
        bytesSent += bytes;
    }

    /** Whether all of the present file was made into datagrams: it can be closed when they are sent. */
    boolean isFileTaken() {
        return offset == partBytes;
    }

    /**
     * Takes the result of any call for the transfer.
     *
     * @return whether it is good; else the transfer has failed
     */
    boolean succeeded(SyscallResult result, Syscalls os) {
        Errno failure = result.errno();
        if (failure != null) {
            fail(failure, os);
        }
        return failure == null;
    }

    /** Gives the transfer up, as when the client has gone. */
    void abandon(Errno why, Syscalls os) {
        fail(why, os);
    }

    private void fail(Errno failure, Syscalls os) {
        error = failure;
        os.probe().transferFailed(client, failure, os.nowPs());
    }

    private void finish(Syscalls os) {
        if (!hasStarted) {
            start(os);
        }
        os.probe().transferFinished(client, bytesSent, os.nowPs());
    }

    /** What to answer the client, when all is over. */
    TransferReply reply() {
        return error == null
                ? TransferReply.completed(bytesSent)
                : TransferReply.refused(error.name(), error.message());
    }
}
