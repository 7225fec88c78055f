package pacewire.testkit.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;

/**
 * The packet-by-packet approximations that ask the fluid itself: each time the line is free, the packet that would end first
 * in {@link FluidGps} if nothing more came. Among equals the flow with the lower number goes first.
 */
public final class PacketGps {
    /** Who may be chosen. */
    public enum Discipline {
        /** Every packet that has come: PGPS, or weighted fair queueing (Parekh and Gallager 1993). */
        WFQ,
        /**
         * Packets whose service has begun in the fluid (Bennett and Zhang, "WF2Q: Worst-case Fair Weighted Fair Queueing",
         * INFOCOM 1996).
         */
        WF2Q
    }

    /** A packet that comes; in order of time. */
    public record Arrival(int flow, Rational time, Rational length) {}

    /**
     * A packet on the line.
     *
     * @param arrival its place in the list of arrivals
     */
    public record Service(int arrival, Rational start, Rational end) {}

    private final FluidGps fluid;
    private final Rational line;
    private final Discipline discipline;
    private final List<Arrival> arrivals;
    private final Map<Integer, Deque<Waiting>> waiting = new TreeMap<>();
    private int arrived;

    private PacketGps(Rational line, Map<Integer, Rational> weights, List<Arrival> arrivals, Discipline discipline) {
        this.line = line;
        this.arrivals = arrivals;
        this.discipline = discipline;
        fluid = new FluidGps(line);
        weights.forEach((flow, weight) -> fluid.setWeight(flow, weight, Rational.ZERO));
    }

    /**
     * Serves all arrivals; in order of service.
     *
     * @param line length per unit of time
     * @param weights by flow; a flow that is not in it has weight 1
     */
    public static List<Service> serve(
            Rational line, Map<Integer, Rational> weights, List<Arrival> arrivals, Discipline discipline) {
        return new PacketGps(line, weights, arrivals, discipline).run();
    }

    private List<Service> run() {
        List<Service> services = new ArrayList<>();
        Rational now = Rational.ZERO;
        while (services.size() < arrivals.size()) {
            takeUntil(now);
            Waiting chosen = choose();
            if (chosen == null) {
                now = arrivals.get(arrived).time();
                continue;
            }
            queue(chosen.packet.flow()).remove();
            Rational end = now.plus(chosen.packet.length().dividedBy(line));
            services.add(new Service(chosen.arrival, now, end));
            now = end;
        }
        return services;
    }

    private void takeUntil(Rational now) {
        while (arrived < arrivals.size() && arrivals.get(arrived).time().compareTo(now) <= 0) {
            Arrival arrival = arrivals.get(arrived);
            FluidPacket packet = fluid.arrive(arrival.flow(), arrival.length(), arrival.time());
            queue(arrival.flow()).add(new Waiting(arrived++, packet));
        }
        fluid.advance(now);
    }

    private @Nullable Waiting choose() {
        return waiting.values().stream()
                .filter(queue -> !queue.isEmpty())
                .map(Deque::element)
                .filter(this::mayBeChosen)
                .min(Comparator.comparing(first -> first.packet.virtualFinish()))
                .orElse(null);
    }

    /** The fluid is idle no sooner than the line, so packets that wait are all of its present busy period. */
    private boolean mayBeChosen(Waiting first) {
        return discipline == Discipline.WFQ || first.packet.virtualStart().compareTo(fluid.virtualTime()) <= 0;
    }

    private Deque<Waiting> queue(int flow) {
        return waiting.computeIfAbsent(flow, number -> new ArrayDeque<>());
    }

    private record Waiting(int arrival, FluidPacket packet) {}
}
