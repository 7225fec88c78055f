package pacewire.model.transport;

import pacewire.model.packet.Packet;

/** What was written to a connection and is not acknowledged, by sequence number. The first byte has number 1, behind the SYN. */
final class SendStream implements SegmentOutput.Content {
    static final long FIRST_BYTE = 1;

    private final SendQueue queue = new SendQueue();
    /** The first byte that is not acknowledged, and one past the last byte written. */
    private long first = FIRST_BYTE;

    private long end = FIRST_BYTE;

    /** One past the last byte written. */
    long end() {
        return end;
    }

    /** Bytes that are not acknowledged. */
    int size() {
        return queue.size();
    }

    void write(byte[] bytes) {
        queue.add(bytes);
        end += bytes.length;
    }

    void writeExtent(int file, int version, long offset, int length) {
        queue.addExtent(file, version, offset, length);
        end += length;
    }

    /** All before a number is acknowledged, which may be that of the SYN or one past the FIN's. */
    void acknowledged(long acknowledgement) {
        long newFirst = Math.max(first, Math.min(acknowledgement, end));
        queue.drop((int) (newFirst - first));
        first = newFirst;
    }

    /** How much of so many bytes, from a number on, stands in one piece: bytes, or a part of one file. */
    int contiguous(long sequence, long most) {
        return most <= 0 ? 0 : queue.contiguous((int) (sequence - first), (int) most);
    }

    /** Whether a segment of that length is short because what follows is of another file, or of none: it will not grow. */
    boolean endsPiece(long sequence, int length) {
        long rest = Math.min(end - sequence, length + 1L);
        return rest > length && contiguous(sequence, rest) == length;
    }

    @Override
    public void fill(Packet segment) {
        if (segment.payloadBytes > 0) {
            queue.fill(segment, (int) (segment.tcpSequence - first));
        }
    }

    /** Writes down a stream of which all is acknowledged. */
    void save(CompactWriter writer) {
        writer.put(end);
    }

    void restore(CompactReader reader) {
        end = reader.next();
        first = end;
    }
}
