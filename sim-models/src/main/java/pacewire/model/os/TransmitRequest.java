package pacewire.model.os;

import java.util.List;

import pacewire.model.packet.FlowMetrics;

/**
 * The arguments of {@code transmit} beside the socket.
 *
 * @param files what to send, one behind the other
 * @param metrics the performance metrics to keep
 */
public record TransmitRequest(List<FileRange> files, FlowMetrics metrics) {
    public TransmitRequest {
        files = List.copyOf(files);
    }

    /** By hand, for the reason that {@link pacewire.model.transport.TcpAddresses#hashCode} gives. */
    @Override
    public int hashCode() {
        int hash = metrics.priority();
        for (FileRange range : files) {
            hash = 31 * hash + 17 * range.path().hashCode() + Long.hashCode(range.bytes());
        }
        return hash;
    }

    /**
     * The first bytes of a file.
     *
     * @param bytes how many; {@link #WHOLE_FILE}: all
     */
    public record FileRange(String path, long bytes) {
        public static final long WHOLE_FILE = Long.MAX_VALUE;
    }
}
