package pacewire.model.os.machine;

/** Where bytes lie that a core is to read or write, the nearest first. */
public enum MemoryLevel {
    /** The core's own first cache. */
    L1,
    /** The core's own second cache. */
    L2,
    /** The cache that all cores share. */
    L3,
    /** Main memory. */
    MEMORY
}
