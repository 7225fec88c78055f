package pacewire.model.os;

/** What {@code fstat} fills in. */
public final class FileStatus {
    private String type = "0";
    private long sizeBytes;

    void set(Descriptor descriptor, Kernel kernel) {
        if (descriptor instanceof OpenFile file) {
            type = "S_IFREG|0644";
            sizeBytes = file.size(kernel);
        } else {
            type = descriptor instanceof Pipe.End ? "S_IFIFO|0600" : "S_IFSOCK|0777";
            sizeBytes = 0;
        }
    }

    /** Length of a file; 0 of what is none. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** As strace prints it. */
    @Override
    public String toString() {
        return "{st_mode=" + type + ", st_size=" + sizeBytes + ", ...}";
    }
}
