package pacewire.model.transport;

/** Bytes, first in, first out, in a ring that grows as needed. */
final class ByteQueue {
    private byte[] ring = new byte[0];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(byte[] bytes, int offset, int length) {
        if (size + length > ring.length) {
            grow(size + length);
        }
        int tail = (head + size) % ring.length;
        int beforeWrap = Math.min(length, ring.length - tail);
        System.arraycopy(bytes, offset, ring, tail, beforeWrap);
        System.arraycopy(bytes, offset + beforeWrap, ring, 0, length - beforeWrap);
        size += length;
    }

    /** Copies bytes from a distance behind the first, without taking them. */
    void copy(int from, byte[] target, int offset, int length) {
        if (from + length > size) {
            throw new IllegalArgumentException("bytes " + from + " to " + (from + length) + " of " + size);
        }
        if (length == 0) {
            return;
        }
        int start = (head + from) % ring.length;
        int beforeWrap = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, target, offset, beforeWrap);
        System.arraycopy(ring, 0, target, offset + beforeWrap, length - beforeWrap);
    }

    /** Drops the first so many bytes. */
    void drop(int length) {
        if (length > size) {
            throw new IllegalArgumentException(length + " bytes of " + size);
        }
        size -= length;
        head = size == 0 ? 0 : (head + length) % ring.length;
    }

    private void grow(int needed) {
        byte[] larger = new byte[Math.max(needed, Math.max(256, 2 * ring.length))];
        copy(0, larger, 0, size);
        ring = larger;
        head = 0;
    }
}
