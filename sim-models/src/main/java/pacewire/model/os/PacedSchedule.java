package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;

/** Datagrams at a constant payload rate. */
final class PacedSchedule extends IdealSchedule {
    /** Time of a byte where that is a whole number of picoseconds, as mostly; else 0. */
    private final long psPerByte;
    /** Null where it is not needed. */
    private final @Nullable ByteClock clock;

    private long nextPs;

    PacedSchedule(long startPs, DataRate payloadRate) {
        psPerByte = payloadRate.wholePsPerByte();
        clock = psPerByte > 0 ? null : new ByteClock(payloadRate);
        nextPs = startPs;
    }

    @Override
    public long idealPsOfNext(int payloadBytes) {
        long idealPs = nextPs;
        nextPs += clock == null ? payloadBytes * psPerByte : clock.advance(payloadBytes);
        return idealPs;
    }

    @Override
    public long nextPs() {
        return nextPs;
    }

    @Override
    public boolean isRecorded() {
        return false;
    }
}
