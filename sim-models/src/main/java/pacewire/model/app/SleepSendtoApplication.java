package pacewire.model.app;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.os.ClockNanosleepCall;
import pacewire.model.os.CloseCall;
import pacewire.model.os.Errno;
import pacewire.model.os.IdealSchedule;
import pacewire.model.os.OpenatCall;
import pacewire.model.os.ReadCall;
import pacewire.model.os.SendtoCall;
import pacewire.model.os.Step;
import pacewire.model.os.SyscallResult;
import pacewire.model.os.Syscalls;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;

/**
 * A thread for each client that paces by itself: reads a datagram's worth of the file, sends it, and sleeps until the next one
 * is due, on an absolute schedule, so that lateness does not add up. It paces at the greatest rate that the client asked for,
 * or after the time stamps of a recorded video; without either it sends as fast as its socket takes datagrams. It admits
 * everybody, for it knows nothing of the others.
 */
final class SleepSendtoApplication implements Conversation.Service {
    static final ApplicationSpec SPEC = new ApplicationSpec(
            "sleep-sendto",
            "A thread per client paces by itself: read, sendto, clock_nanosleep.",
            "UDP senders that pace with a sleep, as iperf 2 does in user space",
            List.of(ParameterSpec.quantity(
                    "payload",
                    Quantity.SIZE,
                    "1400 B",
                    64,
                    1472,
                    "payload of a full datagram, as transmit's by default")),
            parameters -> {
                int payloadBytes = (int) parameters.value("payload");
                Conversation.Shared shared = new Conversation.Shared(
                        (os, host, socket, request) -> new SleepSendtoApplication(host, socket, request, payloadBytes),
                        new RecentRequests());
                return new AcceptLoop((connection, client) -> new Conversation(connection, client, shared));
            });

    private enum State {
        START,
        FILE_OPENED,
        READ,
        SENT,
        AWAKE,
        FILE_CLOSED
    }

    private final int client;
    private final int socket;
    private final TransferRequest request;
    private final int payloadBytes;
    private State state = State.START;
    private int partIndex;
    private int descriptor;
    private long offset;
    private long partBytes;
    private long bytesSent;
    private boolean hasStarted;
    private @Nullable IdealSchedule schedule;
    private @Nullable Errno error;

    private SleepSendtoApplication(int client, int socket, TransferRequest request, int payloadBytes) {
        this.client = client;
        this.socket = socket;
        this.request = request;
        this.payloadBytes = payloadBytes;
    }

    @Override
    public @Nullable Step next(SyscallResult last, Syscalls os) {
        return switch (state) {
            case START -> begin(os);
            case FILE_OPENED -> fileOpened(last, os);
            case READ -> send(last, os);
            case SENT -> sent(last, os);
            case AWAKE -> read(os);
            case FILE_CLOSED -> {
                partIndex++;
                yield error == null ? openNextFile(os) : null;
            }
        };
    }

    private Step step(State next, Step step) {
        state = next;
        return step;
    }

    /** Refuses what has no single schedule, as transmit does: recorded videos together with plain files. */
    private @Nullable Step begin(Syscalls os) {
        long recorded = recordings(os.files()).size();
        long withBytes = request.files().stream()
                .filter(part -> bytesOf(part, os.files()) > 0)
                .count();
        if (recorded > 0 && recorded < withBytes) {
            error = Errno.EINVAL;
            os.probe().transferFailed(client, Errno.EINVAL, os.nowPs());
            return null;
        }
        return openNextFile(os);
    }

    private static long bytesOf(TransferRequest.FilePart part, FileSystem files) {
        return Math.min(part.bytes(), files.file(part.file()).sizeBytes());
    }

    /** Opens the next file that has something to send; null when there is none. */
    private @Nullable Step openNextFile(Syscalls os) {
        while (partIndex < request.files().size()) {
            TransferRequest.FilePart part = request.files().get(partIndex);
            FileSystem.ServerFile file = os.files().file(part.file());
            partBytes = bytesOf(part, os.files());
            offset = 0;
            if (partBytes > 0) {
                return step(State.FILE_OPENED, OpenatCall.open(os, file.name()));
            }
            partIndex++;
        }
        if (!hasStarted) {
            start(os);
        }
        os.probe().transferFinished(client, bytesSent, os.nowPs());
        return null;
    }

    private @Nullable Step fileOpened(SyscallResult last, Syscalls os) {
        Errno failure = last.errno();
        if (failure != null) {
            error = failure;
            os.probe().transferFailed(client, failure, os.nowPs());
            return null;
        }
        descriptor = (int) last.value();
        // A file behind another one is not due at once.
        return schedule == null ? read(os) : step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, schedule.nextPs()));
    }

    private Step read(Syscalls os) {
        int bytes = (int) Math.min(payloadBytes, partBytes - offset);
        return step(State.READ, ReadCall.read(os, descriptor, bytes));
    }

    private Step send(SyscallResult last, Syscalls os) {
        if (!hasStarted) {
            start(os);
        }
        int bytes = (int) last.value();
        long idealPs = schedule == null ? Packet.UNSCHEDULED : schedule.idealPsOfNext(bytes);
        int file = request.files().get(partIndex).file();
        return step(
                State.SENT,
                SendtoCall.send(os, socket, bytes, file, offset, isStrict() ? idealPs : Packet.UNSCHEDULED));
    }

    private Step sent(SyscallResult last, Syscalls os) {
        offset += last.value();
        bytesSent += last.value();
        if (offset == partBytes) {
            return step(State.FILE_CLOSED, CloseCall.close(os, descriptor));
        }
        return schedule == null ? read(os) : step(State.AWAKE, ClockNanosleepCall.sleepUntil(os, schedule.nextPs()));
    }

    /** The clock starts when the first bytes are in the buffer: waiting for the disk before is not jitter. */
    private void start(Syscalls os) {
        hasStarted = true;
        long startPs = os.nowPs();
        schedule = schedule(os.files(), startPs);
        os.transferStarts(client, socket, request.metrics());
    }

    private @Nullable IdealSchedule schedule(FileSystem files, long startPs) {
        List<IdealSchedule.Recording> recordings = recordings(files);
        if (!recordings.isEmpty()) {
            return IdealSchedule.recorded(startPs, recordings);
        }
        FlowMetrics metrics = request.metrics();
        DataRate rate = metrics.maxRate() != null ? metrics.maxRate() : metrics.minRate();
        return rate == null ? null : IdealSchedule.atRate(startPs, rate);
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

    /** Whether the schedule is the client's own wish; a range of rates leaves it to the server. */
    private boolean isStrict() {
        return schedule != null && (schedule.isRecorded() || request.metrics().isStrictlyPaced());
    }

    @Override
    public TransferReply reply() {
        return error == null
                ? TransferReply.completed(bytesSent)
                : TransferReply.refused(error.name(), error.message());
    }
}
