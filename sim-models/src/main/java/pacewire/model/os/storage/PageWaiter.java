package pacewire.model.os.storage;

/** Who waits for a part of a file to come into memory. */
@FunctionalInterface
public interface PageWaiter {
    /**
     * Everything asked for has come, and may be used now without asking again, even if the cache is so small that it has
     * begun to evict it: who waits for a page holds a reference to it.
     */
    void pagesArrived(long nowPs);
}
