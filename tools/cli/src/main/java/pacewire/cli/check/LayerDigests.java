package pacewire.cli.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import pacewire.core.trace.Digest;

/** One short text for each layer: equal texts, equal layers. */
final class LayerDigests {
    static final String CONTRACT = "contract";

    private LayerDigests() {}

    /** Digests of packets and flows; further layers are added by whoever has them. */
    static Map<String, String> of(DepartureLog departures, DepartureLog drops, Map<String, Map<String, String>> flows) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put(Layer.ORDER.key(), departures.orderDigest());
        digests.put(Layer.TIMES.key(), departures.timesDigest());
        digests.put(Layer.DROPS.key(), drops.orderDigest() + drops.timesDigest());
        digests.put(Layer.FLOWS.key(), digestOf(flows));
        Map<String, Map<String, String>> contracts = new TreeMap<>();
        flows.forEach((flow, values) -> contracts.put(flow, Map.of(CONTRACT, values.getOrDefault(CONTRACT, ""))));
        digests.put(Layer.CONTRACTS.key(), digestOf(contracts));
        return digests;
    }

    private static String digestOf(Map<String, Map<String, String>> flows) {
        Digest digest = new Digest();
        flows.forEach((flow, values) -> {
            update(digest, flow);
            values.forEach((name, value) -> {
                update(digest, name);
                update(digest, value);
            });
        });
        return digest.toHex();
    }

    static void update(Digest digest, String text) {
        digest.update(text.length());
        text.chars().forEach(digest::update);
    }
}
