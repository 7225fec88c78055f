package pacewire.model.os;

import java.util.BitSet;

import pacewire.model.os.storage.Readahead;

/**
 * A file in the address space of a process. A page is mapped when it is touched first; then those of the same aligned 64 KiB that
 * are in the page cache are mapped with it ({@code fault_around_bytes} in Linux {@code mm/memory.c}, {@code do_fault_around}).
 */
final class Mapping {
    /** Linux's default of {@code fault_around_bytes}. */
    static final int FAULT_AROUND_BYTES = 65_536;

    final int file;
    final Readahead readahead = new Readahead();
    /** Bytes of the file that are mapped, from its beginning. */
    final long length;

    final long address;
    /** Blocks of {@link #FAULT_AROUND_BYTES} that were touched. */
    private final BitSet touched = new BitSet();

    Mapping(int file, long length, long address) {
        this.file = file;
        this.length = length;
        this.address = address;
    }

    boolean holds(long anAddress) {
        return anAddress >= address && anAddress < address + length;
    }

    /** Faults that touching a range takes. */
    int faults(long offset, int bytes) {
        int faults = 0;
        for (int block = block(offset); block <= block(offset + bytes - 1); block++) {
            faults += touched.get(block) ? 0 : 1;
        }
        return faults;
    }

    void touch(long offset, int bytes) {
        touched.set(block(offset), block(offset + bytes - 1) + 1);
    }

    private static int block(long offset) {
        return Math.toIntExact(offset / FAULT_AROUND_BYTES);
    }
}
