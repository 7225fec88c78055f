package pacewire.model.sched;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import pacewire.model.packet.Packet;

/** What {@link CakeScheduler} is fair to: tc-cake(8), "flow isolation parameters". */
enum CakeIsolation {
    /** Hosts on either side, and their flows. */
    TRIPLE_ISOLATE,
    DUAL_SRCHOST,
    DUAL_DSTHOST,
    FLOWS,
    /** Pairs of hosts. */
    HOSTS,
    SRCHOST,
    DSTHOST,
    /** Nothing: one queue. */
    FLOWBLIND;

    /** The words for a parameter, in order. */
    static List<String> words() {
        return Stream.of(values())
                .map(isolation -> isolation.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    static CakeIsolation of(long value) {
        return values()[(int) value];
    }

    boolean isPerSource() {
        return this == TRIPLE_ISOLATE || this == DUAL_SRCHOST;
    }

    boolean isPerDestination() {
        return this == TRIPLE_ISOLATE || this == DUAL_DSTHOST;
    }

    /** What tells the queues apart. */
    int flowHash(Packet packet, FlowHash hash) {
        return switch (this) {
            case TRIPLE_ISOLATE, DUAL_SRCHOST, DUAL_DSTHOST, FLOWS -> hash.of(packet.flow);
            case HOSTS -> hash.of(((long) packet.source << 32) ^ packet.destination);
            case SRCHOST -> hash.of(packet.source);
            case DSTHOST -> hash.of(packet.destination);
            case FLOWBLIND -> 0;
        };
    }
}
