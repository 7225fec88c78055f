package pacewire.model.packet;

/** What a packet scheduler says of a packet offered to it: {@link Accepted#ACCEPTED}, or a {@link DropReason}. */
public sealed interface Verdict permits Verdict.Accepted, DropReason {
    /** The packet was taken; the packet scheduler owns it now. */
    enum Accepted implements Verdict {
        ACCEPTED
    }
}
