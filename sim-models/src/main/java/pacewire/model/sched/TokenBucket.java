package pacewire.model.sched;

import java.math.BigInteger;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/**
 * A token bucket, full at first: what leaves has at most {@code burst + rate t} bytes within any time t. Kept as the instant
 * at which it will be full again ({@link RateClock}) and not as a level that is filled up tick by tick, so that nothing is
 * lost by rounding, however often it is looked at.
 */
final class TokenBucket {
    /** A bucket that takes longer to fill is refused: instants up to a day short of the clock's end stay in range. */
    private static final BigInteger LONGEST_FILL_PS = BigInteger.valueOf(Long.MAX_VALUE / 4);

    private final RateClock full;
    private final DataRate rate;
    private final long burstBytes;
    /** Time of the burst at the rate, in whole picoseconds and parts as of {@link RateClock}. */
    private final long burstPs;

    private final long burstParts;

    /**
     * A full bucket.
     *
     * @param burstBytes at least 1
     * @throws UnfitSetupException when it takes longer to fill than 26 days
     */
    TokenBucket(DataRate rate, long burstBytes) {
        full = new RateClock(rate);
        this.rate = rate;
        this.burstBytes = burstBytes;
        BigInteger[] time = BigInteger.valueOf(burstBytes)
                .multiply(BigInteger.valueOf(RateClock.PS_PER_BYTE_AT_1_BPS))
                .divideAndRemainder(BigInteger.valueOf(rate.bitsPerSecond()));
        if (time[0].compareTo(LONGEST_FILL_PS) > 0) {
            throw new UnfitSetupException("a bucket of " + burstBytes + " bytes takes longer to fill at " + rate
                    + " than " + SimTime.format(LONGEST_FILL_PS.longValueExact()));
        }
        burstPs = time[0].longValueExact();
        burstParts = time[1].longValueExact();
    }

    /** Most bytes that may leave at once. */
    long burstBytes() {
        return burstBytes;
    }

    /** The first tick, perhaps long past, from which on it holds tokens for so many bytes: no tick early, no tick late. */
    long holdsPs(int bytes) {
        long dividend = Math.multiplyExact(bytes, RateClock.PS_PER_BYTE_AT_1_BPS);
        long bitsPerSecond = rate.bitsPerSecond();
        long ps = full.wholePs() - burstPs + dividend / bitsPerSecond;
        long parts = full.parts() - burstParts + dividend % bitsPerSecond;
        // Rounded up: parts lie above -bitsPerSecond and below twice that.
        if (parts <= 0) {
            return ps;
        }
        return parts <= bitsPerSecond ? ps + 1 : ps + 2;
    }

    /** Takes the tokens of a packet that leaves. */
    void take(int bytes, long nowPs) {
        full.charge(bytes, nowPs);
    }

    /** Fills it. */
    void reset() {
        full.reset();
    }

    /** Whole bytes of tokens in it. For people and tests: does its sums in wide numbers. */
    long tokens(long nowPs) {
        BigInteger missing = BigInteger.valueOf(full.wholePs())
                .subtract(BigInteger.valueOf(nowPs))
                .multiply(BigInteger.valueOf(rate.bitsPerSecond()))
                .add(BigInteger.valueOf(full.parts()));
        if (missing.signum() <= 0) {
            return burstBytes;
        }
        BigInteger[] bytes = missing.divideAndRemainder(BigInteger.valueOf(RateClock.PS_PER_BYTE_AT_1_BPS));
        return burstBytes - bytes[0].longValueExact() - (bytes[1].signum() > 0 ? 1 : 0);
    }
}
