package pacewire.cli.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;

/**
 * What the numbers of a log mean.
 *
 * @param ticksPerSecond how fine its times are
 * @param packetNames names of the packets by number; empty when the number is the name
 */
record LogClock(BigInteger ticksPerSecond, Map<Long, String> packetNames) {
    private static final List<String> UNITS = List.of("ps", "ns", "us", "ms", "s");
    private static final MathContext ABOUT = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final long THOUSAND = 1_000;

    /** Picoseconds, and packets that are called by their place in their flow. */
    static final LogClock PICOSECONDS = new LogClock(BigInteger.valueOf(SimTime.SECOND), Map.of());

    private boolean isPicoseconds() {
        return equals(PICOSECONDS);
    }

    /** An instant, or how far apart two are: exact, in the largest unit of which it is at least one. */
    String time(long ticks) {
        if (!isPicoseconds()) {
            String exact = seconds(ticks).toString();
            return exact.indexOf('/') < 0 ? exact + " s" : exact + " s (about " + rounded(ticks) + " s)";
        }
        int unit = UNITS.size() - 1;
        long ps = SimTime.SECOND;
        while (unit > 0 && Math.abs(ticks) < ps) {
            ps /= THOUSAND;
            unit--;
        }
        return Rational.of(ticks, ps) + " " + UNITS.get(unit);
    }

    private String rounded(long ticks) {
        return new BigDecimal(BigInteger.valueOf(ticks))
                .divide(new BigDecimal(ticksPerSecond), ABOUT)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The same in seconds: a decimal, or a fraction where there is no such decimal. */
    Rational seconds(long ticks) {
        return Rational.of(BigInteger.valueOf(ticks), ticksPerSecond);
    }

    /** Whether a duration is no longer than so many picoseconds. */
    boolean isWithin(long ticks, long ps) {
        return seconds(ticks).compareTo(Rational.of(ps, SimTime.SECOND)) <= 0;
    }

    String packet(String flow, long number) {
        return packetNames.isEmpty() ? flow + " #" + number : "packet " + packetNames.get(number) + " of flow " + flow;
    }
}
