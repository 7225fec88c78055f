package pacewire.model.os;

/** A file of the server opened for reading, with its position. */
final class OpenFile implements Descriptor {
    final int file;
    final long size;
    long position;

    OpenFile(int file, long size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public void close(Kernel kernel, long nowPs) {
        // A file that was only read has nothing to write back.
    }
}
