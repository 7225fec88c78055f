package pacewire.model.link;

import pacewire.model.packet.Packet;

/**
 * A recorded link: packets leave at the opportunities of a {@link CapacityTrace}, as in Mahimahi's {@code mm-link}
 * ({@code src/frontend/link_queue.cc}). Each opportunity carries up to 1500 bytes of IP packets; a packet leaves at the
 * opportunity at which its last byte fits; what is left of an opportunity serves the packets behind it; an opportunity
 * that finds the queue empty is lost; after the last opportunity the trace starts again.
 *
 * <p>Differences from Mahimahi: an opportunity is 1500 bytes, as its manual says, where the program counts 1504 because
 * its packets carry four bytes of TUN header; a packet that comes at the very instant of an opportunity may use it, where
 * the program, whose clock counts milliseconds, spends the opportunity first; a packet of more than 1500 bytes takes
 * several opportunities, where the program ends.
 */
public final class TraceSerialiser implements Serialiser {
    private final long[] opportunityPs;
    private final long periodPs;

    /** The opportunity in use or, when nothing of it is left, the one used last: its repetition and index. */
    private long cycle;

    private int index = -1;
    private int bytesLeft;

    public TraceSerialiser(CapacityTrace trace) {
        opportunityPs = trace.opportunityPs();
        periodPs = trace.periodPs();
    }

    @Override
    public long readyAtPs(long fromPs) {
        if (bytesLeft > 0 && currentPs() == fromPs) {
            return fromPs;
        }
        long nextPs = followingPs();
        return nextPs >= fromPs ? nextPs : firstFromPs(fromPs);
    }

    @Override
    public long begin(Packet packet, long nowPs) {
        if (bytesLeft == 0 || currentPs() != nowPs) {
            moveTo(nowPs);
        }
        int toSend = packet.ipBytes();
        while (toSend > bytesLeft) {
            toSend -= bytesLeft;
            moveToFollowing();
        }
        bytesLeft -= toSend;
        return currentPs();
    }

    private long currentPs() {
        return cycle * periodPs + opportunityPs[index];
    }

    private long followingPs() {
        int following = index + 1;
        return following < opportunityPs.length
                ? cycle * periodPs + opportunityPs[following]
                : (cycle + 1) * periodPs + opportunityPs[0];
    }

    private void moveToFollowing() {
        index++;
        if (index == opportunityPs.length) {
            index = 0;
            cycle++;
        }
        bytesLeft = CapacityTrace.OPPORTUNITY_BYTES;
    }

    /** Takes the first unused opportunity of an instant; those before it are lost. */
    private void moveTo(long nowPs) {
        if (followingPs() < nowPs) {
            cycle = cycleOf(nowPs);
            index = firstIndexFrom(nowPs - cycle * periodPs) - 1;
        }
        moveToFollowing();
        if (currentPs() != nowPs) {
            throw new IllegalArgumentException("no opportunity at " + nowPs + " ps");
        }
    }

    private long firstFromPs(long fromPs) {
        long inCycle = cycleOf(fromPs);
        int first = firstIndexFrom(fromPs - inCycle * periodPs);
        return first < opportunityPs.length
                ? inCycle * periodPs + opportunityPs[first]
                : (inCycle + 1) * periodPs + opportunityPs[0];
    }

    /**
     * The first repetition that can hold an instant. The end of one is the start of the next, and the opportunities at the
     * end come first.
     */
    private long cycleOf(long instantPs) {
        return Math.max(0, instantPs - 1) / periodPs;
    }

    /** The first opportunity of a repetition that is not before an offset, by bisection; their number when all are. */
    private int firstIndexFrom(long offsetPs) {
        int low = 0;
        int high = opportunityPs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (opportunityPs[middle] < offsetPs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
