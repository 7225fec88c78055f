package pacewire.model.os.storage;

import java.util.function.IntPredicate;

/** Decides which part of a file leaves the page cache. It knows the cached windows by their numbers, and how they are used. */
interface Eviction {
    /** A window came in. */
    void inserted(int window);

    /** A cached window was used. */
    void used(int window);

    /** A window is cached no longer. */
    void removed(int window);

    /**
     * The window to leave next; it stays known until {@link #removed}.
     *
     * @param mayLeave which windows may
     * @return its number; that of windows in all, one above the highest, when none may leave
     */
    int victim(IntPredicate mayLeave);
}
