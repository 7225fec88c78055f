package pacewire.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreamFamily;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.Client;
import pacewire.model.client.FileChoice;
import pacewire.model.client.Playout;
import pacewire.model.client.PlayoutBuffer;
import pacewire.model.client.RecordedRequest;
import pacewire.model.os.IdealSchedule;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.topology.ClientPlan;
import pacewire.model.transport.TransferRequest;

/** What the clients of a scenario's group will do. */
final class GroupPlan implements ClientPlan {
    private final Scenario.ClientGroup group;
    private final FileSystem files;
    private final RandomStreamFamily choices;
    private final ArrivalProcess arrivals;
    private final @Nullable FileChoice choice;
    /** Requests for the same files are one object: many clients, few different requests. */
    private final Map<List<TransferRequest.FilePart>, TransferRequest> requests = new HashMap<>();

    GroupPlan(Scenario.ClientGroup group, FileSystem files, RandomStreams streams, ArrivalProcess arrivals) {
        this.group = group;
        this.files = files;
        this.choices = streams.family("clients/" + group.name(), "files");
        this.arrivals = arrivals;
        Scenario.Requests wished = group.requests();
        choice = group.arrivals() instanceof Scenario.Arrivals.AccessLog
                ? null
                : new FileChoice(wished.files(), wished.perRequest(), wished.bytesPerFile());
    }

    @Override
    public int count() {
        return group.count();
    }

    @Override
    public ArrivalProcess arrivals() {
        return arrivals;
    }

    @Override
    public TransferRequest request(int number) {
        return requests.computeIfAbsent(
                parts(number),
                parts -> new TransferRequest(
                        Client.UDP_PORT, parts, group.requests().metrics()));
    }

    private List<TransferRequest.FilePart> parts(int number) {
        if (choice != null) {
            return choice.draw(choices.stream(number));
        }
        Scenario.Arrivals.AccessLog log = (Scenario.Arrivals.AccessLog) group.arrivals();
        RecordedRequest recorded = log.requests().get(number);
        return List.of(new TransferRequest.FilePart(recorded.file(), recorded.bytes()));
    }

    @Override
    public @Nullable Playout playout(TransferRequest request) {
        Scenario.Playout playout = group.playout();
        if (playout == null) {
            return null;
        }
        long totalBytes = request.files().stream().mapToLong(this::bytesOf).sum();
        DataRate rate = playout.rate();
        PlayoutBuffer buffer = rate != null
                ? PlayoutBuffer.atRate(rate, playout.bufferPs(), totalBytes)
                : new PlayoutBuffer(recordedMedia(request), playout.bufferPs(), totalBytes);
        // What was asked for is as long as the files were at first, whatever a fault does to them later.
        return new Playout(buffer, request, file -> files.statesOf(file).get(0).bytes());
    }

    private long bytesOf(TransferRequest.FilePart part) {
        return Math.min(part.bytes(), files.file(part.file()).sizeBytes());
    }

    /** Media time of the first so many bytes of recorded videos, one behind the other. */
    private RecordedMedia recordedMedia(TransferRequest request) {
        return new RecordedMedia(request.files().stream()
                .map(part -> {
                    FrameTrace frames = files.file(part.file()).frames();
                    if (frames == null) {
                        throw new IllegalArgumentException("a playout without a rate needs recorded videos");
                    }
                    return new IdealSchedule.Recording(frames, bytesOf(part));
                })
                .toList());
    }
}
