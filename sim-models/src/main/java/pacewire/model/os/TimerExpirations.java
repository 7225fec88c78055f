package pacewire.model.os;

/** Where {@code read} puts how often a timer has expired. */
public final class TimerExpirations {
    private long expirations;

    void fill(long newExpirations) {
        expirations = newExpirations;
    }

    /** As the last read said; 0 before. */
    public long expirations() {
        return expirations;
    }

    void clear() {
        expirations = 0;
    }

    /** The eight bytes, the lowest first, as strace quotes them in octal; nothing when nothing was read. */
    @Override
    public String toString() {
        if (expirations == 0) {
            return "\"\"";
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Long.BYTES; i++) {
            text.append('\\').append(Long.toOctalString((expirations >>> (Byte.SIZE * i)) & 0xff));
        }
        return text.append('"').toString();
    }
}
