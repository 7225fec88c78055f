package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CheckReplayTest {
    /** Two queues and a quantum of 500 bytes; at one byte a second the line makes lengths into seconds. */
    private static final String DRR = """
            description: Shares by bytes.
            replay:
              scheduler: {type: drr, quantum: 500 B}
              rate: 1
              arrivals: |
                id,flow,arrival,bytes
                a,1,0,200
                b,1,0,750
                c,2,0,500
            expect:
              - {metric: flows.2.delaySeconds.max, equals: 700 s}
            """;

    @TempDir
    private Path folder;

    private Path replay;

    @BeforeEach
    void writeReplay() throws IOException {
        replay = Files.writeString(folder.resolve("drr.yaml"), DRR);
    }

    @Test
    void theGoldenIsAReadableListOfDepartures() throws IOException {
        accept();

        assertThat(Files.readString(folder.resolve("drr.golden.csv"))).isEqualTo("""
                id,flow,bytes,arrival,start,end,verdict
                a,1,200,0,0,200,sent
                c,2,500,0,200,700,sent
                b,1,750,0,700,1450,sent
                """);
        assertThat(check().out()).isEqualTo(replay + ": same\n1 checked: 1 same\n");
    }

    @Test
    void anotherOrderIsToldByTheFirstPacketThatDiffers() throws IOException {
        accept();
        change("quantum: 500 B", "quantum: 1000 B");
        change("equals: 700 s", "atLeast: 700 s");

        // With 1000 bytes flow 1 sends both packets on its first visit.
        assertThat(check().out()).startsWith(replay + """
                : changed: order across flows; times, by at most 750 s; 8 metrics
                  order       first difference at departure 2: golden packet c of flow 2 (500 B) at 200 s; now packet b of flow 1 (750 B) at 200 s
                  order       order across flows: from there on
                  times       2 of 3 departures moved, by at most 750 s: packet c of flow 2 from 200 s to 950 s
                """);
    }

    @Test
    void aSlowerLineMovesOnlyTimesAndFractionsAreExact() throws IOException {
        accept();
        change("rate: 1\n", "rate: 3/4\n");
        change("equals: 700 s", "atLeast: 700 s");

        // The third packet begins at 700 / (3/4) s.
        assertThat(check().out())
                .startsWith(replay + ": changed: only times, by at most 700/3 s (about 233.3 s); ")
                .contains("packet b of flow 1 from 700 s to 2800/3 s (about 933.3 s)\n");
    }

    @Test
    void dropsHaveTheirInstantsAndReasons() throws IOException {
        change("{type: drr, quantum: 500 B}", "{type: fifo, limit: 1 packets}");
        change("{metric: flows.2.delaySeconds.max, equals: 700 s}", "{metric: dropped.total, equals: 2}");
        accept();
        change("limit: 1 packets", "limit: 2 packets");
        change("equals: 2", "equals: 1");

        assertThat(Files.readString(folder.resolve("drr.golden.csv"))).contains("b,1,750,0,0,0,dropped:queueFull\n");
        assertThat(check().out())
                .contains(": changed: other packets; drops; ")
                .contains("  drops       2 drops became 1\n")
                .contains(
                        "1 packet dropped only in the golden, the first packet b of flow 1 [queueFull] (750 B) at 0 s\n");
    }

    @Test
    void arrivalsMayStandInAFileBeside() throws IOException {
        Files.writeString(folder.resolve("arrivals.csv"), "id,flow,arrival,bytes\na,1,0,200\n");
        Files.writeString(replay, """
                replay: {scheduler: fifo, rate: 1 Mbps, arrivals: arrivals.csv}
                expect: [{metric: sent, equals: 1}]
                """);

        accept();

        assertThat(check().code()).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type: drr | type: drrr | drrr",
                "quantum: 500 B | quantum: x B | quantum",
                "quantum: 500 B | quantun: 500 B | quantun",
                "rate: 1 | rate: 0 | rate",
                "a,1,0,200 | a,1,0,-200 | bytes",
                "flows.2.delaySeconds.max | flows.9.delaySeconds.max | flows.9.delaySeconds.max",
                "equals: 700 s | equals: 700 B | 700 B",
                "equals: 700 s | atMots: 700 s | atMots",
            })
    void whatIsWrongIsNamed(String from, String to, String named) throws IOException {
        change(from, to);

        CommandRun run = check();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).startsWith(replay + ": wrong\n  ").contains(named);
    }

    @Test
    void aWrongPacketSchedulerIsToldByItsPlaceInTheFile() throws IOException {
        change("type: drr", "type: drrr");

        CommandRun run = check();

        assertThat(run.code()).isEqualTo(2);
        // The third line, behind "  scheduler: {type: ".
        assertThat(run.out()).contains("drr.yaml:3:21: replay.scheduler.type: found 'drrr'; did you mean 'drr'?");
    }

    @Test
    void aWrongCellIsToldByItsPlaceInTheFileOrInTheOneBeside() throws IOException {
        change("a,1,0,200", "a,1,never,200");
        String inTheFile = check().out();
        Files.writeString(folder.resolve("arrivals.csv"), "id,flow,arrival,bytes\na,1,0\n");
        Files.writeString(replay, "replay: {scheduler: fifo, rate: 1 Mbps, arrivals: arrivals.csv}\n");
        String beside = check().out();

        int line = DRR.lines().toList().indexOf("    a,1,0,200") + 1;
        assertThat(inTheFile)
                .contains("\n  " + replay + ":" + line
                        + ":9: replay.arrivals.arrival: found 'never'; this is a time such");
        assertThat(beside)
                .contains("\n  " + folder.resolve("arrivals.csv")
                        + ":2: replay.arrivals: found 3 cells; the head has 4\n");
    }

    private CommandRun check() {
        return CommandRun.of("check", replay.toString());
    }

    private void accept() {
        CommandRun run = CommandRun.of("check", replay.toString(), "--accept", "--reason", "the first golden");
        assertThat(run).isEqualTo(new CommandRun(0, replay + ": accepted\n1 checked: 1 accepted\n", ""));
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(replay);
        assertThat(text).contains(from);
        Files.writeString(replay, text.replace(from, to));
    }
}
