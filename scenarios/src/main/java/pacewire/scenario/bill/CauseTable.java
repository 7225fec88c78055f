package pacewire.scenario.bill;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.stats.Histogram;
import pacewire.core.stats.HistogramSnapshot;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * Departure errors by percentile, and what they were spent on: for every range of errors, how many packets had one and the sum of
 * each cause. A range is a 64th of a power of two, so the packets "at least as late as the p99" are known to 1.6 percent of it.
 */
@SuppressWarnings("EnumOrdinal") // sums by part in an array: some additions a packet
final class CauseTable {
    private static final int SUB_BITS = 6;
    private static final int RANGES = (Long.SIZE - SUB_BITS) << SUB_BITS;

    private final Histogram errorsPs = new Histogram();
    private final @Nullable Range[] ranges = new @Nullable Range[RANGES];

    private static final class Range {
        private final long[] spentPs = new long[DelayPart.COUNT];
    }

    void record(long errorPs, Packet packet) {
        errorsPs.record(errorPs);
        if (errorPs <= 0) {
            return;
        }
        int index = rangeOf(errorPs);
        Range range = ranges[index];
        if (range == null) {
            range = new Range();
            ranges[index] = range;
        }
        for (int part = 0; part < DelayPart.COUNT; part++) {
            range.spentPs[part] += packet.spentPs(DelayPart.of(part));
        }
    }

    /** The range of a positive value: values below 64 have their own, each power of two above has 64. */
    static int rangeOf(long value) {
        int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS);
        return (shift << SUB_BITS) + (int) (value >>> shift);
    }

    HistogramSnapshot errorsPs() {
        return errorsPs.snapshot();
    }

    /** The packets at each percentile and beyond. */
    List<Tail> tails(double... percentiles) {
        HistogramSnapshot errors = errorsPs.snapshot();
        List<Tail> tails = new ArrayList<>();
        if (!errors.isEmpty()) {
            Arrays.stream(percentiles).forEach(percent -> tails.add(tail(percent, errors.percentile(percent))));
        }
        return tails;
    }

    private Tail tail(double percent, long fromPs) {
        BigInteger[] sums = new BigInteger[DelayPart.COUNT];
        Arrays.fill(sums, BigInteger.ZERO);
        for (int index = fromPs <= 0 ? 0 : rangeOf(fromPs); index < RANGES; index++) {
            Range range = ranges[index];
            if (range != null) {
                for (int part = 0; part < sums.length; part++) {
                    sums[part] = sums[part].add(BigInteger.valueOf(range.spentPs[part]));
                }
            }
        }
        return new Tail(percent, fromPs, shares(sums));
    }

    private static Map<DelayPart, Double> shares(BigInteger[] sums) {
        double total =
                Arrays.stream(sums).reduce(BigInteger.ZERO, BigInteger::add).doubleValue();
        Map<DelayPart, Double> shares = new EnumMap<>(DelayPart.class);
        for (int part = 0; part < sums.length; part++) {
            if (sums[part].signum() > 0) {
                shares.put(DelayPart.of(part), sums[part].doubleValue() / total);
            }
        }
        return shares;
    }
}
