package pacewire.testkit.prove;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.model.packet.Packet;
import pacewire.testkit.prove.trial.Arrival;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Terms;

/** The packets of a case as rows of a file of arrivals, and back. */
final class CaseRows {
    private static final Rational BITS_PER_BYTE = Rational.of(8);
    private static final int HEAVIEST = 1000;

    private CaseRows() {}

    /** The arrivals of a case, as a replay takes them. */
    static List<pacewire.testkit.replay.Arrival> of(ProofCase tried) {
        List<Arrival> arrivals = tried.arrivals();
        boolean hasWeights =
                arrivals.stream().anyMatch(arrival -> arrival.terms().weight() != 1);
        // In a replay, what a row leaves out stays what it was: whoever names a priority once must always name it.
        Set<Integer> prioritised = arrivals.stream()
                .filter(arrival -> arrival.terms().priority() != 0)
                .map(Arrival::flow)
                .collect(Collectors.toSet());
        return arrivals.stream()
                .map(arrival -> row(arrival, hasWeights, prioritised.contains(arrival.flow())))
                .toList();
    }

    private static pacewire.testkit.replay.Arrival row(Arrival arrival, boolean hasWeights, boolean hasPriority) {
        Terms terms = arrival.terms();
        pacewire.testkit.replay.Arrival row = pacewire.testkit.replay.Arrival.of(
                        String.valueOf(arrival.id()),
                        String.valueOf(arrival.flow()),
                        seconds(arrival.atPs()),
                        Rational.of(arrival.bytes()))
                .withDscp(arrival.dscp())
                .withEcn((byte) arrival.ecn());
        if (hasWeights) {
            row = row.withWeight(Rational.of(terms.weight()));
        }
        if (hasPriority) {
            row = row.withPriority(terms.priority());
        }
        if (terms.rate() != null) {
            row = row.withRate(Rational.of(terms.rate().bitsPerSecond()).dividedBy(BITS_PER_BYTE));
        }
        if (arrival.hasDeadline()) {
            row = row.withDeadline(seconds(arrival.deadlinePs()));
        }
        return arrival.hasEligible() ? row.withEligible(seconds(arrival.eligiblePs())) : row;
    }

    /**
     * The packet of a row: what the row leaves out its flow does not ask for.
     *
     * @throws UnitException when a case has no such packet, with what it may be
     */
    static Arrival arrival(pacewire.testkit.replay.Arrival row) {
        Rational weight = row.weight();
        Integer priority = row.priority();
        Terms terms = new Terms(
                weight == null ? 1 : Math.toIntExact(whole("weight", weight, HEAVIEST)),
                rate(row.rate()),
                priority == null ? 0 : priority);
        return new Arrival(
                number("id", row.id()),
                number("flow", row.flow()),
                ps("arrival", row.time()),
                Math.toIntExact(whole("bytes", row.bytes(), Integer.MAX_VALUE)),
                terms,
                row.deadline() == null ? Long.MAX_VALUE : ps("deadline", row.deadline()),
                row.eligible() == null ? Packet.UNSCHEDULED : ps("eligible", row.eligible()),
                row.dscp(),
                row.ecn());
    }

    private static @Nullable DataRate rate(@Nullable Rational bytesPerSecond) {
        return bytesPerSecond == null
                ? null
                : new DataRate(whole("rate in bits a second", bytesPerSecond.times(BITS_PER_BYTE), Long.MAX_VALUE));
    }

    /** In seconds, exactly. */
    static Rational seconds(long ps) {
        return Rational.of(ps, SimTime.SECOND);
    }

    /** @throws UnitException when it is no whole number of picoseconds, or centuries */
    static long ps(String what, Rational seconds) {
        return whole(what + " in picoseconds", seconds.times(Rational.of(SimTime.SECOND)), SimTime.NEVER / 2);
    }

    /** @throws UnitException when it is no whole number, or too large for one of a case */
    static int number(String what, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new UnitException("'" + text + "' as " + what + "; in a case it is a whole number up to 999999999");
        }
        return Integer.parseInt(text);
    }

    private static long whole(String what, Rational value, long most) {
        if (!value.floor().equals(value.ceiling()) || value.floor().compareTo(BigInteger.valueOf(most)) > 0) {
            throw new UnitException("'" + value + "' as " + what + "; in a case it is a whole number up to " + most);
        }
        return value.floor().longValueExact();
    }
}
