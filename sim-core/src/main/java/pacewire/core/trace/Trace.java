package pacewire.core.trace;

/** Observes what happens to packets, in the order in which it happens. An observer changes nothing of a run. */
@FunctionalInterface
public interface Trace {
    /** Observes nothing. */
    Trace NONE = (timePs, point, subject, value) -> {};

    /**
     * Is told what happened.
     *
     * @param subject number of the packet
     * @param value what {@link TracePoint} says it is
     */
    void record(long timePs, TracePoint point, long subject, long value);
}
