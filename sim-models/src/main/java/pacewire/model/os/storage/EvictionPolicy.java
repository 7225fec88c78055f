package pacewire.model.os.storage;

import java.util.List;
import java.util.stream.Stream;

/** How a page cache chooses what leaves it, one line each. */
public enum EvictionPolicy {
    LRU("lru", "the least recently used, in exact order"),
    CLOCK(
            "clock",
            "second chance: the oldest that was not used since it came, or since it was spared (what Linux approximates with"
                    + " its lists of active and inactive folios)");

    private final String key;
    private final String summary;

    EvictionPolicy(String key, String summary) {
        this.key = key;
        this.summary = summary;
    }

    /** The word in scenario files. */
    public String key() {
        return key;
    }

    /** What leaves, in words. */
    public String summary() {
        return summary;
    }

    /** The words, the default first. */
    public static List<String> keys() {
        return Stream.of(values()).map(EvictionPolicy::key).toList();
    }

    /** The one with a word. */
    public static EvictionPolicy of(String key) {
        return Stream.of(values())
                .filter(policy -> policy.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no eviction policy is called " + key));
    }

    Eviction create(int windows) {
        return switch (this) {
            case LRU -> new LeastRecentlyUsed(windows);
            case CLOCK -> new SecondChance(windows);
        };
    }
}
