package pacewire.cli.check;

import java.util.Locale;

/** What is compared, in the order in which it is told. */
enum Layer {
    /** Which packets were on the wire, and in which order. */
    ORDER,
    /** When they were. */
    TIMES,
    /** What was dropped, when and why. */
    DROPS,
    /** What reached the clients, and when. */
    DELIVERIES,
    /** What each flow did. */
    FLOWS,
    /** Which promises were kept. */
    CONTRACTS,
    /** The figures of the whole. */
    METRICS;

    /** The name in files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
