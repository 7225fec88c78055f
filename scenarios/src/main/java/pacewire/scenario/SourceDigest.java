package pacewire.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Tells whether two scenarios are the same, down to every byte of every file that they read. */
final class SourceDigest {
    private SourceDigest() {}

    /** SHA-256 of the resolved scenario and of each file's name and contents, each with its length before it. */
    static String sha256(String resolvedYaml, Map<String, byte[]> files) {
        MessageDigest digest = newDigest();
        update(digest, resolvedYaml.getBytes(StandardCharsets.UTF_8));
        files.forEach((name, contents) -> {
            update(digest, name.getBytes(StandardCharsets.UTF_8));
            update(digest, contents);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
        digest.update(part);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
