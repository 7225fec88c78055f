package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class WhyCommandTest {
    private static final String[] SELF_PACED = {
        "--set", "server.application.type=sleep-sendto", "--set", "server.scheduler={type: fifo}"
    };

    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
    }

    @Test
    void theCausesOfEveryBillSumToItsDepartureErrorToThePicosecond() {
        JsonNode packets =
                json(why(SELF_PACED, "--worst", "1000", "--format", "json")).get("packets");

        // 100 kB are 72 datagrams of up to 1400 bytes, for each of two viewers.
        assertThat(packets.size()).isEqualTo(144);
        for (JsonNode packet : packets) {
            long sumPs = 0;
            for (JsonNode cause : packet.get("causesPs")) {
                sumPs += cause.longValue();
            }
            assertThat(sumPs)
                    .isEqualTo(packet.get("departureErrorPs").longValue())
                    .isEqualTo(packet.get("departurePs").longValue()
                            - packet.get("idealPs").longValue());
        }
    }

    @Test
    void theLatestComeFirst() {
        JsonNode packets =
                json(why(SELF_PACED, "--worst", "20", "--format", "json")).get("packets");

        List<Long> errors = Stream.iterate(0, i -> i < packets.size(), i -> i + 1)
                .map(i -> packets.get(i).get("departureErrorPs").longValue())
                .toList();
        assertThat(errors).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void aThreadThatSleepsIsLateForTheSlackOfItsTimer() {
        CommandRun why = why(SELF_PACED);

        assertThat(why.code()).isZero();
        // linux-6 gives a sleeper 50 us of slack; nothing else here takes a tenth of it.
        assertThat(why.out()).contains("viewers: p99.9 is ").containsPattern("p99\\.9 is \\d\\d(\\.\\d)? % timer");
    }

    @Test
    void onePacketIsASumOfItsCauses() {
        JsonNode first =
                json(why(SELF_PACED, "--format", "json")).get("packets").get(0);
        String number = first.get("packet").toString();

        CommandRun why = why(SELF_PACED, "--packet", number);

        assertThat(why.code()).isZero();
        assertThat(why.out().lines().skip(2).findFirst().orElseThrow())
                .startsWith("packet " + number + ", datagram ")
                .contains(" for viewers/");
        assertThat(why.out().lines().map(String::strip))
                .anyMatch(line -> line.matches("timer +\\d+\\.\\d{6} us +[\\d.]+ %"))
                .last()
                .asString()
                .matches("sum +\\d+\\.\\d{6} us +100 %");
    }

    @Test
    void aTransferIsThePacketsToOneClient() {
        JsonNode tree = json(why(SELF_PACED, "--transfer", "viewers/1", "--format", "json"));

        assertThat(tree.get("groups").get(0).get("packets").intValue()).isEqualTo(72);
        for (JsonNode packet : tree.get("packets")) {
            assertThat(packet.get("client").intValue()).isEqualTo(1);
        }
    }

    @Test
    void theChartIsAPngOrAnSvgAsItsNameEnds() throws IOException {
        Path picture = folder.resolve("why.png");
        Path again = folder.resolve("again.svg");

        assertThat(why(SELF_PACED, "--chart", picture.toString()).code()).isZero();
        assertThat(why(SELF_PACED, "--chart", again.toString()).code()).isZero();

        assertThat(Files.readAllBytes(picture)).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Files.readString(again)).startsWith("<svg").contains("timer").contains("viewers/");
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        assertRefused("packet 999999 did not leave the server", "--packet", "999999");
        assertRefused("there is no group 'views' (known: viewers)", "--transfer", "views/0");
        assertRefused("has clients 0 to 1, no client 2", "--transfer", "viewers/2");
        assertRefused("is not a group and the number of a client, such as 'viewers/0'", "--transfer", "viewers");
        assertRefused("--worst is 0, not 1 to 10000", "--worst", "0");
        assertRefused("ends in neither .png nor .svg", "--chart", "why.jpg");
        assertRefused("mutually exclusive", "--packet", "1", "--worst", "3");
    }

    @Test
    void withoutASchedulePacketsHaveNoBills() throws IOException {
        scenario = SmallScenario.in(folder, "elastic.yaml", "minRate: 5 Mbps, maxRate: 5 Mbps, ", "");

        assertRefused("no packet that left after the warm-up has a place in a schedule");
    }

    private void assertRefused(String message, String... arguments) {
        CommandRun why = why(new String[0], arguments);
        assertThat(why.code()).isEqualTo(2);
        assertThat(why.out()).isEmpty();
        assertThat(why.err()).contains(message);
    }

    private CommandRun why(String[] overrides, String... arguments) {
        return CommandRun.of(Stream.of(new String[] {"why", scenario.toString()}, overrides, arguments)
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) {
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.builder().build().readTree(run.out());
    }
}
