package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private Path scenario;

    @BeforeEach
    void writeScenario() throws IOException {
        scenario = SmallScenario.in(folder);
    }

    @Test
    void aFileWithoutGoldenFailsAndSaysHowToMakeOne() {
        CommandRun run = check();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .isEqualTo(scenario + ": no golden\n"
                        + "  nothing to compare with; make one: pacewire check " + scenario
                        + " --accept --reason 'the first golden'\n"
                        + "1 checked: 1 no golden\n");
    }

    @Test
    void anAcceptedFileIsTheSame() throws IOException {
        accept();

        CommandRun run = check();

        assertThat(run).isEqualTo(new CommandRun(0, scenario + ": same\n1 checked: 1 same\n", ""));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "small.yaml", "small.golden.yaml", "small.golden.record.gz", "small.golden.ledger.md");
        }
    }

    @Test
    void whoWhenAndWhyStandInTheLedgerWithEveryDifference() throws IOException {
        accept();
        change("delay: 5 ms", "delay: 6 ms");

        CommandRun run = CommandRun.of("check", scenario.toString(), "--accept", "--reason", "a longer wire");

        assertThat(run.code()).isEqualTo(0);
        String ledger = Files.readString(folder.resolve("small.golden.ledger.md"));
        assertThat(ledger)
                .startsWith("# Who accepted what small.yaml does, and why\n\n## 20")
                .contains("\n\nthe first golden\n\n- the first golden\n\n## ")
                .contains("\n\na longer wire\n\n")
                .contains("- metrics: groups.viewers.oneWayDelayUs.max ");
        assertThat(check().code()).isEqualTo(0);
    }

    @Test
    void aChangeSaysWhichLayersAndWhichPacketFirst() throws IOException {
        accept();
        change("bytes: 100 kB", "bytes: 90 kB");

        CommandRun run = check();

        assertThat(run.code()).isEqualTo(1);
        // 100 kB are 72 datagrams of at most 1,400 bytes, 90 kB are 65: seven fewer for each of two viewers. The
        // request is one
        // digit shorter, so that all the rest comes a little sooner.
        assertThat(run.out())
                .startsWith(scenario + ": changed: order across flows, other packets, lengths; times, by at most ")
                .contains(
                        "  order       first difference at departure 3: golden viewers/0 #0 (1466 B) at 18.629141 ms; now"
                                + " viewers/0 #0 (1466 B) at 18.628981 ms\n")
                .contains("  order       14 packets departed only in the golden, the first viewers/0 #65 (1466 B) at ");
        assertThat(run.out()).contains("  flows       viewers/0 packetsSent 72 -> 65\n");
    }

    @Test
    void aBrokenContractIsNamed() throws IOException {
        accept();
        change("maxJitter: 2 ms", "maxJitter: 2 ms, maxDelay: 1 us");
        change("{metric: groups.viewers.contracts.kept, equals: 2}", "{metric: groups.viewers.requests, equals: 2}");

        CommandRun run = check();

        assertThat(run.out())
                .contains("contracts, 2 broken")
                .contains("contracts   the contract of viewers/0 was kept, and is broken\n");
    }

    @Test
    void aTolerancedChangeIsTheSame() throws IOException {
        accept();
        Path golden = folder.resolve("small.golden.yaml");
        Files.writeString(
                golden,
                Files.readString(golden)
                        .replace("departureTimes: 0 ps", "departureTimes: 20 ms")
                        .replace("  metrics: []", "  metrics:\n    - {metric: \"*\", within: 100 %}"));
        change("delay: 5 ms", "delay: 6 ms");

        CommandRun run = check();

        assertThat(run.out()).startsWith(scenario + ": same: within tolerances; ");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void aFailedExpectationFailsAndIsNotAccepted() throws IOException {
        change("contracts.kept, equals: 2", "contracts.kept, equals: 3");

        CommandRun run = CommandRun.of("check", scenario.toString(), "--accept", "--reason", "why not");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "failed: 1 of 2 expectations\n  expect      groups.viewers.contracts.kept equals 3; measured 2\n");
        assertThat(folder.resolve("small.golden.yaml")).doesNotExist();
    }

    @Test
    void acceptingWantsAReason() {
        CommandRun run = CommandRun.of("check", scenario.toString(), "--accept");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--accept wants a --reason");
    }

    @Test
    void aWrongFileEndsWith2AndTheOthersAreCheckedAllTheSame() throws IOException {
        accept();
        Files.writeString(folder.resolve("other.yaml"), "services: {}\n");

        CommandRun run = CommandRun.of("check", folder.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .isEqualTo(folder.resolve("other.yaml") + ": wrong\n  " + folder.resolve("other.yaml")
                        + ": this is neither a scenario nor a replay: it has no key 'scenario' and no key 'replay'\n"
                        + scenario + ": same\n2 checked: 1 same, 1 wrong\n");
    }

    @Test
    void aGoldenWhoseFileIsGoneFails() throws IOException {
        accept();
        Files.move(scenario, folder.resolve("renamed.yaml"));
        Files.move(folder.resolve("small.golden.yaml"), folder.resolve("old.golden.yaml"));

        CommandRun run = CommandRun.of("check", folder.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains(folder.resolve("old.golden.yaml") + ": a golden of nothing");
    }

    @Test
    void aGoldenWithoutItsPacketsIsWrong() throws IOException {
        accept();
        Files.delete(folder.resolve("small.golden.record.gz"));

        CommandRun run = check();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("small.golden.record.gz: the golden's packets are missing");
    }

    @Test
    void aGoldenThatWasEditedIsToldFromAChange() throws IOException {
        accept();
        Path golden = folder.resolve("small.golden.yaml");
        Files.writeString(golden, Files.readString(golden).replaceFirst("order: \"[0-9a-f]{4}", "order: \"0000"));

        assertThat(check().out()).contains("one of the two files was changed without the other");
    }

    @Test
    void asJsonEveryFileHasItsStatusAndChanges() throws IOException {
        accept();
        change("delay: 5 ms", "delay: 6 ms");

        JsonNode tree = new JsonMapper()
                .readTree(CommandRun.of("check", scenario.toString(), "--format", "json")
                        .out());

        assertThat(tree.at("/files/0/status").asString()).isEqualTo("changed");
        assertThat(tree.at("/files/0/changes/0/layer").asString()).isEqualTo("times");
        assertThat(tree.at("/files/0/changes/0/facts/atMostSeconds").asString()).isNotEmpty();
        assertThat(tree.at("/files/0/expectations/0/held").asBoolean()).isTrue();
    }

    @Test
    void junitXmlHasOneCaseAFile() throws IOException {
        Path xml = folder.resolve("out/check.xml");

        CommandRun.of("check", scenario.toString(), "--junit", xml.toString());

        assertThat(Files.readString(xml))
                .contains("<testsuite name=\"pacewire check\" tests=\"1\" failures=\"1\" errors=\"0\"")
                .contains("<testcase classname=\"pacewire.check\" name=\"" + scenario + "\"")
                .contains("<failure message=\"no golden\" type=\"NO_GOLDEN\">nothing to compare with");
    }

    private CommandRun check() {
        return CommandRun.of("check", scenario.toString());
    }

    private void accept() {
        CommandRun run = CommandRun.of("check", scenario.toString(), "--accept", "--reason", "the first golden");
        assertThat(run).isEqualTo(new CommandRun(0, scenario + ": accepted\n1 checked: 1 accepted\n", ""));
    }

    private void change(String from, String to) throws IOException {
        String text = Files.readString(scenario);
        assertThat(text).contains(from);
        Files.writeString(scenario, text.replace(from, to));
    }
}
