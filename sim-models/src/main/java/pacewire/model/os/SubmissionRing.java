package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/**
 * The memory that an application shares with an io_uring: entries are put there, and their results are found there, without a
 * call. Here each entry is a {@code sendmsg} with MSG_DONTWAIT, linked to the one before (IOSQE_IO_LINK): when one fails, those
 * behind it are cancelled, so that what was sent is the first ones.
 */
public final class SubmissionRing {
    private final int[] results;
    private int socket;
    private @Nullable MessageVector messages;
    private int entries;

    /**
     * An empty ring.
     *
     * @param capacity entries at once, at least 1
     */
    public SubmissionRing(int capacity) {
        results = new int[capacity];
    }

    /** Puts a send of each message that was not sent yet into the ring, as many as it holds. */
    public void prepareSends(int newSocket, MessageVector newMessages) {
        socket = newSocket;
        messages = newMessages;
        entries = Math.min(results.length, newMessages.messagesLeft());
    }

    /** Entries in the ring. */
    public int entries() {
        return entries;
    }

    /** The first entries that have completed without an error. */
    public int succeeded() {
        int count = 0;
        while (count < entries && results[count] >= 0) {
            count++;
        }
        return count;
    }

    /** Why the first entry failed that did; null when none did. */
    public @Nullable Errno error() {
        int first = succeeded();
        if (first == entries) {
            return null;
        }
        for (Errno errno : Errno.values()) {
            if (errno.number() == -results[first]) {
                return errno;
            }
        }
        throw new IllegalStateException("no such error: " + results[first]);
    }

    int socket() {
        return socket;
    }

    MessageVector messages() {
        MessageVector present = messages;
        if (present == null) {
            throw new IllegalStateException("no entry was prepared");
        }
        return present;
    }

    void complete(int entry, int result) {
        results[entry] = result;
    }
}
