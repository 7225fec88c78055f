package pacewire.model.os;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataSize;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.PageCache;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.os.storage.PageWaiter;
import pacewire.model.os.storage.Readahead;
import pacewire.model.packet.Packet;

/**
 * What a transfer sends, and how far it is: the place of the next datagram to make, and that of the next one whose pages are
 * asked for, which is ahead of it or the same.
 */
final class TransferContent {
    private final List<Extent> extents;
    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link Prefetcher}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    @SuppressWarnings("UnusedVariable")
    private byte middleLine;

    private int extentCount;
    private int extent;
    /** Of the present extent: its file, its length, and the place in it of the next datagram. */
    private int file;

    private long extentBytes;
    private long offset;
    /** Number of the first datagram of the present extent. */
    private long extentFirst;
    /** What the kernel knows of how its files are read; null before a page was missing. */
    private @Nullable Readahead readahead;

    private int askedExtent;
    private long askedOffset;
    private boolean isAllMade;
    /** Where the last extent ends that was cut short. */
    private long cutBytes = Long.MAX_VALUE;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    TransferContent(List<Extent> extents) {
        this.extents = extents;
        extentCount = extents.size();
        isAllMade = extents.isEmpty();
        if (!isAllMade) {
            turnTo(0);
        }
    }

    List<Extent> extents() {
        return extents;
    }

    /** Whether no datagram is left to make. */
    boolean isAllMade() {
        return isAllMade;
    }

    /** Writes into a datagram what it carries, which is the next to make. */
    void describe(Packet packet) {
        packet.payloadBytes = (int) Math.min(Transfer.PAYLOAD_BYTES, extentBytes - offset);
        packet.file = file;
        packet.fileOffset = offset;
    }

    /** Fetches its cache lines, see {@link Prefetcher}. */
    void prefetch() {
        firstLine = 1;
        middleLine = 1;
        lastLine = null;
    }

    /** A datagram was made. */
    void moveOn(int payloadBytes) {
        offset += payloadBytes;
        if (offset == extentBytes) {
            isAllMade = extent + 1 == extentCount;
            if (!isAllMade) {
                extentFirst += datagramsOf(extent);
                turnTo(extent + 1);
            }
        }
    }

    private void turnTo(int newExtent) {
        extent = newExtent;
        file = extents.get(newExtent).file();
        extentBytes = bytesOf(newExtent);
        offset = 0;
    }

    private long bytesOf(int anExtent) {
        long whole = extents.get(anExtent).bytes();
        return anExtent + 1 == extentCount ? Math.min(whole, cutBytes) : whole;
    }

    /** The NIC is done with a datagram that was asked for: its pages are free to go. */
    void unpin(long sequence, PageCache cache) {
        int of = extent;
        long first = extentFirst;
        while (sequence < first) {
            of--;
            first -= datagramsOf(of);
        }
        long start = (sequence - first) * Transfer.PAYLOAD_BYTES;
        boolean isOfPresent = of == extent;
        int itsFile = isOfPresent ? file : extents.get(of).file();
        long end = isOfPresent ? extentBytes : extents.get(of).bytes();
        cache.unpin(itsFile, start, (int) Math.min(Transfer.PAYLOAD_BYTES, end - start));
    }

    private long datagramsOf(int anExtent) {
        return (extents.get(anExtent).bytes() + Transfer.PAYLOAD_BYTES - 1) / Transfer.PAYLOAD_BYTES;
    }

    /** Nothing is left to ask for: what lies behind the datagrams asked for so far is not sent. */
    void endHere() {
        boolean isNothingUnmade = extent == askedExtent && offset == askedOffset;
        if (askedOffset > 0) {
            cutBytes = askedOffset;
            extentCount = askedExtent + 1;
        } else {
            extentCount = askedExtent;
        }
        askedExtent = extentCount;
        askedOffset = 0;
        isAllMade = isNothingUnmade;
        if (extent < extentCount) {
            extentBytes = bytesOf(extent);
        }
    }

    /** Whether the pages of all datagrams have been asked for. */
    boolean isAllAsked() {
        return askedExtent == extentCount;
    }

    /** File of the next datagram to ask for. */
    int askedFile() {
        return askedExtent == extent ? file : extents.get(askedExtent).file();
    }

    /** Its place in the file. */
    long askedOffset() {
        return askedOffset;
    }

    /** Its payload. */
    int askedBytes() {
        return (int) Math.min(Transfer.PAYLOAD_BYTES, askedExtentBytes() - askedOffset);
    }

    /** Asks for the pages of the next datagram to ask for; returns whether they are there, or else calls when they are. */
    boolean requestPages(PageCacheReader pages, PageWaiter waiter) {
        int bytes = askedBytes();
        return pages.isReady(askedFile(), askedOffset, bytes) || fetchPages(pages, bytes, waiter);
    }

    private boolean fetchPages(PageCacheReader pages, int bytes, PageWaiter waiter) {
        Readahead reader = readahead;
        if (reader == null || askedOffset == 0) {
            reader = new Readahead();
            reader.advise(Readahead.Pattern.WHOLE);
            readahead = reader;
        }
        reader.readTo(askedOffset);
        return pages.fetch(reader, askedFile(), askedOffset, bytes, waiter);
    }

    /** Whether a file was cut, so that it does not hold the next datagram to ask for. */
    boolean isCut(FileSystem files) {
        return files.changes() > 0 && askedOffset + askedBytes() > files.sizeOf(askedFile());
    }

    /** A datagram has its pages, which stay until the NIC is done with it. */
    void moveAskedOn(PageCache cache) {
        cache.pin(askedFile(), askedOffset, askedBytes());
        askedOffset += Transfer.PAYLOAD_BYTES;
        if (askedOffset >= askedExtentBytes()) {
            askedExtent++;
            askedOffset = 0;
        }
    }

    /** Length of the extent in which the next datagram to ask for begins: most often the present one. */
    private long askedExtentBytes() {
        return askedExtent == extent ? extentBytes : extents.get(askedExtent).bytes();
    }

    /** What happened to the file whose pages are asked for next, when it is cut. */
    String cutInWords(FileSystem files) {
        FileSystem.ServerFile file = files.file(askedFile());
        return "the file '" + file.name() + "' was cut to " + DataSize.format(file.sizeBytes()) + " while it was sent";
    }
}
