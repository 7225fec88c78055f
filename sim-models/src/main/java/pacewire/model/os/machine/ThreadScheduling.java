package pacewire.model.os.machine;

import java.util.stream.Stream;

/** How the cores of a machine are shared between threads without real-time policy. */
public enum ThreadScheduling {
    /** By weight, earliest virtual deadline first, as Linux does since 6.6. */
    FAIR("fair", "by weight, earliest virtual deadline first, as Linux since 6.6"),
    /** By weight, least virtual time first, as Linux did before 6.6: the time slice is the least granularity. */
    COMPLETELY_FAIR("completelyFair", "by weight, least virtual time first, as Linux before 6.6"),
    /** In turns of a time slice: one priority of a time-sharing class such as that of Solaris. */
    ROUND_ROBIN("roundRobin", "in turns of a time slice");

    private final String key;
    private final String meaning;

    ThreadScheduling(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /**
     * The way with a name.
     *
     * @throws IllegalArgumentException when none has it
     */
    public static ThreadScheduling of(String key) {
        return Stream.of(values())
                .filter(way -> way.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no way to share cores is called " + key));
    }

    /** Name in tables and files. */
    public String key() {
        return key;
    }

    /** What it is, in a few words. */
    public String meaning() {
        return meaning;
    }
}
