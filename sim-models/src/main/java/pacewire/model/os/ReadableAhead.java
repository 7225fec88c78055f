package pacewire.model.os;

/** Something that each packet of a flow needs, and that can be read before it is needed, see {@link ReadAhead}. */
public interface ReadableAhead {
    /** Of no packet's concern. */
    ReadableAhead NOTHING = new ReadableAhead() {};

    /**
     * Reads what the next packet will need into the processor's caches.
     *
     * @param depth references between this and what to read: 0 reads this itself
     * @return a sum of what was read, of no meaning
     */
    default long readAhead(int depth) {
        return 0;
    }
}
