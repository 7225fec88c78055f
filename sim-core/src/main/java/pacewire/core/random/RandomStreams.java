package pacewire.core.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * Issues the random streams of one run by name, such as {@code "clients/viewers/17/arrivals"}. What a stream yields
 * depends on the seed and on its own name only, so that two runs that differ elsewhere draw the same numbers here.
 */
public final class RandomStreams {
    /** The state of xoshiro256++: four 64-bit words, which is exactly one SHA-256. */
    private static final int STATE_WORDS = 4;

    private final long seed;
    private final Set<String> issued = new HashSet<>();

    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /**
     * The stream with a name, at its beginning.
     *
     * @throws IllegalStateException when the name was issued before: two owners would draw the same numbers
     */
    public RandomStream stream(String name) {
        if (!issued.add(name)) {
            throw new IllegalStateException("the random stream '" + name + "' was issued before");
        }
        return RandomStream.fromState(stateOf(name));
    }

    /**
     * The streams of many owners that are numbered: {@code family("clients/viewers", "files").stream(17)} is the stream with the
     * name {@code "clients/viewers/17/files"}. It takes no memory for each name issued, since numbers ascend.
     *
     * @throws IllegalStateException when the family was issued before
     */
    public RandomStreamFamily family(String owners, String purpose) {
        if (!issued.add(owners + "/#/" + purpose)) {
            throw new IllegalStateException(
                    "the random streams '" + purpose + "' of '" + owners + "' were issued before");
        }
        return new RandomStreamFamily(owners, purpose, name -> RandomStream.fromState(stateOf(name)));
    }

    /** Whether any stream was issued: whether somebody can draw random numbers. */
    public boolean hasIssuedAny() {
        return !issued.isEmpty();
    }

    /** SHA-256 over the seed (8 bytes, big-endian) and the name in UTF-8, read as big-endian words. */
    private long[] stateOf(String name) {
        MessageDigest sha256 = sha256();
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
        long[] state = new long[STATE_WORDS];
        digest.asLongBuffer().get(state);
        return state;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256 (see MessageDigest)", impossible);
        }
    }
}
