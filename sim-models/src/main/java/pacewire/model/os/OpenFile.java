package pacewire.model.os;

import pacewire.model.os.storage.Readahead;

/** A file of the server opened for reading, with its position, and how it is read ahead. */
final class OpenFile implements Descriptor {
    final int file;
    final Readahead readahead = new Readahead();
    long position;

    OpenFile(int file) {
        this.file = file;
    }

    /** Bytes that the file has now: it may have lost its end since it was opened. */
    long size(Kernel kernel) {
        return kernel.parts().files().sizeOf(file);
    }

    @Override
    public void close(Kernel kernel, long nowPs) {
        // A file that was only read has nothing to write back.
    }
}
