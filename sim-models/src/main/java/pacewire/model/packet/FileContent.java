package pacewire.model.packet;

/**
 * What files hold, without a byte of it: the 64-bit digest of a range of a file in one of its versions. Digests of ranges that
 * do not overlap add up (modulo 2^64) to the digest of all of them, in whichever order and in whichever pieces they came: that
 * of [a, b) is P(b) - P(a), where P scatters file, version and place over all 64 bits. So a range that is missing, that came
 * twice, or that is of another version, file or place, changes the sum, but for one chance in 2^64.
 *
 * <p>P is an output of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): its
 * increment, and as its finalizer David Stafford's variant 13 of MurmurHash3's. Not a cryptographic hash.
 */
public final class FileContent {
    private static final long INCREMENT = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER_1 = 0xBF58476D1CE4E5B9L;
    private static final long MULTIPLIER_2 = 0x94D049BB133111EBL;

    private FileContent() {}

    /**
     * Digest of a range of a file.
     *
     * @param file its number at the server, at least 0
     * @param version how often it was written anew before, see {@link Packet#fileVersion}
     * @param from offset of the first byte, at least 0
     * @param to offset behind the last byte, at least {@code from}
     */
    public static long digest(int file, int version, long from, long to) {
        long key = mix((((long) version << Integer.SIZE) | file) * INCREMENT + INCREMENT);
        return at(key, to) - at(key, from);
    }

    private static long at(long key, long offset) {
        return mix(key + offset * INCREMENT);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * MULTIPLIER_1;
        mixed = (mixed ^ (mixed >>> 27)) * MULTIPLIER_2;
        return mixed ^ (mixed >>> 31);
    }
}
