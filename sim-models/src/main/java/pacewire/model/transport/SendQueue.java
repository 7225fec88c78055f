package pacewire.model.transport;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * What was written to a connection and is not acknowledged: bytes, and extents of files, in the order of writing. An extent is a
 * place in a file and takes no memory of its own, as the page references of an {@code sk_buff} do not.
 *
 * <p>A segment carries bytes or a part of one extent, never both and never of two, as if each piece ended with MSG_EOR ({@code
 * tcp_skb_can_collapse_to} in {@code include/net/tcp.h}): so a segment is one place in one file for whoever meters it. Linux
 * would fill the last segment of a file with what follows.
 */
final class SendQueue {
    private final ByteQueue bytes = new ByteQueue();
    /** Null as long as there are only bytes, as in most connections for good. */
    private @Nullable Pieces pieces;

    /** All bytes and extents together. */
    int size() {
        return pieces == null ? bytes.size() : pieces.size;
    }

    void add(byte[] added) {
        bytes.add(added, 0, added.length);
        if (pieces != null) {
            pieces.add(Pieces.BYTES, 0, 0, added.length);
        }
    }

    /** Adds a part of a file. */
    void addExtent(int file, int version, long offset, int length) {
        Pieces present = pieces;
        if (present == null) {
            present = new Pieces();
            present.add(Pieces.BYTES, 0, 0, bytes.size());
            pieces = present;
        }
        present.add(file, version, offset, length);
    }

    /** How much of so many bytes, from a distance behind the first, stands in one piece. */
    int contiguous(int from, int length) {
        return pieces == null ? length : Math.min(length, pieces.endOfPieceAt(from) - from);
    }

    /** Puts what stands at a distance behind the first byte into a segment, as much as its payload says; not more than is contiguous. */
    void fill(Packet segment, int from) {
        int length = segment.payloadBytes;
        Pieces present = pieces;
        if (present == null) {
            segment.content = copy(from, length);
            return;
        }
        int index = present.pieceAt(from);
        if (present.files[index] == Pieces.BYTES) {
            segment.content = copy(present.bytesBefore(index) + from - present.start, length);
        } else {
            segment.content = null;
            segment.file = present.files[index];
            segment.fileVersion = present.versions[index];
            segment.fileOffset = present.offsets[index] + from - present.start;
        }
    }

    private byte[] copy(int from, int length) {
        byte[] copied = new byte[length];
        bytes.copy(from, copied, 0, length);
        return copied;
    }

    /** Drops the first so many bytes. */
    void drop(int length) {
        bytes.drop(pieces == null ? length : pieces.drop(length));
    }

    /** A ring of pieces. */
    private static final class Pieces {
        private static final int BYTES = -1;
        private static final int FIRST_CAPACITY = 8;

        private int[] files = new int[FIRST_CAPACITY];
        private int[] versions = new int[FIRST_CAPACITY];
        private long[] offsets = new long[FIRST_CAPACITY];
        private int[] lengths = new int[FIRST_CAPACITY];
        private int head;
        private int count;
        private int size;
        /** Of the piece that was looked for last: where it begins, behind the first byte of all. */
        private int start;

        private void add(int file, int version, long offset, int length) {
            if (length == 0) {
                return;
            }
            size += length;
            int last = (head + count - 1) & (files.length - 1);
            boolean isSame = count > 0 && files[last] == file && versions[last] == version;
            if (isSame && (file == BYTES || offsets[last] + lengths[last] == offset)) {
                lengths[last] += length;
                return;
            }
            if (count == files.length) {
                grow();
            }
            int index = (head + count++) & (files.length - 1);
            files[index] = file;
            versions[index] = version;
            offsets[index] = offset;
            lengths[index] = length;
        }

        private int pieceAt(int from) {
            int index = head;
            start = 0;
            while (start + lengths[index] <= from) {
                start += lengths[index];
                index = (index + 1) & (files.length - 1);
            }
            return index;
        }

        private int endOfPieceAt(int from) {
            int index = pieceAt(from);
            return start + lengths[index];
        }

        /** Bytes, not of files, that stand before a piece. */
        private int bytesBefore(int index) {
            int before = 0;
            for (int i = head; i != index; i = (i + 1) & (files.length - 1)) {
                before += files[i] == BYTES ? lengths[i] : 0;
            }
            return before;
        }

        /** Returns how many of those dropped were bytes, not of files. */
        private int drop(int length) {
            int left = length;
            int droppedBytes = 0;
            size -= length;
            while (left > 0) {
                int dropped = Math.min(left, lengths[head]);
                droppedBytes += files[head] == BYTES ? dropped : 0;
                left -= dropped;
                offsets[head] += dropped;
                lengths[head] -= dropped;
                if (lengths[head] == 0) {
                    head = (head + 1) & (files.length - 1);
                    count--;
                }
            }
            return droppedBytes;
        }

        private void grow() {
            int capacity = files.length;
            rotate();
            files = Arrays.copyOf(files, 2 * capacity);
            versions = Arrays.copyOf(versions, 2 * capacity);
            offsets = Arrays.copyOf(offsets, 2 * capacity);
            lengths = Arrays.copyOf(lengths, 2 * capacity);
        }

        /** Brings the first piece to the front of the arrays; only when they are full. */
        private void rotate() {
            int capacity = files.length;
            int[] newFiles = new int[capacity];
            int[] newVersions = new int[capacity];
            long[] newOffsets = new long[capacity];
            int[] newLengths = new int[capacity];
            for (int i = 0; i < capacity; i++) {
                int from = (head + i) & (capacity - 1);
                newFiles[i] = files[from];
                newVersions[i] = versions[from];
                newOffsets[i] = offsets[from];
                newLengths[i] = lengths[from];
            }
            files = newFiles;
            versions = newVersions;
            offsets = newOffsets;
            lengths = newLengths;
            head = 0;
        }
    }
}
