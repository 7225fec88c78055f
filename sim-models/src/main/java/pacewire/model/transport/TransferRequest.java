package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.model.packet.FlowMetrics;

/**
 * What a client asks over its control connection: files, where to send them, and the wished metrics.
 *
 * <p>On the connection it is text, one line each, ended by an empty line:
 *
 * <table>
 * <caption>Lines of a request</caption>
 * <tr><th>line</th><th>meaning</th><th>left out</th></tr>
 * <tr><td>{@code TRANSFER}</td><td>the first line</td><td>never</td></tr>
 * <tr><td>{@code port: 5004}</td><td>the client's UDP port, 1 to 65535</td><td>never</td></tr>
 * <tr><td>{@code minRate: 5000000}</td><td>bits per second of payload</td><td>none</td></tr>
 * <tr><td>{@code maxRate: 5000000}</td><td>bits per second of payload</td><td>none</td></tr>
 * <tr><td>{@code maxJitter: 2000000000}</td><td>picoseconds, at least 0</td><td>none</td></tr>
 * <tr><td>{@code maxDelay: 50000000000}</td><td>picoseconds, at least 0</td><td>none</td></tr>
 * <tr><td>{@code priority: 3}</td><td>0 to 7</td><td>0</td></tr>
 * <tr><td>{@code weight: 10}</td><td>1 to 1000</td><td>1</td></tr>
 * <tr><td>{@code files: 3 5000000, 17 all}</td><td>each file's number at the server, and how many of its first bytes, or
 * "all"</td><td>never</td></tr>
 * </table>
 *
 * <p>Whether the metrics make sense together is for the server's system call to say, as is whether a file exists.
 *
 * @param port the client's UDP port
 * @param files at least one
 */
public record TransferRequest(int port, List<FilePart> files, FlowMetrics metrics) {
    private static final String TITLE = "TRANSFER";
    private static final String ALL = "all";
    private static final int LARGEST_PORT = 65_535;

    /**
     * The first bytes of a file.
     *
     * @param file its number at the server
     * @param bytes how many, 0 for an answer without a body; {@link #WHOLE_FILE}: all
     */
    public record FilePart(int file, long bytes) {
        public static final long WHOLE_FILE = Long.MAX_VALUE;

        public FilePart {
            if (file < 0 || bytes < 0) {
                throw new IllegalArgumentException("file number " + file + ", " + bytes + " bytes");
            }
        }

        /** By hand, as {@link #equals}: requests are keys; see {@link TcpAddresses#hashCode}. */
        @Override
        public int hashCode() {
            return 31 * file + Long.hashCode(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FilePart that && file == that.file && bytes == that.bytes;
        }
    }

    public TransferRequest {
        if (port < 1 || port > LARGEST_PORT || files.isEmpty()) {
            throw new IllegalArgumentException("a request to port " + port + " for " + files.size() + " files");
        }
        files = List.copyOf(files);
    }

    /** The request as it goes over the connection. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(TITLE).append("\nport: ").append(port);
        appendRate(text, "minRate", metrics.minRate());
        appendRate(text, "maxRate", metrics.maxRate());
        if (metrics.hasMaxJitter()) {
            text.append("\nmaxJitter: ").append(metrics.maxJitterPs());
        }
        if (metrics.hasMaxDelay()) {
            text.append("\nmaxDelay: ").append(metrics.maxDelayPs());
        }
        text.append("\npriority: ").append(metrics.priority());
        text.append("\nweight: ").append(metrics.weight());
        text.append("\nfiles:");
        String separator = " ";
        for (FilePart part : files) {
            String bytes = part.bytes() == FilePart.WHOLE_FILE ? ALL : Long.toString(part.bytes());
            text.append(separator).append(part.file()).append(' ').append(bytes);
            separator = ", ";
        }
        return text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a request.
     *
     * @param lines as {@link MessageLines} hands them out
     * @throws MessageException when it is none
     */
    public static TransferRequest decode(List<String> lines) throws MessageException {
        if (!lines.get(0).equals(TITLE)) {
            throw new MessageException("'" + lines.get(0) + "' is no request; allowed: " + TITLE);
        }
        MessageFields fields = new MessageFields(TITLE, lines);
        int port = (int) fields.take("port", 1, LARGEST_PORT);
        FlowMetrics metrics = new FlowMetrics(
                takeRate(fields, "minRate"),
                takeRate(fields, "maxRate"),
                fields.takeOr("maxJitter", 0, FlowMetrics.NONE - 1, FlowMetrics.NONE),
                fields.takeOr("maxDelay", 0, FlowMetrics.NONE - 1, FlowMetrics.NONE),
                (int) fields.takeOr("priority", 0, FlowMetrics.HIGHEST_PRIORITY, 0),
                (int) fields.takeOr("weight", 1, FlowMetrics.LARGEST_WEIGHT, 1));
        List<FilePart> files = takeFiles(fields);
        fields.requireAllTaken();
        return new TransferRequest(port, files, metrics);
    }

    private static void appendRate(StringBuilder text, String name, @Nullable DataRate rate) {
        if (rate != null) {
            text.append('\n').append(name).append(": ").append(rate.bitsPerSecond());
        }
    }

    private static @Nullable DataRate takeRate(MessageFields fields, String name) throws MessageException {
        long bitsPerSecond = fields.takeOr(name, 1, DataRate.LARGEST_BITS_PER_SECOND, 0);
        return bitsPerSecond == 0 ? null : new DataRate(bitsPerSecond);
    }

    private static List<FilePart> takeFiles(MessageFields fields) throws MessageException {
        String text = fields.takeText("files");
        if (text == null) {
            throw new MessageException(TITLE + ": the field 'files' is missing");
        }
        List<FilePart> files = new ArrayList<>();
        for (String part : text.split(", ", -1)) {
            int space = part.indexOf(' ');
            if (space < 0) {
                throw new MessageException(
                        TITLE + ": '" + part + "' is not a file's number and bytes, such as '3 all'");
            }
            String bytes = part.substring(space + 1);
            files.add(new FilePart(
                    (int) fields.number("files", part.substring(0, space), 0, Integer.MAX_VALUE),
                    bytes.equals(ALL)
                            ? FilePart.WHOLE_FILE
                            : fields.number("files", bytes, 0, FilePart.WHOLE_FILE - 1)));
        }
        return files;
    }
}
