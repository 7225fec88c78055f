package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Packet;

/**
 * The connected sockets of a host, found by the addresses of a segment. An open-addressed hash table with linear probing, of
 * references alone: a server may have a million connections. Deletion shifts back what stood behind (Knuth, The Art of
 * Computer Programming, vol. 3, section 6.4, algorithm R).
 */
final class ConnectionTable {
    private static final int FIRST_CAPACITY = 16;
    /** 2^32 divided by the golden ratio: spreads consecutive numbers evenly (Knuth, section 6.4). */
    private static final int FIBONACCI = 0x9E3779B9;

    private @Nullable TcpSocket[] table = new TcpSocket[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The socket that a segment is for; null when there is none. */
    @Nullable
    TcpSocket find(Packet segment) {
        int mask = table.length - 1;
        int place = homeOf(segment.source, segment.sourcePort, segment.destinationPort);
        for (TcpSocket socket = table[place]; socket != null; socket = table[place]) {
            if (isFor(socket, segment)) {
                return socket;
            }
            place = (place + 1) & mask;
        }
        return null;
    }

    /** Adds a socket whose addresses no other in the table has. */
    void add(TcpSocket socket) {
        // Three quarters full at most: linear probing then looks at 8.5 places for what is not there (Knuth).
        if (4 * (size + 1) > 3 * table.length) {
            grow();
        }
        insert(socket);
        size++;
    }

    /** Takes a socket out; does nothing when it is not in the table. */
    void remove(TcpSocket socket) {
        int mask = table.length - 1;
        int hole = homeOf(socket);
        while (table[hole] != socket) {
            if (table[hole] == null) {
                return;
            }
            hole = (hole + 1) & mask;
        }
        int place = (hole + 1) & mask;
        for (TcpSocket moved = table[place]; moved != null; moved = table[place]) {
            // What stands here may fill the hole unless its home lies cyclically behind the hole.
            if (((place - homeOf(moved)) & mask) >= ((place - hole) & mask)) {
                table[hole] = moved;
                hole = place;
            }
            place = (place + 1) & mask;
        }
        table[hole] = null;
        size--;
    }

    private static boolean isFor(TcpSocket socket, Packet segment) {
        return socket.remoteHost() == segment.source
                && socket.remotePort() == segment.sourcePort
                && socket.localPort() == segment.destinationPort;
    }

    private int homeOf(TcpSocket socket) {
        return homeOf(socket.remoteHost(), socket.remotePort(), socket.localPort());
    }

    private int homeOf(int remoteHost, int remotePort, int localPort) {
        int mixed = remoteHost + 31 * (remotePort + 31 * localPort);
        return (mixed * FIBONACCI) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }

    private void insert(TcpSocket socket) {
        int mask = table.length - 1;
        int place = homeOf(socket);
        while (table[place] != null) {
            place = (place + 1) & mask;
        }
        table[place] = socket;
    }

    private void grow() {
        @Nullable TcpSocket[] old = table;
        table = new TcpSocket[2 * old.length];
        for (TcpSocket socket : old) {
            if (socket != null) {
                insert(socket);
            }
        }
    }
}
