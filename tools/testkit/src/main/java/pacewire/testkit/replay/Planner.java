package pacewire.testkit.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.testkit.replay.ReplayPlan.FlowChange;
import pacewire.testkit.replay.ReplayPlan.Offer;
import pacewire.testkit.replay.ReplayPlan.Polling;

/** Turns exact seconds and bytes into whole ticks and units of length. */
final class Planner {
    private static final Rational BITS_PER_BYTE = Rational.of(8);
    /** So that adding a packet's time to an instant stays within a long. */
    private static final long LATEST_PS = SimTime.NEVER / 4;

    private final Replay.PlanBuilder given;
    private final @Nullable SchedulerChoice choice;
    private final Rational lineRate;
    private final List<Arrival> arrivals;

    Planner(Replay.PlanBuilder given, @Nullable SchedulerChoice choice) {
        this.given = given;
        this.choice = choice;
        if (given.lineRate == null) {
            throw new ReplayException("a replay needs the rate of the line");
        }
        lineRate = given.lineRate;
        arrivals = new ArrayList<>(given.arrivals);
        arrivals.sort(Comparator.comparing(Arrival::time));
    }

    ReplayPlan plan() {
        ReplayUnits units = units();
        requireRange(units);
        Flows flows = new Flows(arrivals, given.weights, units);
        List<Offer> offers = new ArrayList<>(arrivals.size());
        arrivals.forEach(arrival -> offers.add(offer(arrival, flows, units)));
        return new ReplayPlan(
                units,
                units.rate(lineRate),
                flows.names(),
                flows.opened(),
                offers,
                polling(units),
                given.until == null ? SimTime.NEVER : units.ticks(given.until));
    }

    private ReplayUnits units() {
        UnitSearch search = new UnitSearch();
        addTimes(search);
        addLengths(search);
        search.addRate(lineRate.times(BITS_PER_BYTE));
        for (Arrival arrival : arrivals) {
            if (arrival.rate() != null) {
                search.addRate(arrival.rate().times(BITS_PER_BYTE));
            }
        }
        if (choice != null) {
            choice.addRatesTo(search);
        }
        return search.found();
    }

    private void addTimes(UnitSearch search) {
        for (Arrival arrival : arrivals) {
            search.addTime(arrival.time());
            if (arrival.deadline() != null) {
                search.addTime(arrival.deadline());
            }
            if (arrival.eligible() != null) {
                search.addTime(arrival.eligible());
            }
            if (given.pollPeriod == null) {
                search.addTime(arrival.bytes(), lineRate);
            }
        }
        if (given.pollPeriod != null) {
            search.addTime(given.pollPeriod);
            search.addTime(given.pollStart);
        }
        if (given.until != null) {
            search.addTime(given.until);
        }
        given.exactTimes.forEach(search::addTime);
        if (choice != null) {
            choice.addTimesTo(search);
        }
    }

    private void addLengths(UnitSearch search) {
        arrivals.forEach(arrival -> search.addLength(arrival.bytes()));
        if (choice != null) {
            choice.addLengthsTo(search);
        }
    }

    /** The end of the last packet, if all wait for the last to come, and all lengths are rounded up. */
    private void requireRange(ReplayUnits units) {
        Rational latest = arrivals.isEmpty()
                ? Rational.ZERO
                : arrivals.get(arrivals.size() - 1).time();
        BigInteger wholeBytes = BigInteger.ZERO;
        for (Arrival arrival : arrivals) {
            wholeBytes = wholeBytes.add(arrival.bytes().ceiling());
        }
        latest = latest.plus(Rational.of(wholeBytes, BigInteger.ONE).dividedBy(lineRate));
        Rational ticks = latest.times(SimTime.SECOND).times(Rational.of(units.ticksPerPs(), BigInteger.ONE));
        if (ticks.compareTo(Rational.of(LATEST_PS)) > 0) {
            throw new ReplayException("this replay cannot be exact: with a tick of "
                    + (units.ticksPerPs().bitLength() == 1 ? "1 ps" : "1/" + units.ticksPerPs() + " ps")
                    + ", in which all its times are whole, it may last "
                    + units.seconds(LATEST_PS).floor() + " s, and it lasts " + latest.ceiling()
                    + " s; rates that divide its lengths evenly need no such tick");
        }
    }

    private Offer offer(Arrival arrival, Flows flows, ReplayUnits units) {
        int flow = flows.number(arrival.flow());
        @Nullable FlowChange change = flows.changeAt(arrival);
        return new Offer(
                arrival,
                units.ticks(arrival.time()),
                flow,
                flows.nextSequence(arrival.flow()),
                units.units(arrival.bytes()),
                (byte) flows.priority(arrival.flow()),
                arrival.eligible() == null ? Packet.UNSCHEDULED : units.ticks(arrival.eligible()),
                arrival.deadline() == null ? Long.MAX_VALUE : units.ticks(arrival.deadline()),
                flows.nextIdeal(arrival),
                change);
    }

    private @Nullable Polling polling(ReplayUnits units) {
        return given.pollPeriod == null
                ? null
                : new Polling(units.ticks(given.pollPeriod), units.ticks(given.pollStart));
    }
}
