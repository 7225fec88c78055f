package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/** Who is told when a descriptor becomes ready; stands in the {@link Watchers} of one descriptor at most. */
abstract class Watcher {
    /** The next one of the same descriptor. */
    @Nullable
    Watcher nextWatcher;

    /** The descriptor has become ready for something; it may have been before. */
    abstract void ready(int events, long nowPs);

    /** The descriptor was closed. */
    abstract void closed();
}
