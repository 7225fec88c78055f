package pacewire.testkit.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.testkit.replay.ReplayPlan.FlowChange;

/** Numbers the flows of a replay, and follows what is promised to them from arrival to arrival. */
final class Flows {
    /** What holds for a flow at present. */
    private static final class Flow {
        final int number;
        final String name;
        Rational weight = Rational.ONE;
        int priority;

        @Nullable
        Rational rate;
        /** Largest of all its packets, in units of length. */
        int largest;

        long sequence;
        /** When the next packet would come at the reserved rate, in seconds. */
        Rational nextIdeal = Rational.ZERO;

        Flow(int number, String name) {
            this.number = number;
            this.name = name;
        }
    }

    /** Whole numbers below ten million, written in the ordinary way: a flow of such a name has that number. */
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,6}");

    private final ReplayUnits units;
    /** In order of their numbers. */
    private final Map<String, Flow> flows = new LinkedHashMap<>();

    private final List<FlowChange> opened = new ArrayList<>();
    private final boolean hasWeights;
    private final Rational weightFactor;

    Flows(List<Arrival> arrivals, Map<String, Rational> weights, ReplayUnits units) {
        this.units = units;
        number(arrivals);
        requireKnown(weights.keySet());
        weightFactor = weightFactor(arrivals, weights);
        hasWeights = !weights.isEmpty() || arrivals.stream().anyMatch(arrival -> arrival.weight() != null);
        weights.forEach((name, weight) -> flow(name).weight = weight);
        open(arrivals);
    }

    /** Names by number. */
    SortedMap<Integer, String> names() {
        SortedMap<Integer, String> names = new TreeMap<>();
        flows.values().forEach(flow -> names.put(flow.number, flow.name));
        return names;
    }

    List<FlowChange> opened() {
        return List.copyOf(opened);
    }

    int number(String name) {
        return flow(name).number;
    }

    long nextSequence(String name) {
        return flow(name).sequence++;
    }

    int priority(String name) {
        return flow(name).priority;
    }

    /** What an arrival changes of its flow; null: nothing. */
    @Nullable
    FlowChange changeAt(Arrival arrival) {
        return update(arrival) ? metrics(flow(arrival.flow())) : null;
    }

    /**
     * The instant named by the sender; for a flow with a rate and no such instant, when the packet would come if the flow
     * kept to its rate (the expected arrival time of Goyal, Lam and Vin 1995), rounded up.
     */
    long nextIdeal(Arrival arrival) {
        Flow flow = flow(arrival.flow());
        if (arrival.eligible() != null) {
            return units.ticks(arrival.eligible());
        }
        if (flow.rate == null) {
            return Packet.UNSCHEDULED;
        }
        Rational ideal = arrival.time().max(flow.nextIdeal);
        flow.nextIdeal = ideal.plus(arrival.bytes().dividedBy(flow.rate));
        Rational ticks = ideal.times(SimTime.SECOND).times(Rational.of(units.ticksPerPs(), BigInteger.ONE));
        return ReplayUnits.whole(Rational.of(ticks.ceiling(), BigInteger.ONE), "the ideal instant of a packet");
    }

    private Flow flow(String name) {
        return Objects.requireNonNull(flows.get(name), name);
    }

    private void number(List<Arrival> arrivals) {
        Set<String> names = new LinkedHashSet<>();
        arrivals.forEach(arrival -> names.add(arrival.flow()));
        boolean areNumbers =
                names.stream().allMatch(name -> NUMBER.matcher(name).matches());
        List<String> ordered = new ArrayList<>(names);
        if (areNumbers) {
            ordered.sort(Comparator.comparingInt(Integer::parseInt));
        }
        for (String name : ordered) {
            flows.put(name, new Flow(areNumbers ? Integer.parseInt(name) : flows.size(), name));
        }
        for (Arrival arrival : arrivals) {
            Flow flow = flow(arrival.flow());
            flow.largest = Math.max(flow.largest, units.units(arrival.bytes()));
        }
    }

    private void requireKnown(Collection<String> weighted) {
        for (String name : weighted) {
            if (!flows.containsKey(name)) {
                throw new ReplayException("there is a weight for flow '" + name + "', of which no packet comes; flows: "
                        + String.join(", ", flows.keySet()));
            }
        }
    }

    private static Rational weightFactor(List<Arrival> arrivals, Map<String, Rational> weights) {
        BigInteger factor = BigInteger.ONE;
        for (Rational weight : weights.values()) {
            factor = UnitSearch.leastCommonMultiple(factor, weight.denominator());
        }
        for (Arrival arrival : arrivals) {
            if (arrival.weight() != null) {
                factor = UnitSearch.leastCommonMultiple(factor, arrival.weight().denominator());
            }
        }
        return Rational.of(factor, BigInteger.ONE);
    }

    private void open(List<Arrival> arrivals) {
        Set<Flow> known = new HashSet<>();
        Set<Flow> asking = new HashSet<>();
        for (Arrival arrival : arrivals) {
            Flow flow = flow(arrival.flow());
            if (known.add(flow)) {
                update(arrival);
            }
            if (hasWeights || arrival.priority() != null || arrival.rate() != null) {
                asking.add(flow);
            }
        }
        for (Flow flow : flows.values()) {
            if (asking.contains(flow)) {
                opened.add(metrics(flow));
            }
        }
    }

    /** Whether an arrival says anything new of its flow; it holds from now on. */
    private boolean update(Arrival arrival) {
        Flow flow = flow(arrival.flow());
        Rational weight = arrival.weight() == null ? flow.weight : arrival.weight();
        int priority = arrival.priority() == null ? flow.priority : arrival.priority();
        @Nullable Rational rate = arrival.rate() == null ? flow.rate : arrival.rate();
        boolean isNew = !weight.equals(flow.weight) || priority != flow.priority || !Objects.equals(rate, flow.rate);
        flow.weight = weight;
        flow.priority = priority;
        flow.rate = rate;
        return isNew;
    }

    private FlowChange metrics(Flow flow) {
        @Nullable DataRate rate = flow.rate == null ? null : units.rate(flow.rate);
        @Nullable TrafficEnvelope envelope = rate == null ? null : TrafficEnvelope.paced(flow.largest, rate);
        // Priorities of packets go to 15; those of transfers, to 7: what is above is as high as it gets.
        int priority = Math.min(flow.priority, FlowMetrics.HIGHEST_PRIORITY);
        return new FlowChange(
                flow.number,
                new FlowMetrics(rate, rate, FlowMetrics.NONE, FlowMetrics.NONE, priority, weight(flow)),
                envelope);
    }

    private int weight(Flow flow) {
        long weight = ReplayUnits.whole(flow.weight.times(weightFactor), "a weight of " + flow.weight);
        if (weight > FlowMetrics.LARGEST_WEIGHT) {
            throw new ReplayException("a weight of " + flow.weight
                    + " is too large: as whole numbers, the weights of this" + " replay go up to " + weight
                    + ", and 1 to " + FlowMetrics.LARGEST_WEIGHT + " are allowed");
        }
        return (int) weight;
    }
}
