package pacewire.model.os.storage;

import pacewire.core.random.Distribution;
import pacewire.core.random.RandomStream;
import pacewire.core.units.SimTime;

/**
 * A distribution of times that is known by some of its quantiles, as data sheets publish latencies; between two of them every
 * time is as likely as every other. Drawn in integers.
 *
 * @param millionths shares of the times that are not longer, in millionths; ascending from 0 to 1,000,000
 * @param timesPs the times, as many, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; read for every draw
record Quantiles(int[] millionths, long[] timesPs) implements Distribution {
    private static final int ALL = 1_000_000;

    Quantiles {
        int last = millionths.length - 1;
        if (millionths.length != timesPs.length || last < 1 || millionths[0] != 0 || millionths[last] != ALL) {
            throw new IllegalArgumentException("quantiles go from 0 to 1,000,000 millionths");
        }
        for (int i = 1; i <= last; i++) {
            if (millionths[i] <= millionths[i - 1] || timesPs[i] < timesPs[i - 1]) {
                throw new IllegalArgumentException("quantile " + i + " is not above the one before it");
            }
        }
    }

    @Override
    public double sample(RandomStream random) {
        return sampleLong(random);
    }

    @Override
    public long sampleLong(RandomStream random) {
        int drawn = random.nextInt(ALL);
        int above = 1;
        while (millionths[above] <= drawn) {
            above++;
        }
        int from = millionths[above - 1];
        long span = timesPs[above] - timesPs[above - 1];
        return timesPs[above - 1] + span * (drawn - from) / (millionths[above] - from);
    }

    @Override
    public String describe() {
        StringBuilder text = new StringBuilder("quantiles(");
        for (int i = 0; i < millionths.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(java.math.BigDecimal.valueOf(millionths[i], 4)
                            .stripTrailingZeros()
                            .toPlainString())
                    .append(" % ")
                    .append(SimTime.format(timesPs[i]));
        }
        return text.append(')').toString();
    }
}
