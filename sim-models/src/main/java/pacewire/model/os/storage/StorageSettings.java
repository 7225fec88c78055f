package pacewire.model.os.storage;

/**
 * What a server's storage is built of.
 *
 * @param pageCacheBytes size of the page cache, at least one window
 * @param isWarm whether the page cache holds the files from the start, as far as they fit
 * @param readaheadBytes how far files are read ahead at most; 0: not at all
 * @param eviction what leaves the page cache when it is full
 */
public record StorageSettings(
        DiskModel disk, long pageCacheBytes, boolean isWarm, long readaheadBytes, EvictionPolicy eviction) {}
