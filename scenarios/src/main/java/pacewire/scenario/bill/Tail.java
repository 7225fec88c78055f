package pacewire.scenario.bill;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import pacewire.model.packet.DelayPart;

/**
 * What the packets from a percentile of the departure error on spent their lateness on.
 *
 * @param percent such as 99.9; 0: all packets
 * @param errorPs the departure error at the percentile
 * @param shares of all the lateness of these packets, by cause; the shares sum to 1, and there are none when nobody was late
 */
public record Tail(double percent, long errorPs, Map<DelayPart, Double> shares) {
    public Tail {
        Map<DelayPart, Double> copy = new EnumMap<>(DelayPart.class);
        copy.putAll(shares);
        shares = Collections.unmodifiableMap(copy);
    }

    /** What they spent most on; empty when nobody was late. */
    public Optional<DelayPart> mainCause() {
        return shares.entrySet().stream()
                .max(Map.Entry.<DelayPart, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(java.util.Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }
}
