package pacewire.core.units;

/** Amounts of data: bytes in a {@code long}. */
public final class DataSize {
    public static final long KIB = 1024;
    public static final long MIB = 1024 * KIB;

    private DataSize() {}

    /**
     * Reads a size such as {@code "700 MB"} (decimal) or {@code "128 KiB"} (binary).
     *
     * @return bytes
     * @throws UnitException when the text is no whole number of bytes with a unit, or overflows
     */
    public static long parse(String text) {
        return Quantity.SIZE.parse(text);
    }

    /** Writes a size in the largest unit that keeps it short and exact, such as {@code "700 MB"}. */
    public static String format(long bytes) {
        return Quantity.SIZE.format(bytes);
    }
}
