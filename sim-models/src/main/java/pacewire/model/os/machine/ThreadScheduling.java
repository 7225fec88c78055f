package pacewire.model.os.machine;

/** How the cores of a machine are shared between threads without real-time policy. */
public enum ThreadScheduling {
    /** By weight, earliest virtual deadline first, as Linux does since 6.6. */
    FAIR("fair"),
    /** In turns of a time slice: one priority of a time-sharing class such as that of Solaris. */
    ROUND_ROBIN("roundRobin");

    private final String key;

    ThreadScheduling(String key) {
        this.key = key;
    }

    /** Name in tables and files. */
    public String key() {
        return key;
    }
}
