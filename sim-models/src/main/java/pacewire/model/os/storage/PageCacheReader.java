package pacewire.model.os.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataSize;

/**
 * Reads files through the page cache: what is not there is read from the disk, with as much ahead as {@link Readahead} says, and
 * whoever waits is called when it has come. All who want a page that is on its way share one read.
 */
public final class PageCacheReader {
    /** Linux: {@code VM_READAHEAD_PAGES} in {@code include/linux/mm.h}, the default of {@code read_ahead_kb}. */
    public static final long DEFAULT_READAHEAD_BYTES = 128 * DataSize.KIB;

    /** 512 KiB: an estimate of the largest request that Linux makes of a disk ({@code max_sectors_kb}: 128 to 1280). */
    private static final int MOST_PAGES_OF_A_READ = 128;

    private final PageCache cache;
    private final Disk disk;
    private final long readaheadPages;
    /** The reads in flight of each window, the latest first; null: none. */
    private final @Nullable Flight[] flights;
    /** The first flight of each read, by the tag of the read. */
    private final List<@Nullable Flight> reads = new ArrayList<>();

    private final ArrayDeque<Integer> idleTags = new ArrayDeque<>();
    private final ArrayDeque<Flight> idleFlights = new ArrayDeque<>();
    private final ArrayDeque<Wait> idleWaits = new ArrayDeque<>();
    private final ArrayDeque<Link> idleLinks = new ArrayDeque<>();
    private Disk.Reader completion = this::readArrived;
    private Landing landing = (firstPage, pages) -> {};
    private long waiting;

    /** Is told of pages that the disk has brought. */
    @FunctionalInterface
    public interface Landing {
        /**
         * Some of 32 pages have come.
         *
         * @param firstPage of the 32, as {@link PageCache#pageNumber} counts
         * @param pages a bit each
         */
        void landed(long firstPage, int pages);
    }

    /** Reads ahead as far as Linux does by default. */
    public PageCacheReader(PageCache cache, Disk disk) {
        this(cache, disk, DEFAULT_READAHEAD_BYTES);
    }

    /**
     * Reads through a cache.
     *
     * @param readaheadBytes how far to read ahead at most; 0: not at all. Whole pages count
     */
    public PageCacheReader(PageCache cache, Disk disk, long readaheadBytes) {
        this.cache = cache;
        this.disk = disk;
        this.readaheadPages = readaheadBytes / PageCache.PAGE_BYTES;
        flights = new @Nullable Flight[cache.windowCount()];
    }

    /** The cache that it reads through. */
    public PageCache cache() {
        return cache;
    }

    /**
     * Asks for a range of a file to use it: one look-up in the page cache. What is missing is read from the disk.
     *
     * @param reader what the kernel knows of who reads
     * @param length at least 1; the range ends within the file
     * @param waiter called once when all of the range has come, in the order of asking; not called when it is there already
     * @return whether all of it is in memory
     */
    public boolean request(Readahead reader, int file, long offset, int length, PageWaiter waiter) {
        boolean isPresent = isReady(file, offset, length) || fetch(reader, file, offset, length, waiter);
        reader.readTo(offset + length);
        return isPresent;
    }

    /**
     * The first half of {@link #request}, which is most often all of it: looks a range up.
     *
     * @return whether all of it is in memory, and its use starts no read; else {@link #fetch} is to follow
     */
    public boolean isReady(int file, long offset, int length) {
        return cache.lookUp(file, offset, length) && !hasMark(file, offset, length);
    }

    private boolean hasMark(int file, long offset, int length) {
        long last = PageCache.pageOf(offset + length - 1);
        return cache.markedIn(file, PageCache.pageOf(offset), last) <= last;
    }

    /** The second half of {@link #request}: reads what is missing, and what is due to be read ahead. */
    public boolean fetch(Readahead reader, int file, long offset, int length, PageWaiter waiter) {
        long first = PageCache.pageOf(offset);
        long last = PageCache.pageOf(offset + length - 1);
        Wait wait = null;
        for (long page = first; page <= last; page++) {
            if (cache.isMarked(file, page)) {
                readOn(reader, file, page, last - page + 1);
            }
            if (cache.isCached(file, page)) {
                continue;
            }
            Flight flight = flightOf(file, page);
            if (flight == null) {
                reader.missed(page, last - page + 1, readaheadPages);
                readWindow(reader, file);
                // A window that goes on behind the page, which was evicted, does not hold it: it is read by itself.
                readMissing(file, page, page, Flight.NO_MARK);
                flight = Objects.requireNonNull(flightOf(file, page));
            } else if (flight.mark == page) {
                flight.mark = Flight.NO_MARK;
                readOn(reader, file, page, last - page + 1);
            }
            wait = wait == null ? newWait(waiter) : wait;
            waitFor(flight, wait);
        }
        return wait == null;
    }

    /**
     * Asks for the page of a mapping that is missing; like {@link #request} but for how much is read around it.
     *
     * @return whether it is in memory
     */
    public boolean requestForFault(Readahead reader, int file, long offset, PageWaiter waiter) {
        long page = PageCache.pageOf(offset);
        if (!cache.isCached(file, page) && flightOf(file, page) == null) {
            reader.faulted(page, readaheadPages);
            readWindow(reader, file);
        }
        return request(reader, file, offset, 1, waiter);
    }

    /** Whether a page is on its way from the disk. */
    public boolean isComing(int file, long offset) {
        return flightOf(file, PageCache.pageOf(offset)) != null;
    }

    /**
     * Reads what is missing of a range, and has nobody wait for it ({@code POSIX_FADV_WILLNEED}).
     *
     * @return how many reads of the disk that are
     */
    public int populate(int file, long offset, long length) {
        long last = PageCache.pageOf(offset + length - 1);
        return readMissing(file, PageCache.pageOf(offset), last, Flight.NO_MARK);
    }

    /** Puts something between the disk and this, such as the interrupt that handles its completions; before the first read. */
    public void completeThrough(UnaryOperator<Disk.Reader> handler) {
        completion = handler.apply(this::readArrived);
    }

    /** Tells somebody of all pages that come; before the first read. */
    public void tellOfLandings(Landing newLanding) {
        landing = newLanding;
    }

    /** Requests whose waiter was not called yet. */
    public long waiting() {
        return waiting;
    }

    /** A marked page is used: the next window is read while what is cached of this one is. */
    private void readOn(Readahead reader, int file, long page, long pages) {
        cache.unmark(file, page);
        if (reader.passedMark(page, pages, readaheadPages, firstMissing(file, page + 1))) {
            readWindow(reader, file);
        }
    }

    /** The first page from one on that is neither cached nor on its way; at most the greatest window behind it. */
    private long firstMissing(int file, long page) {
        long missing = page;
        while (missing <= page + 2 * readaheadPages
                && missing < cache.pageCount(file)
                && (cache.isCached(file, missing) || flightOf(file, missing) != null)) {
            missing++;
        }
        return missing;
    }

    private void readWindow(Readahead reader, int file) {
        long end = Math.min(reader.end(), cache.pageCount(file));
        long endOfFirst = Math.min(reader.endOfFirst(), end);
        readMissing(file, reader.start(), endOfFirst - 1, reader.mark());
        readMissing(file, endOfFirst, end - 1, reader.mark());
    }

    /** Reads each run of pages that are neither cached nor on their way; returns how many reads those are. */
    private int readMissing(int file, long first, long last, long mark) {
        int reads = 0;
        long from = first;
        for (long page = first; page <= last + 1; page++) {
            boolean isEnd = page > last || cache.isCached(file, page) || flightOf(file, page) != null;
            if ((isEnd || page - from == MOST_PAGES_OF_A_READ) && page > from) {
                read(file, from, page - 1, mark);
                reads++;
                from = page;
            }
            if (isEnd) {
                from = page + 1;
            }
        }
        return reads;
    }

    /** One read of the disk, whose parts are of one window each. */
    private void read(int file, long first, long last, long mark) {
        Flight firstPart = null;
        Flight before = null;
        for (long page = first; page <= last; page = PageCache.behindWindowOf(page)) {
            Flight part = takeOff(cache.windowOf(file, page), PageCache.pagesOf(page, last));
            boolean holdsMark = mark >= page && mark <= last && mark < PageCache.behindWindowOf(page);
            part.mark = holdsMark ? mark : Flight.NO_MARK;
            part.file = file;
            if (before == null) {
                firstPart = part;
            } else {
                before.nextPart = part;
            }
            before = part;
        }
        int tag = newTag(Objects.requireNonNull(firstPart));
        long offset = first * PageCache.PAGE_BYTES;
        long bytes = Math.min((last + 1) * PageCache.PAGE_BYTES, cache.sizeOf(file)) - offset;
        // Files lie on the disk one behind the other, each from the start of a window.
        long place = (long) cache.windowOf(file, 0) * PageCache.WINDOW_BYTES + offset;
        disk.read(place, Math.toIntExact(bytes), completion, tag);
    }

    private int newTag(Flight firstPart) {
        Integer idle = idleTags.poll();
        if (idle == null) {
            reads.add(firstPart);
            return reads.size() - 1;
        }
        reads.set(idle, firstPart);
        return idle;
    }

    private Flight takeOff(int window, int pages) {
        Flight pooled = idleFlights.poll();
        Flight flight = pooled == null ? new Flight() : pooled;
        flight.window = window;
        flight.pages = pages;
        flight.nextInWindow = flights[window];
        flights[window] = flight;
        return flight;
    }

    private @Nullable Flight flightOf(int file, long page) {
        Flight flight = flights[cache.windowOf(file, page)];
        while (flight != null && (flight.pages & PageCache.pagesOf(page, page)) == 0) {
            flight = flight.nextInWindow;
        }
        return flight;
    }

    private Wait newWait(PageWaiter waiter) {
        Wait pooled = idleWaits.poll();
        Wait wait = pooled == null ? new Wait() : pooled;
        wait.waiter = waiter;
        waiting++;
        return wait;
    }

    /** A request waits once for each part, however many pages of it it wants: those of a part come together. */
    private void waitFor(Flight flight, Wait wait) {
        if (flight.last == null || flight.last.wait != wait) {
            Link pooled = idleLinks.poll();
            Link link = pooled == null ? new Link() : pooled;
            link.wait = wait;
            flight.append(link);
            wait.missing++;
        }
    }

    private void readArrived(int tag, long nowPs) {
        Flight part = reads.set(tag, null);
        idleTags.add(tag);
        while (part != null) {
            Flight next = part.nextPart;
            part.nextPart = null;
            partArrived(part, nowPs);
            part = next;
        }
    }

    private void partArrived(Flight flight, long nowPs) {
        land(flight);
        cache.insert(flight.window, flight.pages);
        landing.landed((long) flight.window * PageCache.WINDOW_PAGES, flight.pages);
        if (flight.mark != Flight.NO_MARK) {
            cache.mark(flight.file, flight.mark);
        }
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

    /** Takes a flight out of the list of its window. */
    private void land(Flight flight) {
        Flight other = flights[flight.window];
        if (other == flight) {
            flights[flight.window] = flight.nextInWindow;
        } else {
            while (Objects.requireNonNull(other).nextInWindow != flight) {
                other = other.nextInWindow;
            }
            other.nextInWindow = flight.nextInWindow;
        }
        flight.nextInWindow = null;
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

    /** Pages of a window on their way from the disk, and who waits for them, in the order of asking. */
    private static final class Flight {
        private static final long NO_MARK = -1;

        private int file;
        private int window;
        private int pages;
        /** The page of them whose use starts the next read ahead. */
        private long mark = NO_MARK;

        private @Nullable Flight nextPart;
        private @Nullable Flight nextInWindow;
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

    /** A request in the list of one of the parts that it waits for. */
    private static final class Link {
        private @Nullable Wait wait;
        private @Nullable Link next;
    }

    /** A request and how many of the parts that it waits for are on their way. */
    private static final class Wait {
        private @Nullable PageWaiter waiter;
        private int missing;
    }
}
