package pacewire.testkit.junit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.testkit.replay.Outcome;
import pacewire.testkit.replay.Outcome.Departure;
import pacewire.testkit.replay.ReplayQuantity;
import pacewire.testkit.replay.ReplayResult;

/**
 * Assertions about a replay; each throws {@link AssertionError} with what was found, or gives this for the next. Texts are
 * quantities such as "5 us", or plain numbers in seconds, bytes and bytes a second; all are compared exactly.
 */
public final class ReplayAssert {
    private final ReplayResult result;

    ReplayAssert(ReplayResult result) {
        this.result = result;
    }

    /** These packets are sent, and no others, in this order. */
    public ReplayAssert leavesInOrder(String... ids) {
        return require(result.order().equals(List.of(ids)), "order of departure", List.of(ids), result.order());
    }

    /** The first bit of a packet is on the line at an instant. */
    public ReplayAssert startsAt(String id, String time) {
        Rational expected = ReplayQuantity.seconds(time);
        return require(sent(id).start().equals(expected), "start of '" + id + "'", expected, sent(id).start());
    }

    /** The last bit of a packet is on the line at an instant. */
    public ReplayAssert endsAt(String id, String time) {
        Rational expected = ReplayQuantity.seconds(time);
        return require(sent(id).end().equals(expected), "end of '" + id + "'", expected, sent(id).end());
    }

    /** These packets are dropped, and no others, in this order; none when none is named. */
    public ReplayAssert drops(String... ids) {
        List<String> dropped = result.drops().stream().map(Outcome::id).toList();
        return require(dropped.equals(List.of(ids)), "packets dropped", List.of(ids), dropped);
    }

    /** Every packet is sent or dropped in the end. */
    public ReplayAssert leavesNothingBehind() {
        List<String> left = result.left().stream().map(Outcome::id).toList();
        return require(left.isEmpty(), "packets that never leave", List.of(), left);
    }

    /** Packets of one flow are sent in the order in which they came. */
    public ReplayAssert keepsFlowsInOrder() {
        Map<String, Departure> last = new LinkedHashMap<>();
        for (Departure departure : result.departures()) {
            Departure before = last.put(departure.flow(), departure);
            if (before != null && before.index() > departure.index()) {
                throw new AssertionError("flow '" + departure.flow() + "' is out of order: '" + departure.id()
                        + "' came before '" + before.id() + "' and leaves after it");
            }
        }
        return this;
    }

    /** The line is never idle while a packet that is sent later waits. */
    public ReplayAssert neverIdlesWhilePacketsWait() {
        List<Departure> departures = result.departures();
        List<Departure> byArrival = new ArrayList<>(departures);
        byArrival.sort(Comparator.comparing(departure -> departure.arrival().time()));
        Rational free = Rational.ZERO;
        for (int i = 0; i < departures.size(); i++) {
            Departure next = departures.get(i);
            Rational from = free;
            Departure waiting = byArrival.stream()
                    .filter(candidate -> candidate.start().compareTo(next.start()) >= 0)
                    .findFirst()
                    .orElse(next);
            Rational idle = from.max(waiting.arrival().time());
            if (idle.compareTo(next.start()) < 0) {
                throw new AssertionError("the line is idle from " + idle + " s to " + next.start() + " s, while '"
                        + waiting.id() + "' waits");
            }
            free = next.end();
        }
        return this;
    }

    /** No packet starts before the instant that its sender names. */
    public ReplayAssert isNeverEarly() {
        for (Departure departure : result.departures()) {
            @Nullable Rational eligible = departure.arrival().eligible();
            if (eligible != null && departure.start().compareTo(eligible) < 0) {
                throw new AssertionError("'" + departure.id() + "' leaves at " + departure.start()
                        + " s, and is eligible at " + eligible + " s");
            }
        }
        return this;
    }

    /** Every packet with a deadline is sent, and ends by then. */
    public ReplayAssert meetsDeadlines() {
        for (Outcome outcome : result.outcomes()) {
            @Nullable Rational deadline = outcome.arrival().deadline();
            @Nullable Rational end = outcome.endOrNull();
            if (deadline != null && (end == null || end.compareTo(deadline) > 0)) {
                throw new AssertionError("'" + outcome.id() + "' has a deadline at " + deadline + " s, and "
                        + (end == null ? "is " + outcome.verdict() : "ends at " + end + " s"));
            }
        }
        return this;
    }

    /** All that is sent conforms to a token bucket, full at first: in any window, no more than burst and rate allow. */
    public ReplayAssert conformsTo(String rate, String burst) {
        return conform("all packets", result.departures(), rate, burst);
    }

    /** What is sent of a flow conforms to a token bucket, full at first. */
    public ReplayAssert flowConformsTo(String flow, String rate, String burst) {
        return conform("flow '" + flow + "'", result.departuresOf(flow), rate, burst);
    }

    /** A packet needs tokens for all of it when it starts. */
    private ReplayAssert conform(String whose, List<Departure> departures, String rate, String burst) {
        Rational bytesPerSecond = ReplayQuantity.bytesPerSecond(rate);
        Rational depth = ReplayQuantity.bytes(burst);
        Rational tokens = depth;
        Rational before = Rational.ZERO;
        for (Departure departure : departures) {
            Rational grown = departure.start().minus(before).times(bytesPerSecond);
            tokens = tokens.plus(grown).min(depth).minus(departure.arrival().bytes());
            before = departure.start();
            if (tokens.signum() < 0) {
                throw new AssertionError(
                        whose + ": '" + departure.id() + "' starts at " + departure.start() + " s, " + tokens.negated()
                                + " bytes more than a bucket of " + burst + " and " + rate + " lets through");
            }
        }
        return this;
    }

    private Departure sent(String id) {
        return result.departures().stream()
                .filter(departure -> departure.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("'" + id + "' is not sent; sent: " + result.order()));
    }

    private ReplayAssert require(boolean holds, String what, Object expected, Object found) {
        if (!holds) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
        return this;
    }
}
