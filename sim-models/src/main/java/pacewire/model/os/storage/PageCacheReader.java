package pacewire.model.os.storage;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Reads files through the page cache: what is not there is read from the disk, a window at a time, and whoever waits is
 * called when it has come. All who want a window that is on its way share one read.
 *
 * <p>Each request also starts the read of the window behind it, as Linux does for a file that is read in order
 * ({@code mm/readahead.c}, "readahead pipelining": entering the last window read submits the next one); the ramp-up of the
 * first windows of a file is left out, so that the first read is of a whole window too.
 */
public final class PageCacheReader {
    private final PageCache cache;
    private final Disk disk;
    /** The read in flight of each window; null: none. */
    private final @Nullable Flight[] flights;

    private final ArrayDeque<Flight> idleFlights = new ArrayDeque<>();
    private final ArrayDeque<Wait> idleWaits = new ArrayDeque<>();
    private final ArrayDeque<Link> idleLinks = new ArrayDeque<>();
    private Disk.Reader completion = this::windowArrived;
    private long waiting;

    public PageCacheReader(PageCache cache, Disk disk) {
        this.cache = cache;
        this.disk = disk;
        flights = new @Nullable Flight[cache.windowCount()];
    }

    /**
     * Asks for a range of a file to use it: one look-up in the page cache. What is missing is read from the disk.
     *
     * @param length at least 1; the range ends within the file
     * @param waiter called once when all of the range has come, in the order of asking; not called when it is there already
     * @return whether all of it is in memory
     */
    public boolean request(int file, long offset, int length, PageWaiter waiter) {
        int last = cache.lastWindowOf(file, offset, length);
        boolean isPresent = cache.lookUp(file, offset, length);
        if (!isPresent) {
            waitForMissing(file, cache.windowAt(file, offset), last, waiter);
        }
        if (!cache.isLastOf(file, last)) {
            startUnlessThere(file, last + 1);
        }
        return isPresent;
    }

    /** Puts something between the disk and this, such as the interrupt that handles its completions; before the first read. */
    public void completeThrough(UnaryOperator<Disk.Reader> handler) {
        completion = handler.apply(this::windowArrived);
    }

    /** Requests whose waiter was not called yet. */
    public long waiting() {
        return waiting;
    }

    private void waitForMissing(int file, int first, int last, PageWaiter waiter) {
        Wait pooled = idleWaits.poll();
        Wait wait = pooled == null ? new Wait() : pooled;
        wait.waiter = waiter;
        waiting++;
        for (int window = first; window <= last; window++) {
            Flight flight = startUnlessThere(file, window);
            if (flight != null) {
                flight.append(link(wait));
                wait.missing++;
            }
        }
    }

    /** The read in flight of a window, started now if need be; null when the window is in memory. */
    private @Nullable Flight startUnlessThere(int file, int window) {
        if (cache.isCached(window)) {
            return null;
        }
        Flight flight = flights[window];
        if (flight == null) {
            flight = takeOff(file, window);
            // Files lie on the disk one behind the other, each from the start of a window.
            disk.read((long) window * PageCache.WINDOW_BYTES, cache.contentBytes(file, window), completion, window);
        }
        return flight;
    }

    private Flight takeOff(int file, int window) {
        Flight pooled = idleFlights.poll();
        Flight flight = pooled == null ? new Flight() : pooled;
        flight.file = file;
        flights[window] = flight;
        return flight;
    }

    private Link link(Wait wait) {
        Link pooled = idleLinks.poll();
        Link link = pooled == null ? new Link() : pooled;
        link.wait = wait;
        return link;
    }

    private void windowArrived(int window, long nowPs) {
        Flight flight = Objects.requireNonNull(flights[window]);
        flights[window] = null;
        cache.insert(flight.file, window);
        // The list is taken off first: whoever is called may ask again, and get this very flight from the pool.
        Link link = flight.first;
        flight.first = null;
        flight.last = null;
        idleFlights.add(flight);
        while (link != null) {
            Link next = link.next;
            arrivedFor(release(link), nowPs);
            link = next;
        }
    }

    private Wait release(Link link) {
        Wait wait = Objects.requireNonNull(link.wait);
        link.wait = null;
        link.next = null;
        idleLinks.add(link);
        return wait;
    }

    private void arrivedFor(Wait wait, long nowPs) {
        wait.missing--;
        if (wait.missing == 0) {
            PageWaiter waiter = Objects.requireNonNull(wait.waiter);
            wait.waiter = null;
            idleWaits.add(wait);
            waiting--;
            waiter.pagesArrived(nowPs);
        }
    }

    /** A window on its way from the disk, and who waits for it, in the order of asking. */
    private static final class Flight {
        private int file;
        private @Nullable Link first;
        private @Nullable Link last;

        void append(Link link) {
            if (last == null) {
                first = link;
            } else {
                last.next = link;
            }
            last = link;
        }
    }

    /** A request in the list of one of the windows that it waits for. */
    private static final class Link {
        private @Nullable Wait wait;
        private @Nullable Link next;
    }

    /** A request and how many of its windows are on their way. */
    private static final class Wait {
        private @Nullable PageWaiter waiter;
        private int missing;
    }
}
