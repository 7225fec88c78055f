package pacewire.model.os;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;

/** Datagrams at a constant payload rate. */
final class PacedSchedule implements IdealSchedule {
    private final ByteClock clock;
    private long nextPs;

    PacedSchedule(long startPs, DataRate payloadRate) {
        clock = new ByteClock(payloadRate);
        nextPs = startPs;
    }

    @Override
    public long idealPsOfNext(int payloadBytes) {
        long idealPs = nextPs;
        nextPs += clock.advance(payloadBytes);
        return idealPs;
    }

    @Override
    public long nextPs() {
        return nextPs;
    }

    @Override
    public long readAhead() {
        return clock.hasRemainder() ? 1 : 0;
    }

    @Override
    public boolean isRecorded() {
        return false;
    }
}
