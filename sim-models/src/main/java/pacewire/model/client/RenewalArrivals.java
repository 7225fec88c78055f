package pacewire.model.client;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.units.SimTime;

/** Independent gaps from one distribution, the first from the start of the run. A negative gap counts as none. */
public final class RenewalArrivals implements ArrivalProcess {
    private final RandomStream random;
    private final Distribution gapPs;
    private long lastPs;

    /**
     * Arrivals with random gaps.
     *
     * @param random the group's own stream
     * @param gapPs gap in picoseconds
     */
    public RenewalArrivals(RandomStream random, Distribution gapPs) {
        this.random = random;
        this.gapPs = gapPs;
    }

    /** A Poisson process: exponential gaps with a mean in picoseconds. */
    public static RenewalArrivals poisson(RandomStream random, long meanGapPs) {
        return new RenewalArrivals(random, new Distributions.Exponential(meanGapPs));
    }

    @Override
    public long nextPs() {
        long gap = Math.max(0, gapPs.sampleLong(random));
        lastPs = gap > SimTime.NEVER - lastPs ? SimTime.NEVER : lastPs + gap;
        return lastPs;
    }
}
