package pacewire.model.transport;

/** Reads what a {@link CompactWriter} has written, in the same order. */
final class CompactReader {
    private final byte[] bytes;
    private int place;

    CompactReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The next number.
     *
     * @throws IndexOutOfBoundsException behind the last
     */
    long next() {
        long number = 0;
        int shift = 0;
        byte part = bytes[place++];
        while (part < 0) {
            number |= (part & 0x7fL) << shift;
            shift += 7;
            part = bytes[place++];
        }
        return number | (long) part << shift;
    }

    boolean nextFlag() {
        return next() == 1;
    }
}
