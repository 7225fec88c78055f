package pacewire.model.sched;

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
 * The papers' formulas in fractions, on a line of one byte a second: stamps at arrival where the paper stamps at arrival, and
 * a search through all flows. Equal stamps go to the lower flow number.
 */
final class NaiveFairQueueing {
    /** A packet that comes at a time in whole seconds. */
    record Arrival(long time, int flow, int length) {}

    private record Stamped(int flow, int length, Rational start, Rational finish) {}

    private final String discipline;
    private final Map<Integer, Integer> weights;
    private final Rational totalWeight;
    private final Map<Integer, Deque<Stamped>> queues = new TreeMap<>();
    private final Map<Integer, Rational> lastFinish = new TreeMap<>();
    /** WF2Q+: lengths that wait behind a stamped first packet. */
    private final Map<Integer, Deque<Integer>> unstamped = new TreeMap<>();

    private Rational virtual = Rational.ZERO;
    private long freeAt;
    private long pickedAt;

    NaiveFairQueueing(String discipline, Map<Integer, Integer> weights) {
        this.discipline = discipline;
        this.weights = weights;
        totalWeight = Rational.of(
                weights.values().stream().mapToLong(weight -> weight).sum());
    }

    /** What leaves, as "flow@start". */
    List<String> serve(List<Arrival> arrivals) {
        List<String> log = new ArrayList<>();
        long now = 0;
        int arrived = 0;
        while (log.size() < arrivals.size()) {
            while (arrived < arrivals.size() && arrivals.get(arrived).time() <= now) {
                arrive(arrivals.get(arrived++));
            }
            Stamped chosen = choose();
            if (chosen == null) {
                now = arrivals.get(arrived).time();
                continue;
            }
            log.add(chosen.flow + "@" + now);
            take(chosen, now);
            now = freeAt;
        }
        return log;
    }

    private void arrive(Arrival arrival) {
        if (isEmpty() && arrival.time() >= freeAt && !discipline.equals("virtual-clock")) {
            virtual = Rational.ZERO;
            lastFinish.clear();
        }
        int flow = arrival.flow();
        if (discipline.equals("wf2q+") && !queue(flow).isEmpty()) {
            unstamped.computeIfAbsent(flow, number -> new ArrayDeque<>()).add(arrival.length());
            return;
        }
        Rational floor = discipline.equals("virtual-clock") ? Rational.of(arrival.time()) : virtualAt(arrival.time());
        stamp(flow, arrival.length(), floor.max(lastFinish.getOrDefault(flow, Rational.ZERO)));
    }

    private Rational virtualAt(long time) {
        return discipline.equals("wf2q+")
                ? virtual.plus(Rational.of(Math.min(time, freeAt) - pickedAt).dividedBy(totalWeight))
                : virtual;
    }

    private void stamp(int flow, int length, Rational start) {
        Rational weight = Rational.of(weights.getOrDefault(flow, 1));
        Rational span = Rational.of(length).dividedBy(weight);
        Rational finish = start.plus(discipline.equals("virtual-clock") ? span.times(totalWeight) : span);
        lastFinish.put(flow, finish);
        queue(flow).add(new Stamped(flow, length, start, finish));
    }

    private @Nullable Stamped choose() {
        if (discipline.equals("wf2q+")) {
            virtual = virtual.plus(Rational.of(freeAt - pickedAt).dividedBy(totalWeight));
            pickedAt = freeAt;
            firsts().stream()
                    .map(Stamped::start)
                    .min(Comparator.naturalOrder())
                    .ifPresent(least -> virtual = virtual.max(least));
        }
        return firsts().stream()
                .filter(first -> !discipline.equals("wf2q+") || first.start.compareTo(virtual) <= 0)
                .min(Comparator.comparing(discipline.equals("stfq") ? Stamped::start : Stamped::finish))
                .orElse(null);
    }

    private void take(Stamped chosen, long now) {
        queue(chosen.flow).remove();
        pickedAt = now;
        freeAt = now + chosen.length;
        if (discipline.equals("scfq")) {
            virtual = chosen.finish;
        } else if (discipline.equals("stfq")) {
            virtual = chosen.start;
        }
        Integer next = unstamped.getOrDefault(chosen.flow, new ArrayDeque<>()).poll();
        if (next != null) {
            stamp(chosen.flow, next, chosen.finish);
        }
    }

    private boolean isEmpty() {
        return firsts().isEmpty();
    }

    private List<Stamped> firsts() {
        return queues.values().stream()
                .filter(queue -> !queue.isEmpty())
                .map(Deque::element)
                .toList();
    }

    private Deque<Stamped> queue(int flow) {
        return queues.computeIfAbsent(flow, number -> new ArrayDeque<>());
    }
}
