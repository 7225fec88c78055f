package pacewire.model.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into messages: lines of UTF-8 text that end in a line feed, the message ending in an empty line. Bytes
 * may come in pieces of any size; a piece may hold the end of one message and the start of the next.
 */
public final class MessageLines {
    /** Longest message: a request for some 40,000 files. Longer is an error, not a reason to hold ever more. */
    public static final int LARGEST_MESSAGE_BYTES = 1 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<List<String>> complete = new ArrayDeque<>();
    private List<String> lines = new ArrayList<>();
    private int messageBytes;

    /**
     * Takes the next bytes of the stream.
     *
     * @throws MessageException when a message is too long, or is empty
     */
    public void take(byte[] bytes, int offset, int length) throws MessageException {
        for (int i = offset; i < offset + length; i++) {
            if (++messageBytes > LARGEST_MESSAGE_BYTES) {
                throw new MessageException("a message of more than " + LARGEST_MESSAGE_BYTES + " bytes");
            }
            if (bytes[i] == '\n') {
                endLine();
            } else {
                line.write(bytes[i]);
            }
        }
    }

    /** The lines of the next message, without the empty one; null when it has not all come yet. */
    public @Nullable List<String> next() {
        return complete.poll();
    }

    /** Whether the stream stands in the middle of a message. */
    public boolean isInMessage() {
        return messageBytes > 0;
    }

    private void endLine() throws MessageException {
        if (line.size() > 0) {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
            return;
        }
        if (lines.isEmpty()) {
            throw new MessageException("an empty message");
        }
        complete.add(lines);
        lines = new ArrayList<>();
        messageBytes = 0;
    }
}
