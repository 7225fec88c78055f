package pacewire.model.nic;

/**
 * What the driver remembers of transmit descriptors that the NIC is done with, until they are reaped: the packets
 * themselves are on the network by then. Primitive arrays, so that a packet on its way allocates nothing.
 */
final class CompletionRing {
    private final int[] flows;
    private final long[] sequences;
    private final int[] ipBytes;
    private int first;
    private int size;

    /** A ring that holds at most so many completions. */
    CompletionRing(int capacity) {
        flows = new int[capacity];
        sequences = new long[capacity];
        ipBytes = new int[capacity];
    }

    void add(int flow, long sequence, int bytes) {
        int untilEnd = flows.length - first;
        int slot = size < untilEnd ? first + size : size - untilEnd;
        flows[slot] = flow;
        sequences[slot] = sequence;
        ipBytes[slot] = bytes;
        size++;
    }

    /** Tells of the oldest completion; its descriptor is free by then, so that the sink may post the next packet. */
    void reapFirst(NicQueue.Completions sink, long nowPs) {
        int slot = first;
        int flow = flows[slot];
        long sequence = sequences[slot];
        int bytes = ipBytes[slot];
        first = slot + 1 == flows.length ? 0 : slot + 1;
        size--;
        sink.completed(flow, sequence, bytes, nowPs);
    }

    int size() {
        return size;
    }
}
