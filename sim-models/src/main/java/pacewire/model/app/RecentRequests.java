package pacewire.model.app;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.TransmitRequest;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.transport.MessageException;
import pacewire.model.transport.TransferRequest;

/**
 * Requests that a server's threads have read lately, and what they asked the kernel for: threads with equal ones share them,
 * so that a million viewers of some films do not keep a million copies.
 */
final class RecentRequests {
    /** More than the files of most scenarios. When full it starts anew: what is in use stays with who uses it. */
    private static final int MOST = 4096;

    private final Map<List<String>, TransferRequest> requests = new HashMap<>();
    /** By the request itself: equal ones are one object, as long as both are remembered. */
    private final IdentityHashMap<TransferRequest, TransmitRequest> arguments = new IdentityHashMap<>();

    /** Reads a request, or finds the equal one that was read before. */
    TransferRequest decode(List<String> message) throws MessageException {
        @Nullable TransferRequest known = requests.get(message);
        if (known != null) {
            return known;
        }
        if (requests.size() == MOST) {
            requests.clear();
        }
        TransferRequest request = TransferRequest.decode(message);
        requests.put(message, request);
        return request;
    }

    /** What {@code transmit} is asked for to answer a request. */
    TransmitRequest argumentsOf(TransferRequest request, FileSystem files) {
        if (arguments.size() == MOST) {
            arguments.clear();
        }
        return arguments.computeIfAbsent(
                request,
                asked -> new TransmitRequest(
                        asked.files().stream()
                                .map(part -> new TransmitRequest.FileRange(
                                        files.file(part.file()).name(), part.bytes()))
                                .toList(),
                        asked.metrics()));
    }
}
