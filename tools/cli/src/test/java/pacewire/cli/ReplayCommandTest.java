package pacewire.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayCommandTest {
    private static final String ARRIVALS = """
            id,flow,arrival,bytes
            a,1,0,1500 B
            b,2,0,1500 B
            c,1,1 us,125 B
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeArrivals() throws IOException {
        file = Files.writeString(folder.resolve("arrivals.csv"), ARRIVALS);
    }

    @Test
    void everyPacketIsARowWithExactTimes() {
        // 1500 B at 1 Gbps take 12 us, 125 B take 1 us.
        CommandRun replay = replay("--scheduler", "fifo", "--rate", "1Gbps");

        assertThat(replay.err()).isEmpty();
        assertThat(replay.code()).isEqualTo(0);
        assertThat(replay.out()).isEqualTo("""
                        id,flow,arrival,start,end,verdict
                        a,1,0,0,0.000012,sent
                        b,2,0,0.000012,0.000024,sent
                        c,1,0.000001,0.000024,0.000025,sent
                        """);
    }

    @Test
    void parametersArePlainOrInTheWordsOfAScenario() {
        CommandRun plain = replay("--scheduler", "fifo", "--param", "limit=1 packet", "--rate", "125000000");
        CommandRun yaml = replay("--scheduler", "{type: fifo, limit: 1 packet}", "--rate", "1 Gbps");

        assertThat(plain.out()).isEqualTo("""
                        id,flow,arrival,start,end,verdict
                        b,2,0,,,dropped:queueFull
                        a,1,0,0,0.000012,sent
                        c,1,0.000001,0.000012,0.000013,sent
                        """);
        assertThat(yaml).isEqualTo(plain);
    }

    @Test
    void aPolledPacketSchedulerGivesOnePacketAtEachPoll() {
        CommandRun replay =
                replay("--scheduler", "fifo", "--rate", "1Gbps", "--dequeue-every", "1/3", "--dequeue-start", "500 ns");

        assertThat(replay.out()).isEqualTo("""
                        id,flow,arrival,start,end,verdict
                        a,1,0,0.0000005,0.0000005,sent
                        b,2,0,2000003/6000000,2000003/6000000,sent
                        c,1,0.000001,4000003/6000000,4000003/6000000,sent
                        """);
    }

    @Test
    void standardInputIsReadWhenAskedFor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream in =
                new ByteArrayInputStream("id,flow,arrival,bytes\nx,y,1/3,2\n".getBytes(StandardCharsets.UTF_8));
        Console console = new Console(in, out, new ByteArrayOutputStream(), false, () -> 0, () -> false);

        assertThat(Pacewire.run(console, "replay", "--scheduler", "fifo", "--rate", "3", "-"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("id,flow,arrival,start,end,verdict\nx,y,1/3,1/3,1,sent\n");
    }

    @Test
    void departuresGoToAFileWhole() throws IOException {
        Path out = folder.resolve("new/departures.csv");
        CommandRun replay = replay("--scheduler", "fifo", "--rate", "1Gbps", "--out", out.toString());

        assertThat(replay.out()).isEqualTo(out + ": 3 packets, 3 sent, 0 dropped\n");
        assertThat(Files.readString(out))
                .startsWith("id,flow,arrival,start,end,verdict\na,1,0,")
                .endsWith("sent\n");
    }

    @Test
    void anUnknownPacketSchedulerIsRefused() {
        assertRefused(
                replay("--scheduler", "fiffo", "--rate", "1"),
                "there is no packet scheduler 'fiffo'; did you mean 'fifo'?");
    }

    @Test
    void anUnknownParameterIsRefused() {
        assertRefused(
                replay("--scheduler", "fifo", "--param", "limits=3", "--rate", "1"),
                "there is no parameter of fifo 'limits'; did you mean 'limit'? (known: limit, limitBytes)");
    }

    @Test
    void aParameterOfTheWrongKindIsRefused() {
        assertRefused(
                replay("--scheduler", "fifo", "--param", "limitBytes=3 us", "--rate", "1"),
                "parameter limitBytes of fifo: '3 us' has the unit 'us'; expected a size such as '700 MB'");
    }

    @Test
    void aParameterOutOfRangeIsRefused() {
        assertRefused(
                replay("--scheduler", "fifo", "--param", "limit=0", "--rate", "1"),
                "parameter limit of fifo: '0' is out of range; allowed: a number of packets, at least 1 packet");
    }

    @Test
    void aSetUpThatIsWrongAsAWholeIsRefused() {
        assertRefused(
                replay("--scheduler", "prio", "--param", "bands=2", "--rate", "1"),
                "priority 1 goes to band 2, but there are");
    }

    @Test
    void aWrongTextOfAPacketSchedulerIsRefusedWithItsPlace() {
        CommandRun replay = replay("--scheduler", "{type: fifo, limit: much}", "--rate", "1");

        assertThat(replay.code()).isEqualTo(2);
        assertThat(replay.err()).startsWith("--scheduler:1:21: limit: ").contains("'much'");
    }

    @Test
    void aWrongFileIsRefusedWithThePlacesOfAllThatIsWrong() throws IOException {
        Files.writeString(file, "id,flow,arrival,bytes\na,1,0,none\nb,1,later,1\n");
        CommandRun replay = replay("--scheduler", "fifo", "--rate", "1");

        assertThat(replay.code()).isEqualTo(2);
        assertThat(replay.out()).isEmpty();
        assertThat(replay.err().lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        file + ":2:7: bytes: found 'none'; this is a size such as '1500 B', or bytes such as '1500' or"
                                + " '1/3', above 0");
    }

    @Test
    void aFileThatIsNotThereIsRefused() throws IOException {
        Files.delete(file);

        assertRefused(replay("--scheduler", "fifo", "--rate", "1"), file + ": there is no such file");
    }

    @Test
    void aWeightOfNobodyIsRefused() {
        assertRefused(
                replay("--scheduler", "fifo", "--rate", "1", "--weights", "1=2,7=1"),
                "there is a weight for flow '7', of which no packet comes; flows: 1, 2");
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertRefused(replay("--scheduler", "fifo", "--rate", "0"), "the line's rate is above 0, not 0 bytes/s");
        assertRefused(replay("--scheduler", "fifo", "--rate", "fast"), "'fast' is not a data rate such as '10 Gbps'");
        assertRefused(replay("--scheduler", "fifo"), "Missing required option: '--rate=RATE'");
    }

    @Test
    void aFirstPollWithoutPollsIsRefused() {
        assertRefused(
                replay("--scheduler", "fifo", "--rate", "1", "--dequeue-start", "1"),
                "--dequeue-start is for --dequeue-every");
    }

    @Test
    void timesThatHaveNoCommonTickAreRefused() {
        assertRefused(replay("--scheduler", "fifo", "--rate", "0.0009999991"), "cannot be exact");
    }

    private static void assertRefused(CommandRun replay, String complaint) {
        assertThat(replay.err()).startsWith("pacewire: ").contains(complaint);
        assertThat(replay.out()).isEmpty();
        assertThat(replay.code()).isEqualTo(2);
    }

    private CommandRun replay(String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
