package pacewire.core.event;

/** Reads the virtual time. */
@FunctionalInterface
public interface VirtualClock {
    /** The present instant, in picoseconds since the start of the run. */
    long nowPs();
}
