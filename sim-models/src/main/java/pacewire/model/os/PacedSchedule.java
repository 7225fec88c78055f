package pacewire.model.os;

import pacewire.core.units.ByteClock;
import pacewire.core.units.DataRate;

/** Datagrams at a constant payload rate. */
final class PacedSchedule extends IdealSchedule {
    /** Whether a byte takes a whole number of picoseconds, as mostly. */
    private final boolean isExact;
    /** Picoseconds for each byte where they are whole, else bits per second. */
    private final long rate;
    /** Of the latest division, as in {@link ByteClock}; no such object here, which would be one more to wait for. */
    private long remainder;

    private long nextPs;

    PacedSchedule(long startPs, DataRate payloadRate) {
        isExact = payloadRate.wholePsPerByte() > 0;
        rate = isExact ? payloadRate.wholePsPerByte() : payloadRate.bitsPerSecond();
        nextPs = startPs;
    }

    @Override
    public long idealPsOfNext(int payloadBytes) {
        long idealPs = nextPs;
        nextPs += isExact ? payloadBytes * rate : psRoundedDown(payloadBytes);
        return idealPs;
    }

    private long psRoundedDown(int bytes) {
        long dividend = bytes * ByteClock.PS_PER_BYTE_AT_1_BPS + remainder;
        long ps = dividend / rate;
        remainder = dividend - ps * rate;
        return ps;
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
