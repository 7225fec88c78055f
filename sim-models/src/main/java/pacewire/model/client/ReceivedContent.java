package pacewire.model.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FileContent;
import pacewire.model.transport.TransferRequest.FilePart;

/**
 * What a client has of the files it asked for: how many different bytes of each, and their digest ({@link FileContent}). Of what
 * comes twice the first counts, as by its place in the file. Content that comes in order is one growing range: nothing is
 * looked up or computed for it.
 */
public final class ReceivedContent {
    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetch}. */
    @SuppressWarnings("UnusedVariable")
    private int firstLine;

    private final List<FilePart> parts;
    /** The range that grows at present: its file and version, and its offsets. */
    private int file;

    private int version;
    private long from;
    private long to;
    /** What came before it, by the file's place in the request; null as long as it is all. */
    private @Nullable FileRanges @Nullable [] settled;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    /** Nothing yet of the files of a request. */
    ReceivedContent(List<FilePart> parts) {
        this.parts = parts;
    }

    /** A piece of a file has come. */
    void received(int newFile, int newVersion, long offset, int bytes) {
        if (offset != to || newFile != file || newVersion != version) {
            settle();
            file = newFile;
            version = newVersion;
            from = offset;
        }
        to = offset + bytes;
    }

    /** Different bytes that came of a file. */
    long bytesOf(int askedFile) {
        return settled == null
                ? ofOnlyRange(askedFile, to - from)
                : ranges(askedFile).bytes();
    }

    /** Digest of the different bytes that came of a file, each as it was when it came first. */
    long digestOf(int askedFile) {
        return settled == null
                ? ofOnlyRange(askedFile, FileContent.digest(file, version, from, to))
                : ranges(askedFile).digest();
    }

    /** Fetches what the next datagram will need into the processor's caches. */
    void prefetch() {
        firstLine = 1;
        lastLine = null;
    }

    private long ofOnlyRange(int askedFile, long value) {
        return askedFile == file ? value : 0;
    }

    /** All that came of a file. */
    private FileRanges ranges(int askedFile) {
        settle();
        from = to;
        return rangesOf(askedFile);
    }

    /** The range does not go on: it joins what came before. */
    private void settle() {
        if (to > from) {
            rangesOf(file).add(file, version, from, to);
        }
    }

    private FileRanges rangesOf(int ofFile) {
        @Nullable FileRanges[] all = settled;
        if (all == null) {
            all = new @Nullable FileRanges[parts.size()];
            settled = all;
        }
        int part = partOf(ofFile);
        FileRanges ranges = all[part];
        if (ranges == null) {
            ranges = new FileRanges();
            all[part] = ranges;
        }
        return ranges;
    }

    private int partOf(int ofFile) {
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).file() == ofFile) {
                return part;
            }
        }
        throw new IllegalArgumentException("file " + ofFile + " was not asked for");
    }
}
