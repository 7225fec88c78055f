package pacewire.cli.check;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds what is not as the golden has it, layer by layer. */
final class Comparison {
    private static final int PERCENT_DECIMALS = 2;

    private final Golden golden;
    private final PacketRecord.Pair pair;
    private final Observed now;
    private final List<Finding> findings = new ArrayList<>();

    private Comparison(Golden golden, PacketRecord.Pair pair, Observed now) {
        this.golden = golden;
        this.pair = pair;
        this.now = now;
    }

    /**
     * What differs, in the order of the layers; empty when nothing does.
     *
     * @param pair the packets of the golden's record, and those of now
     */
    static List<Finding> compare(Golden golden, PacketRecord.Pair pair, Observed now) {
        return new Comparison(golden, pair, now).findings();
    }

    private List<Finding> findings() {
        LogClock clock = pair.now().clock();
        boolean timesMoved = compareWire(clock);
        compareDrops(clock);
        compareDeliveries(timesMoved);
        compareFlows();
        compareContracts();
        compareMetrics();
        return findings;
    }

    /** Whether departures moved, and all by no more than is tolerated. */
    private boolean compareWire(LogClock clock) {
        WireDifference difference =
                WireComparison.compare(pair.before().departures(), pair.now().departures());
        WireStory story = new WireStory(difference, clock, "departure", "departed");
        List<String> order = story.order();
        if (!order.isEmpty()) {
            findings.add(new Finding(Layer.ORDER, false, story.orderHeadline(), order, story.orderFacts()));
        }
        WireDifference.Shift shift = difference.largestShift();
        boolean isTolerated = shift != null
                && clock.isWithin(shift.distance(), golden.tolerances().departureTimesPs());
        if (shift != null) {
            findings.add(new Finding(
                    Layer.TIMES,
                    isTolerated,
                    "times, by at most " + clock.time(shift.distance()),
                    story.times(pair.now().departures().count()),
                    story.timeFacts()));
        }
        return isTolerated && order.isEmpty();
    }

    private void compareDrops(LogClock clock) {
        WireDifference difference =
                WireComparison.compare(pair.before().drops(), pair.now().drops());
        if (difference.isNone()) {
            return;
        }
        WireStory story = new WireStory(difference, clock, "drop", "dropped");
        WireDifference.Shift shift = difference.largestShift();
        boolean isTolerated = difference.isOnlyTimes()
                && shift != null
                && clock.isWithin(shift.distance(), golden.tolerances().departureTimesPs());
        List<String> lines = new ArrayList<>(story.order());
        if (shift != null) {
            lines.addAll(story.times(pair.now().drops().count()));
        }
        long before = pair.before().drops().count();
        long after = pair.now().drops().count();
        if (before != after) {
            lines.add(0, before + " drops became " + after);
        }
        Map<String, Object> facts = new LinkedHashMap<>(story.orderFacts());
        facts.putAll(story.timeFacts());
        findings.add(new Finding(Layer.DROPS, isTolerated, "drops", lines, facts));
    }

    private void compareDeliveries(boolean isTolerated) {
        String layer = Layer.DELIVERIES.key();
        String before = golden.layers().getOrDefault(layer, "");
        String after = now.layers().getOrDefault(layer, "");
        if (!before.equals(after)) {
            findings.add(new Finding(
                    Layer.DELIVERIES,
                    isTolerated,
                    "deliveries",
                    List.of("packets reach the clients at other instants, or in another order"),
                    Map.of("before", before, "now", after)));
        }
    }

    private void compareFlows() {
        List<String> lines = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        boolean isTolerated = true;
        Set<String> changed = new LinkedHashSet<>();
        for (String flow : union(pair.before().flows(), pair.now().flows())) {
            Map<String, String> before = pair.before().flows().getOrDefault(flow, Map.of());
            Map<String, String> after = pair.now().flows().getOrDefault(flow, Map.of());
            for (String name : union(before, after)) {
                String old = before.getOrDefault(name, "none");
                String fresh = after.getOrDefault(name, "none");
                if (!old.equals(fresh) && !name.equals(LayerDigests.CONTRACT)) {
                    isTolerated &= isTolerated("flows." + flow + "." + name, old, fresh);
                    changed.add(flow);
                    lines.add(flow + " " + name + " " + old + " -> " + fresh);
                    facts.put(flow + "." + name, List.of(old, fresh));
                }
            }
        }
        add(Layer.FLOWS, isTolerated, changed.size() == 1 ? "1 flow" : changed.size() + " flows", lines, facts);
    }

    private boolean isTolerated(String path, String before, String after) {
        try {
            return golden.tolerances().allow(path, new BigDecimal(before), new BigDecimal(after));
        } catch (NumberFormatException word) {
            return false;
        }
    }

    private void compareContracts() {
        List<String> lines = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        int broken = 0;
        for (String flow : union(pair.before().flows(), pair.now().flows())) {
            String before = contract(pair.before(), flow);
            String after = contract(pair.now(), flow);
            if (!before.equals(after)) {
                broken += after.equals("broken") ? 1 : 0;
                lines.add("the contract of " + flow + " was " + before + ", and is " + after);
                facts.put(flow, List.of(before, after));
            }
        }
        add(Layer.CONTRACTS, false, broken > 0 ? "contracts, " + broken + " broken" : "contracts", lines, facts);
    }

    private static String contract(Packets packets, String flow) {
        return Objects.requireNonNull(packets.flows().getOrDefault(flow, Map.of()))
                .getOrDefault(LayerDigests.CONTRACT, "none");
    }

    private void compareMetrics() {
        List<String> lines = new ArrayList<>();
        Map<String, Object> facts = new LinkedHashMap<>();
        boolean isTolerated = true;
        for (String path : union(golden.metrics(), now.metrics())) {
            BigDecimal before = golden.metrics().getOrDefault(path, BigDecimal.ZERO);
            BigDecimal after = now.metrics().getOrDefault(path, BigDecimal.ZERO);
            if (before.compareTo(after) != 0) {
                isTolerated &= golden.tolerances().allow(path, before, after);
                lines.add(delta(path, before, after));
                facts.put(path, List.of(before, after));
            }
        }
        add(Layer.METRICS, isTolerated, lines.size() == 1 ? "1 metric" : lines.size() + " metrics", lines, facts);
    }

    /** Such as "server.interrupts 100 -> 120 (+20.00 %)". */
    static String delta(String path, BigDecimal before, BigDecimal after) {
        String text = path + " " + before.toPlainString() + " -> " + after.toPlainString();
        if (before.signum() == 0) {
            return text;
        }
        BigDecimal percent =
                after.subtract(before).movePointRight(2).divide(before.abs(), PERCENT_DECIMALS, RoundingMode.HALF_EVEN);
        String share = percent.signum() == 0
                ? "less than 0.01 %"
                : (percent.signum() < 0 ? "" : "+") + percent.toPlainString() + " %";
        return text + " (" + share + ")";
    }

    private void add(Layer layer, boolean isTolerated, String headline, List<String> lines, Map<String, Object> facts) {
        if (!lines.isEmpty()) {
            findings.add(new Finding(layer, isTolerated, headline, lines, facts));
        }
    }

    private static Set<String> union(Map<String, ?> before, Map<String, ?> after) {
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        return all;
    }
}
