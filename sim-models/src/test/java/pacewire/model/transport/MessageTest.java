package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.transport.TransferRequest.FilePart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageTest {
    private static final FlowMetrics PACED = new FlowMetrics(
            DataRate.parse("5 Mbps"), DataRate.parse("5 Mbps"), 2 * SimTime.MILLISECOND, FlowMetrics.NONE, 3, 10);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void aRequestIsText() {
        TransferRequest request = new TransferRequest(
                5004, List.of(new FilePart(3, 5_000_000), new FilePart(17, FilePart.WHOLE_FILE)), PACED);

        assertThat(new String(request.encode(), StandardCharsets.UTF_8)).isEqualTo("""
                        TRANSFER
                        port: 5004
                        minRate: 5000000
                        maxRate: 5000000
                        maxJitter: 2000000000
                        priority: 3
                        weight: 10
                        files: 3 5000000, 17 all

                        """);
    }

    @Test
    void aRequestIsReadAsItWasWritten() throws MessageException {
        FlowMetrics ranged = new FlowMetrics(DataRate.parse("1 Mbps"), null, FlowMetrics.NONE, 0, 0, 1);
        for (FlowMetrics metrics : List.of(PACED, FlowMetrics.BEST_EFFORT, ranged)) {
            TransferRequest request = new TransferRequest(1, List.of(new FilePart(0, 0), new FilePart(1, 1)), metrics);

            assertThat(TransferRequest.decode(linesOf(request.encode()))).isEqualTo(request);
        }
    }

    @Test
    void whatIsLeftOutOfARequestIsBestEffort() throws MessageException {
        TransferRequest request = TransferRequest.decode(List.of("TRANSFER", "files: 2 all", "port: 9"));

        assertThat(request)
                .isEqualTo(
                        new TransferRequest(9, List.of(new FilePart(2, FilePart.WHOLE_FILE)), FlowMetrics.BEST_EFFORT));
    }

    @Test
    void repliesAreText() {
        assertThat(new String(TransferReply.accepted(7).encode(), StandardCharsets.UTF_8))
                .isEqualTo("ACCEPTED\nbytes: 7\n\n");
        assertThat(new String(TransferReply.completed(0).encode(), StandardCharsets.UTF_8))
                .isEqualTo("COMPLETED\nbytes: 0\n\n");
        assertThat(new String(TransferReply.refused("EBUSY", "no room: 2 left").encode(), StandardCharsets.UTF_8))
                .isEqualTo("REFUSED\nerrno: EBUSY\nreason: no room: 2 left\n\n");
    }

    @Test
    void aReplyIsReadAsItWasWritten() throws MessageException {
        for (TransferReply reply : List.of(
                TransferReply.accepted(5_000_000),
                TransferReply.completed(Long.MAX_VALUE),
                TransferReply.refused("ENOENT", ""),
                TransferReply.refused("EBUSY", "übervoll"))) {
            assertThat(TransferReply.decode(linesOf(reply.encode()))).isEqualTo(reply);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void messagesMayComeInPiecesOfAnySize(long seed) throws MessageException {
        RandomStream random = new RandomStreams(seed).stream("pieces");
        byte[] stream = "A\nx: 1\n\nB\n\nC\ny: 2\n\n".getBytes(StandardCharsets.UTF_8);
        MessageLines messages = new MessageLines();
        StringBuilder seen = new StringBuilder();
        int offset = 0;
        while (offset < stream.length) {
            int length = Math.min(1 + random.nextInt(7), stream.length - offset);
            messages.take(stream, offset, length);
            offset += length;
            @Nullable List<String> lines = messages.next();
            while (lines != null) {
                seen.append(lines);
                lines = messages.next();
            }
        }

        assertThat(seen).hasToString("[A, x: 1][B][C, y: 2]");
        assertThat(messages.isInMessage()).isFalse();
    }

    @Test
    void anUnfinishedMessageIsNotHandedOut() throws MessageException {
        MessageLines messages = new MessageLines();
        byte[] bytes = "ACCEPTED\nbytes: 1\n".getBytes(StandardCharsets.UTF_8);

        messages.take(bytes, 0, bytes.length);

        assertThat(messages.next()).isNull();
        assertThat(messages.isInMessage()).isTrue();
    }

    @Test
    void anEmptyMessageIsAnError() {
        assertThatThrownBy(() -> new MessageLines().take(new byte[] {'\n'}, 0, 1))
                .isInstanceOf(MessageException.class)
                .hasMessage("an empty message");
    }

    @Test
    void aMessageWithoutEndIsAnError() {
        byte[] bytes = new byte[MessageLines.LARGEST_MESSAGE_BYTES + 1];

        assertThatThrownBy(() -> new MessageLines().take(bytes, 0, bytes.length))
                .isInstanceOf(MessageException.class)
                .hasMessage("a message of more than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GET / HTTP/1.1|'GET / HTTP/1.1' is no request; allowed: TRANSFER",
                "TRANSFER;files: 1 all|TRANSFER: the field 'port' is missing",
                "TRANSFER;port: 1|TRANSFER: the field 'files' is missing",
                "TRANSFER;port: x;files: 1 all"
                        + "|TRANSFER: the field 'port' is 'x'; allowed: a whole number from 1 to 65535",
                "TRANSFER;port: 65536;files: 1 all"
                        + "|TRANSFER: the field 'port' is '65536'; allowed: a whole number from 1 to 65535",
                "TRANSFER;port 1|TRANSFER: 'port 1' is not a field such as 'port: 5004'",
                "TRANSFER;port: 1;port: 2|TRANSFER: the field 'port' stands there twice",
                "TRANSFER;port: 1;files: 1 all;speed: 3|TRANSFER: unknown field 'speed'",
                "TRANSFER;port: 1;files: 1|TRANSFER: '1' is not a file's number and bytes, such as '3 all'",
                "TRANSFER;port: 1;files: 1 all,2 all"
                        + "|TRANSFER: the field 'files' is 'all,2 all'; allowed: a whole number from 0 to"
                        + " 9223372036854775806",
                "TRANSFER;port: 1;files: -1 all"
                        + "|TRANSFER: the field 'files' is '-1'; allowed: a whole number from 0 to 2147483647",
                "TRANSFER;port: 1;files: 1 all;minRate: 0"
                        + "|TRANSFER: the field 'minRate' is '0'; allowed: a whole number from 1 to 10000000000000",
                "TRANSFER;port: 1;files: 1 all;priority: 8"
                        + "|TRANSFER: the field 'priority' is '8'; allowed: a whole number from 0 to 7",
            })
    void aMalformedRequestIsExplained(String lines, String message) {
        assertThatThrownBy(() -> TransferRequest.decode(List.of(lines.split(";"))))
                .isInstanceOf(MessageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "OK|'OK' is no reply; allowed: ACCEPTED, COMPLETED, REFUSED",
                "ACCEPTED|ACCEPTED: the field 'bytes' is missing",
                "ACCEPTED;bytes: -1"
                        + "|ACCEPTED: the field 'bytes' is '-1'; allowed: a whole number from 0 to 9223372036854775807",
                "COMPLETED;bytes: 1;errno: EBUSY|COMPLETED: unknown field 'errno'",
                "REFUSED;errno: EBUSY|REFUSED: the fields 'errno' and 'reason' must stand there",
                "REFUSED;errno: EBUSY;reason: full;bytes: 0|REFUSED: unknown field 'bytes'",
            })
    void aMalformedReplyIsExplained(String lines, String message) {
        assertThatThrownBy(() -> TransferReply.decode(List.of(lines.split(";"))))
                .isInstanceOf(MessageException.class)
                .hasMessage(message);
    }

    @Test
    void messagesThatMakeNoSenseCannotBeMade() {
        assertThatThrownBy(() -> new TransferRequest(0, List.of(new FilePart(0, 1)), PACED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransferRequest(1, List.of(), PACED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FilePart(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TransferReply.refused("", "why")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TransferReply.refused("EBUSY", "two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TransferReply.accepted(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> linesOf(byte[] encoded) throws MessageException {
        MessageLines messages = new MessageLines();
        messages.take(encoded, 0, encoded.length);
        @Nullable List<String> lines = messages.next();
        assertThat(lines).isNotNull();
        return lines == null ? List.of() : lines;
    }
}
