package pacewire.model.client;

import java.util.List;

/** The instants of a web server's log, in its order: one client each request. */
public final class RecordedArrivals implements ArrivalProcess {
    private final List<RecordedRequest> requests;
    private int next;

    /** Arrivals of requests sorted by time. */
    public RecordedArrivals(List<RecordedRequest> requests) {
        this.requests = requests;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IndexOutOfBoundsException when the log has no more
     */
    @Override
    public long nextPs() {
        return requests.get(next++).atPs();
    }
}
