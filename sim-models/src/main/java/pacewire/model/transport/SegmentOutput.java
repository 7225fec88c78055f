package pacewire.model.transport;

import org.jspecify.annotations.Nullable;

/** Makes segments of what a sender decides to send; adds the acknowledgement and the window. */
@FunctionalInterface
interface SegmentOutput {
    void emit(long sequence, int flags, byte @Nullable [] content, long nowPs);
}
