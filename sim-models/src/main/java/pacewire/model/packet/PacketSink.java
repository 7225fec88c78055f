package pacewire.model.packet;

/** Takes packets. */
@FunctionalInterface
public interface PacketSink {
    /** Takes a packet now; the caller no longer owns it. */
    void accept(Packet packet, long nowPs);

    /**
     * Fetches what it will need to take a packet into the processor's caches; changes nothing.
     *
     * @param depth references between this and what to fetch, from 0 on; nearer ones have been fetched before
     */
    default void prefetch(Packet packet, int depth) {}
}
