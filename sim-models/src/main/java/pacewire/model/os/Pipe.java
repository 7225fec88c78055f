package pacewire.model.os;

import pacewire.model.os.storage.PageCache;

/** A pipe that holds references to pages of files, as {@code splice} puts them there, which keep them in memory; and its two ends. */
final class Pipe {
    static final int PAGE_BYTES = 4096;

    /** Pages that a pipe holds ({@code PIPE_DEF_BUFFERS} in Linux {@code include/linux/pipe_fs_i.h}). */
    private static final int CAPACITY = 16;

    private final int[] files = new int[CAPACITY];
    private final long[] offsets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    /** Bytes of each slot when they came, whose page is pinned. */
    private final int[] pinned = new int[CAPACITY];

    private final PageCache cache;
    private int head;
    private int count;
    /** Threads that wait for pages to come, and for room. */
    final WaitQueue readers = new WaitQueue();

    final WaitQueue writers = new WaitQueue();
    private boolean isReaderOpen = true;
    private boolean isWriterOpen = true;

    Pipe(PageCache cache) {
        this.cache = cache;
    }

    /** One end of a pipe. */
    static final class End implements Descriptor {
        final Pipe pipe;
        final boolean isForReading;
        private boolean isNonBlocking;

        End(Pipe pipe, boolean isForReading) {
            this.pipe = pipe;
            this.isForReading = isForReading;
        }

        boolean waits() {
            return !isNonBlocking;
        }

        @Override
        public boolean isNonBlocking() {
            return isNonBlocking;
        }

        @Override
        public void setNonBlocking(boolean newValue) {
            isNonBlocking = newValue;
        }

        @Override
        public void close(Kernel kernel, long nowPs) {
            if (isForReading) {
                pipe.isReaderOpen = false;
                pipe.writers.wakeAll(kernel, nowPs);
            } else {
                pipe.isWriterOpen = false;
                pipe.readers.wakeAll(kernel, nowPs);
            }
            if (!pipe.isReaderOpen && !pipe.isWriterOpen) {
                pipe.empty();
            }
        }
    }

    /** Pages that a range of a file touches. */
    static int pagesOf(long offset, int length) {
        return length == 0 ? 0 : (int) ((offset + length - 1) / PAGE_BYTES - offset / PAGE_BYTES) + 1;
    }

    boolean isReaderOpen() {
        return isReaderOpen;
    }

    boolean isWriterOpen() {
        return isWriterOpen;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Bytes from a place in a file, at most so many, that have room. */
    int room(long offset, int most) {
        if (isFull()) {
            return 0;
        }
        long end = (offset / PAGE_BYTES + CAPACITY - count) * PAGE_BYTES;
        return (int) Math.min(most, end - offset);
    }

    /** Takes references to a range of a file that has room. */
    void put(int file, long offset, int length) {
        long place = offset;
        long end = offset + length;
        while (place < end) {
            long pageEnd = Math.min(end, (place / PAGE_BYTES + 1) * PAGE_BYTES);
            int slot = (head + count++) % CAPACITY;
            files[slot] = file;
            offsets[slot] = place;
            lengths[slot] = (int) (pageEnd - place);
            pinned[slot] = lengths[slot];
            cache.pin(file, place, lengths[slot]);
            place = pageEnd;
        }
    }

    /** Bytes at the head that follow one another in one file, at most so many. */
    int contiguous(int most) {
        int length = 0;
        for (int i = 0; i < count && length < most; i++) {
            int slot = (head + i) % CAPACITY;
            if (files[slot] != files[head] || offsets[slot] != offsets[head] + length) {
                break;
            }
            length += lengths[slot];
        }
        return Math.min(length, most);
    }

    int file() {
        return files[head];
    }

    long offset() {
        return offsets[head];
    }

    /** Nobody will read what is left. */
    private void empty() {
        while (!isEmpty()) {
            take(lengths[head]);
        }
    }

    /** Takes bytes out at the head. */
    void take(int length) {
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, lengths[head]);
            offsets[head] += taken;
            lengths[head] -= taken;
            left -= taken;
            if (lengths[head] == 0) {
                cache.unpin(files[head], offsets[head] - pinned[head], pinned[head]);
                head = (head + 1) % CAPACITY;
                count--;
            }
        }
    }
}
