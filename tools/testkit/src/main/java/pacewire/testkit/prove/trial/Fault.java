package pacewire.testkit.prove.trial;

/**
 * Something that a packet scheduler must never do, seen while it ran.
 *
 * @param packet at which packet, or which instant
 * @param message what was wrong
 * @param bound what it should have been
 * @param value what it was
 */
public record Fault(Kind kind, String packet, String message, String bound, String value) {
    /** What was wrong, by the property that it breaks. */
    public enum Kind {
        /** The numbers of packets or bytes held are not those of the packets that went in and out. */
        BOOKS,
        /** A packet came out that was not in, or came out twice. */
        IDENTITY,
        /** A question was answered with an instant in the past, or not kept. */
        ANSWER,
        /** Packets are held, and nothing will wake the line up. */
        WAKE_UP,
        /** Threw an exception, or did not come to an end. */
        FAILURE
    }
}
