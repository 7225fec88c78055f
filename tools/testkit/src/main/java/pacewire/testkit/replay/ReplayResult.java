package pacewire.testkit.replay;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.packet.DropReason;
import pacewire.testkit.replay.Outcome.Departure;
import pacewire.testkit.replay.Outcome.Drop;
import pacewire.testkit.replay.Outcome.Held;

/** What became of every packet of a replay. */
public final class ReplayResult {
    private final ReplayPlan plan;
    private final int[] order;
    private final long[] startPs;
    private final long[] endPs;
    private final byte[] ecn;
    private final @Nullable DropReason[] reasons;
    private final int[] held;
    private final int[] sent;
    private final int[] dropped;

    ReplayResult(
            ReplayPlan plan,
            int[] order,
            long[] startPs,
            long[] endPs,
            byte[] ecn,
            @Nullable DropReason[] reasons,
            int[] held) {
        this.plan = plan;
        this.order = order;
        this.startPs = startPs;
        this.endPs = endPs;
        this.ecn = ecn;
        this.reasons = reasons;
        this.held = held;
        sent = java.util.Arrays.stream(order)
                .filter(index -> reasons[index] == null)
                .toArray();
        dropped = java.util.Arrays.stream(order)
                .filter(index -> reasons[index] != null)
                .toArray();
    }

    /** Ticks, units of length, and all that was played. */
    public ReplayPlan plan() {
        return plan;
    }

    /** All packets: sent and dropped ones in the order in which that happened, then those that never left. */
    public List<Outcome> outcomes() {
        return new Mapped<>(
                order.length + held.length,
                place -> place < order.length
                        ? outcome(order[place])
                        : new Held(arrival(held[place - order.length]), held[place - order.length]));
    }

    /** Packets sent, in order of departure. */
    public List<Departure> departures() {
        return new Mapped<>(sent.length, place -> departure(sent[place]));
    }

    /** Packets dropped, in the order in which that happened. */
    public List<Drop> drops() {
        return new Mapped<>(dropped.length, place -> drop(dropped[place]));
    }

    /** Packets of a flow that were sent, in order of departure. */
    public List<Departure> departuresOf(String flow) {
        return departures().stream()
                .filter(departure -> departure.flow().equals(flow))
                .toList();
    }

    /** Packets of a flow that were dropped, in the order in which that happened. */
    public List<Drop> dropsOf(String flow) {
        return drops().stream().filter(drop -> drop.flow().equals(flow)).toList();
    }

    /** Identifiers in order of departure. */
    public List<String> order() {
        return new Mapped<>(sent.length, place -> arrival(sent[place]).id());
    }

    /** Packets that never left: none, unless the replay ended before, or the packet scheduler waits for ever. */
    public List<Held> left() {
        return new Mapped<>(held.length, place -> new Held(arrival(held[place]), held[place]));
    }

    /** Number of packets that never left. */
    public int packetsLeft() {
        return held.length;
    }

    /** Names of the flows in order of their numbers. */
    public List<String> flows() {
        return List.copyOf(plan.flows().values());
    }

    /** When the first bit of the n-th departure was on the line, in ticks: exact and quick. */
    public long startTicks(int departure) {
        return startPs[sent[departure]];
    }

    /** When the last bit of the n-th departure was on the line, in ticks. */
    public long endTicks(int departure) {
        return endPs[sent[departure]];
    }

    /** The place of the n-th departure in the order of arrivals. */
    public int arrivalIndex(int departure) {
        return sent[departure];
    }

    private Outcome outcome(int index) {
        return reasons[index] == null ? departure(index) : drop(index);
    }

    private Departure departure(int index) {
        return new Departure(arrival(index), index, seconds(startPs[index]), seconds(endPs[index]), ecn[index]);
    }

    private Drop drop(int index) {
        return new Drop(arrival(index), index, seconds(endPs[index]), Objects.requireNonNull(reasons[index]));
    }

    private Arrival arrival(int index) {
        return plan.offers().get(index).arrival();
    }

    private Rational seconds(long ticks) {
        return plan.units().seconds(ticks);
    }

    /** Elements made when they are asked for: a long replay would not fit otherwise. */
    private static final class Mapped<T> extends AbstractList<T> {
        private final int size;
        private final java.util.function.IntFunction<? extends T> elements;

        Mapped(int size, java.util.function.IntFunction<? extends T> elements) {
            this.size = size;
            this.elements = elements;
        }

        @Override
        public T get(int index) {
            Objects.checkIndex(index, size);
            return elements.apply(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
