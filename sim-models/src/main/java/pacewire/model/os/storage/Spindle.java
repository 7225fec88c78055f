package pacewire.model.os.storage;

import pacewire.core.units.DataRate;

/**
 * The mechanics of a spinning disk: how long the head takes to a place, and the platter after it. A byte's place tells its
 * track and its angle: tracks of equal length lie side by side, the next one going on where the one before ends. (Real disks
 * have longer tracks outside, and turn each track against the last by the time of the smallest seek; means over the whole disk
 * are the same.)
 *
 * @param shortestSeekPs to the next track
 * @param meanSeekPs between two places anywhere on the disk
 * @param turnPs one turn of the platter
 * @param capacityBytes of the whole disk; places behind it are as far as its end
 */
record Spindle(long shortestSeekPs, long meanSeekPs, long turnPs, long capacityBytes) {
    /**
     * How far the wait of a read lowers its time of positioning when the disk chooses the next: by a hundredth, so that one that
     * has waited for two seconds is as good as the nearest. "Aged" shortest time first: Jacobson and Wilkes, "Disk
     * scheduling algorithms based on rotational position", HPL-CSP-91-7, 1991; the weight is our own.
     */
    private static final long AGEING = 100;

    /** Bytes that pass under the head in one turn. */
    private long trackBytes(DataRate transfer) {
        return transfer.bytesInPs(turnPs);
    }

    /** Time until the first byte at a place is under the head that is at another now. */
    long positioningPs(long from, long to, DataRate transfer, long nowPs) {
        long trackBytes = trackBytes(transfer);
        long seekPs = seekPs(Math.abs(to / trackBytes - from / trackBytes), trackBytes);
        long anglePs = turnPs * (to % trackBytes) / trackBytes;
        return seekPs + Math.floorMod(anglePs - (nowPs + seekPs), turnPs);
    }

    /** What a wait takes off the time of positioning when the disk chooses which read is next. */
    static long creditPs(long waitedPs) {
        return waitedPs / AGEING;
    }

    /**
     * A seek accelerates half of the way and slows down the other half, so that its time grows with the root of the distance
     * (Ruemmler and Wilkes, "An introduction to disk drive modeling", IEEE Computer 27(3), 1994; the constant speed of their
     * longest seeks is left out). Between two random places the mean root of the distance is 8/15 of that of the whole
     * stroke, which makes the factor.
     */
    private long seekPs(long tracks, long trackBytes) {
        if (tracks == 0) {
            return 0;
        }
        long allTracks = Math.max(2, capacityBytes / trackBytes);
        double share = Math.min(1.0, (double) (tracks - 1) / (allTracks - 1));
        double longestPs = (meanSeekPs - shortestSeekPs) * 15.0 / 8.0;
        return shortestSeekPs + (long) StrictMath.rint(longestPs * StrictMath.sqrt(share));
    }
}
