package pacewire.model.client;

import pacewire.core.units.SimTime;

/** Equal gaps. */
public final class ConstantArrivals implements ArrivalProcess {
    private final long gapPs;
    private long nextPs;

    /** Arrivals at {@code startPs}, and then every {@code gapPs}, both at least 0. */
    public ConstantArrivals(long startPs, long gapPs) {
        this.nextPs = startPs;
        this.gapPs = gapPs;
    }

    @Override
    public long nextPs() {
        long arrivalPs = nextPs;
        nextPs = gapPs > SimTime.NEVER - nextPs ? SimTime.NEVER : nextPs + gapPs;
        return arrivalPs;
    }
}
