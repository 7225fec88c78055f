package pacewire.model.sched;

import java.math.BigInteger;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

/**
 * A token bucket, full at first, that lends: whoever finds it not below zero may take more than there is, and the debt is
 * paid before the next. Kept as the instant at which it holds nothing and owes nothing, with the part below a picosecond as a
 * fraction of the rate: exact, as {@link RateClock}.
 */
final class LendingBucket {
    /** Debts beyond are forgotten: Linux {@code sch_htb.c}, mbuffer, 60 s. */
    private static final long LARGEST_DEBT_PS = 60 * SimTime.SECOND;

    private static final BigInteger LONGEST_FILL_PS = BigInteger.valueOf(Long.MAX_VALUE / 4);
    private static final long LONG_AGO_PS = Long.MIN_VALUE / 4;

    private final long bitsPerSecond;
    private final long burstPs;
    private final long burstParts;
    private long zeroPs = LONG_AGO_PS;
    /** 0 to {@code bitsPerSecond - 1}. */
    private long zeroParts;

    /**
     * A full bucket.
     *
     * @throws UnfitSetupException when it takes longer to fill than 26 days
     */
    LendingBucket(DataRate rate, long burstBytes) {
        bitsPerSecond = rate.bitsPerSecond();
        BigInteger[] time = BigInteger.valueOf(burstBytes)
                .multiply(BigInteger.valueOf(RateClock.PS_PER_BYTE_AT_1_BPS))
                .divideAndRemainder(BigInteger.valueOf(bitsPerSecond));
        if (time[0].compareTo(LONGEST_FILL_PS) > 0) {
            throw new UnfitSetupException("a burst of " + burstBytes + " bytes takes longer at " + rate + " than "
                    + SimTime.format(LONGEST_FILL_PS.longValueExact()));
        }
        burstPs = time[0].longValueExact();
        burstParts = time[1].longValueExact();
    }

    /** Whether it owes nothing. */
    boolean lendsAt(long nowPs) {
        return lendsFromPs() <= nowPs;
    }

    /** The first tick, perhaps long past, at which it owes nothing. */
    long lendsFromPs() {
        return zeroParts == 0 ? zeroPs : zeroPs + 1;
    }

    /** Takes the tokens of a packet that leaves. */
    void take(int bytes, long nowPs) {
        fill(nowPs);
        long dividend = Math.multiplyExact(bytes, RateClock.PS_PER_BYTE_AT_1_BPS);
        zeroPs += dividend / bitsPerSecond;
        zeroParts += dividend % bitsPerSecond;
        if (zeroParts >= bitsPerSecond) {
            zeroParts -= bitsPerSecond;
            zeroPs++;
        }
        if (zeroPs >= nowPs + LARGEST_DEBT_PS) {
            zeroPs = nowPs + LARGEST_DEBT_PS;
            zeroParts = 0;
        }
    }

    /** Tokens beyond the burst run over. */
    private void fill(long nowPs) {
        long fullPs = nowPs - burstPs - (burstParts == 0 ? 0 : 1);
        long fullParts = burstParts == 0 ? 0 : bitsPerSecond - burstParts;
        if (zeroPs < fullPs || (zeroPs == fullPs && zeroParts < fullParts)) {
            zeroPs = fullPs;
            zeroParts = fullParts;
        }
    }

    /** Fills it. */
    void reset() {
        zeroPs = LONG_AGO_PS;
        zeroParts = 0;
    }
}
