package pacewire.model.nic;

import pacewire.model.packet.Packet;

/**
 * Which receive queue takes a packet: receive-side scaling with the Toeplitz hash over addresses and ports (Microsoft,
 * "Introduction to Receive Side Scaling" and "Verifying the RSS Hash Calculation"; the key is that of the latter). The table
 * from hash to queue has 128 entries, filled with the queues in turns, as Linux drivers fill it ({@code
 * ethtool_rxfh_indir_default} in include/linux/ethtool.h). Packets of one connection therefore come to one queue.
 */
final class ReceiveSideScaling {
    private static final int TABLE_ENTRIES = 128;
    /** Source and destination address, source and destination port. */
    private static final int INPUT_BYTES = 12;

    /** 40 bytes, as a hexadecimal string. */
    private static final String KEY =
            "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

    private final int queues;
    /** What each value of each byte of the input adds to the hash. */
    private final int[] shares = new int[INPUT_BYTES * 256];

    ReceiveSideScaling(int queues) {
        this.queues = queues;
        for (int place = 0; place < INPUT_BYTES; place++) {
            for (int value = 0; value < 256; value++) {
                shares[place * 256 + value] = share(place, value);
            }
        }
    }

    int queueOf(Packet packet) {
        int hash = hash(packet.source, packet.destination, packet.sourcePort, packet.destinationPort);
        return (hash & (TABLE_ENTRIES - 1)) % queues;
    }

    int hash(int source, int destination, int sourcePort, int destinationPort) {
        return ofInt(0, source) ^ ofInt(4, destination) ^ ofShort(8, sourcePort) ^ ofShort(10, destinationPort);
    }

    private int ofInt(int place, int value) {
        return ofShort(place, value >>> 16) ^ ofShort(place + 2, value);
    }

    private int ofShort(int place, int value) {
        return shares[place * 256 + (value >>> 8 & 0xff)] ^ shares[(place + 1) * 256 + (value & 0xff)];
    }

    /** For each bit that is set, the 32 bits of the key from that bit's place on. */
    private static int share(int place, int value) {
        int share = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((value & 0x80 >> bit) != 0) {
                share ^= keyFrom(8 * place + bit);
            }
        }
        return share;
    }

    private static int keyFrom(int bit) {
        int digit = bit / 4;
        // 36 bits hold every 32 bits that begin within their first digit.
        long window = Long.parseLong(KEY.substring(digit, digit + 9), 16);
        return (int) (window >>> (4 - bit % 4));
    }
}
