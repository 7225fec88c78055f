package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the server answers over the control connection: a request is refused, or accepted and completed later. A server that
 * cannot answer while it sends leaves out the acceptance.
 *
 * <p>On the connection it is text, one line each, ended by an empty line:
 *
 * <table>
 * <caption>Lines of a reply</caption>
 * <tr><th>line</th><th>meaning</th></tr>
 * <tr><td>{@code ACCEPTED}, {@code COMPLETED} or {@code REFUSED}</td><td>the first line</td></tr>
 * <tr><td>{@code bytes: 5000000}</td><td>payload bytes that will be sent (accepted) or were sent (completed); not with
 * refused</td></tr>
 * <tr><td>{@code channel: connection}</td><td>the payload follows this message on the connection itself; with accepted only, left
 * out where datagrams carry it</td></tr>
 * <tr><td>{@code errno: EBUSY}</td><td>name of the error of the system call; with refused only</td></tr>
 * <tr><td>{@code reason: ...}</td><td>why, for people; with refused only</td></tr>
 * </table>
 *
 * @param bytes 0 when refused
 * @param errno empty unless refused
 * @param reason one line; empty unless refused
 * @param channel over which the payload comes; {@link Channel#DATAGRAMS} unless accepted
 */
public record TransferReply(Status status, long bytes, String errno, String reason, Channel channel) {
    /** Over which way the payload comes. */
    public enum Channel {
        DATAGRAMS,
        /** The control connection, behind the message that says so. */
        CONNECTION
    }

    private static final String CONNECTION_WORD = "connection";

    /** What became of a request. */
    public enum Status {
        ACCEPTED,
        COMPLETED,
        REFUSED
    }

    public TransferReply {
        boolean isRefused = status == Status.REFUSED;
        if (bytes < 0 || (isRefused && bytes != 0)) {
            throw new IllegalArgumentException(status + " with " + bytes + " bytes");
        }
        if (isRefused == errno.isEmpty() || (!isRefused && !reason.isEmpty())) {
            throw new IllegalArgumentException(status + " with errno '" + errno + "' and reason '" + reason + "'");
        }
        if (channel == Channel.CONNECTION && status != Status.ACCEPTED) {
            throw new IllegalArgumentException(status + " names a channel");
        }
        if (errno.indexOf('\n') >= 0 || reason.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("more than one line: '" + errno + "', '" + reason + "'");
        }
    }

    /** The server will send so many bytes. */
    public static TransferReply accepted(long bytes) {
        return new TransferReply(Status.ACCEPTED, bytes, "", "", Channel.DATAGRAMS);
    }

    /** The server will send so many bytes over the connection, behind this. */
    public static TransferReply acceptedOverConnection(long bytes) {
        return new TransferReply(Status.ACCEPTED, bytes, "", "", Channel.CONNECTION);
    }

    /** The server has sent so many bytes. */
    public static TransferReply completed(long bytes) {
        return new TransferReply(Status.COMPLETED, bytes, "", "", Channel.DATAGRAMS);
    }

    /**
     * The server will send nothing.
     *
     * @param errno such as "EBUSY"
     * @param reason one line; may be empty
     */
    public static TransferReply refused(String errno, String reason) {
        return new TransferReply(Status.REFUSED, 0, errno, reason, Channel.DATAGRAMS);
    }

    /** The reply as it goes over the connection. */
    public byte[] encode() {
        String fields = status == Status.REFUSED ? "\nerrno: " + errno + "\nreason: " + reason : "\nbytes: " + bytes;
        if (channel == Channel.CONNECTION) {
            fields += "\nchannel: " + CONNECTION_WORD;
        }
        return (status + fields + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a reply.
     *
     * @param lines as {@link MessageLines} hands them out
     * @throws MessageException when it is none
     */
    public static TransferReply decode(List<String> lines) throws MessageException {
        Status status = statusOf(lines.get(0));
        MessageFields fields = new MessageFields(status.name(), lines);
        if (status != Status.REFUSED) {
            long bytes = fields.take("bytes", 0, Long.MAX_VALUE);
            Channel channel = status == Status.ACCEPTED ? takeChannel(fields) : Channel.DATAGRAMS;
            fields.requireAllTaken();
            return new TransferReply(status, bytes, "", "", channel);
        }
        String errno = fields.takeText("errno");
        String reason = fields.takeText("reason");
        fields.requireAllTaken();
        if (errno == null || errno.isEmpty() || reason == null) {
            throw new MessageException("REFUSED: the fields 'errno' and 'reason' must stand there");
        }
        return new TransferReply(status, 0, errno, reason, Channel.DATAGRAMS);
    }

    private static Channel takeChannel(MessageFields fields) throws MessageException {
        String word = fields.takeText("channel");
        if (word == null) {
            return Channel.DATAGRAMS;
        }
        if (!word.equals(CONNECTION_WORD)) {
            throw new MessageException("ACCEPTED: '" + word + "' is no channel; allowed: " + CONNECTION_WORD);
        }
        return Channel.CONNECTION;
    }

    private static Status statusOf(String word) throws MessageException {
        for (Status status : Status.values()) {
            if (status.name().equals(word)) {
                return status;
            }
        }
        String allowed = Arrays.stream(Status.values()).map(Status::name).collect(Collectors.joining(", "));
        throw new MessageException("'" + word + "' is no reply; allowed: " + allowed);
    }
}
