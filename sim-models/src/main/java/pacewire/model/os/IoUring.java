package pacewire.model.os;

/** What {@code io_uring_setup} makes: the kernel's end of a {@link SubmissionRing}. */
final class IoUring implements Descriptor {
    private final int entries;

    IoUring(int entries) {
        this.entries = entries;
    }

    /** Entries of the submission queue; the completion queue has twice as many. */
    int entries() {
        return entries;
    }

    @Override
    public void close(Kernel kernel, long nowPs) {
        // Every entry is complete when io_uring_enter returns.
    }
}
