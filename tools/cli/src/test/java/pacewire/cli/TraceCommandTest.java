package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class TraceCommandTest {
    private static final int CORES = 1;
    private static final int THREADS = 2;
    private static final int NIC = 3;

    @TempDir
    private Path folder;

    private Path scenario;
    private Path file;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
        file = folder.resolve("trace.json");
    }

    @Test
    void coresThreadsAndTheLineHaveTracks() throws IOException {
        JsonNode events = trace();

        // 144 datagrams, and segments of both connections.
        assertThat(slices(events, NIC)).hasSizeGreaterThan(144);
        assertThat(slices(events, THREADS))
                .extracting(slice -> slice.get("name").stringValue())
                .contains("accept4", "transmit");
        assertThat(slices(events, CORES))
                .extracting(slice -> slice.get("name").stringValue())
                .contains("server/1000", "hard interrupt: nic", "hard interrupt: timer", "soft interrupts");
    }

    @Test
    void whatStandsOnOneTrackLiesBesideOrWithinEachOther() throws IOException {
        Map<String, List<JsonNode>> tracks = new TreeMap<>();
        for (JsonNode event : trace()) {
            if (event.get("ph").stringValue().equals("X")) {
                String track = event.get("pid") + "/" + event.get("tid");
                tracks.computeIfAbsent(track, name -> new ArrayList<>()).add(event);
            }
        }
        assertThat(tracks).hasSizeGreaterThan(3);
        tracks.forEach(TraceCommandTest::assertNested);
    }

    private static void assertNested(String track, List<JsonNode> slices) {
        slices.sort(Comparator.comparing((JsonNode slice) -> begin(slice))
                .thenComparing(slice -> end(slice), Comparator.reverseOrder()));
        Deque<Long> open = new ArrayDeque<>();
        for (JsonNode slice : slices) {
            while (!open.isEmpty() && open.peek() <= begin(slice)) {
                open.pop();
            }
            if (!open.isEmpty()) {
                assertThat(end(slice)).as("%s on %s", slice, track).isLessThanOrEqualTo(open.peek());
            }
            open.push(end(slice));
        }
    }

    @Test
    void theWindowHoldsWhatOverlapsItAndEndsTheRun() throws IOException {
        JsonNode events = trace("--from", "100 ms", "--to", "110 ms");

        assertThat(slices(events, NIC))
                .isNotEmpty()
                .allMatch(slice -> end(slice) >= 100_000_000_000L && begin(slice) <= 110_000_000_000L);
        assertThat(slices(events, THREADS))
                .filteredOn(slice -> slice.get("name").stringValue().equals("transmit"))
                .hasSize(2)
                .allMatch(slice -> slice.get("args").get("result").stringValue().equals("unfinished"));
    }

    @Test
    void twoTracesOfOneScenarioAreTheSame() throws IOException {
        trace();
        byte[] first = Files.readAllBytes(file);
        trace();

        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void aWindowOutsideTheRunIsRefused() {
        assertRefused("--from 2 s is later than --to 1 s", "--from", "2 s", "--to", "1 s");
        assertRefused("--from 2 s is behind the end of the run at 400 ms", "--from", "2 s");
        assertThat(file).doesNotExist();
    }

    private void assertRefused(String message, String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(2);
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("trace", scenario.toString(), "--out", file.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode trace(String... arguments) throws IOException {
        CommandRun run = run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(Files.readString(file)).get("traceEvents");
    }

    private static List<JsonNode> slices(JsonNode events, int group) {
        List<JsonNode> slices = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.get("ph").stringValue().equals("X") && event.get("pid").intValue() == group) {
                slices.add(event);
            }
        }
        return slices;
    }

    /** In picoseconds: times are microseconds with six decimals. */
    private static long begin(JsonNode slice) {
        return slice.get("ts").decimalValue().movePointRight(6).longValueExact();
    }

    private static long end(JsonNode slice) {
        return begin(slice) + slice.get("dur").decimalValue().movePointRight(6).longValueExact();
    }
}
