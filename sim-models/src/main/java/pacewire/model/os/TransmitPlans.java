package pacewire.model.os;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.storage.FileSystem;
import pacewire.model.packet.TrafficEnvelope;

/** What the requests of {@code transmit} come to, worked out once for equal ones, whose transfers share it. */
final class TransmitPlans {
    /** More than the files of most scenarios. When full it starts anew: what is in use stays with the transfers. */
    private static final int MOST = 4096;

    private final FileSystem files;
    private final Map<TransmitRequest, Plan> plans = new HashMap<>();
    /** Changes of the files that the plans know of. */
    private int changes;

    /**
     * What a request comes to.
     *
     * @param extents what is sent: empty files and ranges have none
     * @param isValid whether the metrics can be meant for these files
     * @param envelope what the transfer can offer and must be guaranteed; null when nothing is
     */
    record Plan(
            List<Extent> extents, boolean isValid, @Nullable TrafficEnvelope envelope) {}

    TransmitPlans(FileSystem files) {
        this.files = files;
    }

    /** The plan of a request whose files are all there. */
    Plan of(TransmitRequest request) {
        if (changes != files.changes()) {
            changes = files.changes();
            plans.clear();
        }
        Plan known = plans.get(request);
        if (known != null) {
            return known;
        }
        if (plans.size() == MOST) {
            plans.clear();
        }
        Plan made = make(request);
        plans.put(request, made);
        return made;
    }

    private Plan make(TransmitRequest request) {
        List<Extent> extents = extents(request);
        boolean isValid = TransmitMetrics.areValid(files, extents, request.metrics());
        TrafficEnvelope envelope =
                isValid && !extents.isEmpty() ? TransmitMetrics.envelope(files, extents, request.metrics()) : null;
        return new Plan(extents, isValid, envelope);
    }

    private List<Extent> extents(TransmitRequest request) {
        List<Extent> extents = new ArrayList<>();
        for (TransmitRequest.FileRange range : request.files()) {
            int file = files.find(range.path()).orElseThrow();
            long bytes = Math.min(range.bytes(), files.file(file).sizeBytes());
            if (bytes > 0) {
                extents.add(new Extent(file, bytes));
            }
        }
        return List.copyOf(extents);
    }
}
