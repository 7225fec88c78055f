package pacewire.model.transport;

import java.util.Arrays;

/**
 * Writes numbers one behind the other, in as few bytes as they need: seven bits a byte, lowest first, the eighth saying that
 * more follow (LEB128, as in the DWARF standard, section 7.6). {@link CompactReader} reads them in the same order.
 */
final class CompactWriter {
    /** Ten bytes hold any long. */
    private static final int MOST_BYTES = 10;

    private byte[] bytes = new byte[64];
    private int size;

    /** Writes any number; small ones that are not negative take the least room. */
    void put(long number) {
        if (size + MOST_BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    void put(boolean flag) {
        put(flag ? 1 : 0);
    }

    /** All that was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
