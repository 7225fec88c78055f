package pacewire.model.packet;

/** What a sender that names an instant for a packet means by it (SO_TXTIME): values of {@link Packet#namedInstant}. */
public final class NamedInstant {
    /** No socket says: the packet scheduler's own meaning. */
    public static final byte UNSAID = 0;

    /** It leaves then, and no earlier. */
    public static final byte DEPARTURE = 1;

    /** It leaves by then, as soon as may be ({@code SOF_TXTIME_DEADLINE_MODE}). */
    public static final byte DEADLINE = 2;

    private NamedInstant() {}
}
