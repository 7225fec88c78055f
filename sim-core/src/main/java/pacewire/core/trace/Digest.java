package pacewire.core.trace;

/**
 * A rolling 64-bit hash of a sequence of longs: two runs with equal digests took, as good as certainly, the same course.
 * It depends on the order, tells sequences of different lengths apart, and allocates nothing.
 *
 * <p>Each long goes through the 8-byte step of XXH64 and the value through its final avalanche (Collet, "xxHash fast digest
 * algorithm", specification 0.1.1, section "XXH64", steps 5 and 6). Unlike XXH64 the length is added at the end, because a
 * run does not know it at the start. Not a cryptographic hash.
 */
public final class Digest {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private long state = PRIME_5;
    private long length;

    /** Takes the next long of the sequence. */
    public void update(long value) {
        long lane = Long.rotateLeft(value * PRIME_2, 31) * PRIME_1;
        state = Long.rotateLeft(state ^ lane, 27) * PRIME_1 + PRIME_4;
        length++;
    }

    /** The hash of what was taken so far; more may follow. */
    public long value() {
        long hash = state + length * Long.BYTES;
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    /** The value as 16 hexadecimal digits. */
    public String toHex() {
        String digits = Long.toHexString(value());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
