package pacewire.model.os;

import java.util.Arrays;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.Packet;

/**
 * When a send buffer was full for a sender that does not wait for it: from the call that found it full until half of it was
 * free. Meanwhile the sender serves others, but the datagrams of this socket wait for the buffer.
 */
final class FullTimes {
    /** Starts and ends by turns, in order; the last one may have no end yet. */
    private long[] instantsPs = new long[8];

    private int first;
    private int end;

    /** It is full now; does nothing when it was already. */
    void full(long nowPs) {
        if ((end - first) % 2 == 0) {
            add(nowPs);
        }
    }

    /** Half of it is free now; does nothing when it was not full. */
    void roomAgain(long nowPs) {
        if ((end - first) % 2 == 1) {
            add(nowPs);
        }
    }

    private void add(long instantPs) {
        if (end == instantsPs.length) {
            compact();
        }
        instantsPs[end++] = instantPs;
    }

    private void compact() {
        int kept = end - first;
        if (2 * kept > instantsPs.length) {
            instantsPs = Arrays.copyOf(instantsPs, 2 * instantsPs.length);
        }
        System.arraycopy(instantsPs, first, instantsPs, 0, kept);
        first = 0;
        end = kept;
    }

    /**
     * Charges a packet with the waits, and with what its sender did between them. Later packets have later bases, so what
     * was over before this one's is forgotten.
     */
    void chargeTo(Packet packet, OsThread sender) {
        while (end - first >= 2 && instantsPs[first + 1] <= packet.accountBasePs()) {
            first += 2;
        }
        for (int i = first; i + 1 < end; i += 2) {
            sender.chargeDelaysTo(packet, instantsPs[i]);
            packet.spend(DelayPart.SOCKET_BUFFER, instantsPs[i + 1]);
        }
    }
}
