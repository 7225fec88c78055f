package pacewire.model.client;

import java.util.List;
import java.util.function.IntToLongFunction;

import pacewire.model.transport.TransferRequest.FilePart;

/** The files of a request as one piece of media, one after the other: finds the place of a byte of a file in it. */
final class RequestedMedia {
    private final List<FilePart> files;
    private final IntToLongFunction fileBytes;
    /** The file that was looked for last, and where it begins: datagrams come file by file. */
    private int index;

    private long start;

    /**
     * The media of a request.
     *
     * @param fileBytes size of a file at the server, for those asked for as a whole
     */
    RequestedMedia(List<FilePart> files, IntToLongFunction fileBytes) {
        this.files = files;
        this.fileBytes = fileBytes;
    }

    /**
     * Where a byte stands in the media.
     *
     * @throws IllegalArgumentException when the file was not asked for
     */
    long positionOf(int file, long offset) {
        for (int tried = 0; tried < files.size(); tried++) {
            if (files.get(index).file() == file) {
                return start + offset;
            }
            moveOn();
        }
        throw new IllegalArgumentException("file " + file + " was not asked for");
    }

    private void moveOn() {
        FilePart part = files.get(index);
        start += part.bytes() == FilePart.WHOLE_FILE ? fileBytes.applyAsLong(part.file()) : part.bytes();
        index++;
        if (index == files.size()) {
            index = 0;
            start = 0;
        }
    }
}
