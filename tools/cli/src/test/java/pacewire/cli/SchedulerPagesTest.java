package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.Claim;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSpec;
import pacewire.scenario.SchedulerText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** {@code pacewire schedulers --markdown}. */
class SchedulerPagesTest {
    private static final Path COMMITTED =
            Path.of(Objects.requireNonNull(System.getProperty("pacewire.root"))).resolve("docs/reference/schedulers");

    private static final Pattern SCENARIO = Pattern.compile("```yaml\nserver:\n  scheduler:\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REPLAYED = Pattern.compile("--scheduler (?:'([^']*)'|(\\S+))");

    @TempDir
    private Path folder;

    @Test
    void theCommittedPagesAreWhatTheCommandWrites() throws IOException {
        CommandRun run = CommandRun.of("schedulers", "--markdown", folder.toString());

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(folder + ": " + (PacketSchedulers.all().size() + 1) + " pages" + System.lineSeparator());
        assertThat(pages(COMMITTED))
                .as("run ./pacewire schedulers --markdown docs/reference/schedulers")
                .isEqualTo(pages(folder));
    }

    @Test
    void aPageTellsParametersClassesAndClaims() throws IOException {
        CommandRun.of("schedulers", "--markdown", folder.toString());

        assertThat(Files.readString(folder.resolve("htb.md")))
                .startsWith("# htb\n\nHierarchical token bucket")
                .contains("| `directLimit` | `1000 packets` | a number of packets, at least 1 packet |")
                .contains("| `rate` | none | a data rate from 1 bps to 10 Tbps |")
                .contains("| `dscp` | differentiated services code point (RFC 2474) |")
                .contains("\n- Packets of one flow leave in the order in which they came.\n")
                .contains("\n- Never more is held than claimed. Claimed: 1000 packets.\n");
    }

    @Test
    void thereAreWordsForEveryKindOfClaim() {
        assertThat(List.of(Claim.class.getPermittedSubclasses()))
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(ClaimText.knows(kind))
                        .as(kind.getSimpleName())
                        .isTrue());
    }

    static List<SchedulerSpec> everyOne() {
        return PacketSchedulers.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyOne")
    void whatThePageShowsCanBeSetUp(SchedulerSpec spec) throws IOException {
        String page = Files.readString(COMMITTED.resolve(spec.name() + ".md"));
        Matcher scenario = SCENARIO.matcher(page);
        Matcher replayed = REPLAYED.matcher(page);

        assertThat(scenario.find()).isTrue();
        assertThat(replayed.find()).isTrue();
        String onTheCommandLine = replayed.group(1) == null ? replayed.group(2) : replayed.group(1);
        for (String text : List.of(scenario.group(1).stripIndent(), onTheCommandLine)) {
            assertThatCode(() -> assertThat(SchedulerText.read(text, SchedulerCatalogue.builtIn())
                                    .spec())
                            .isEqualTo(spec))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void pagesAreWrittenOfAllOrNone() {
        CommandRun one = CommandRun.of("schedulers", "fifo", "--markdown", folder.toString());

        assertThat(one.code()).isEqualTo(2);
        assertThat(one.err())
                .isEqualTo("pacewire: --markdown writes the pages of all packet schedulers: leave 'fifo' out"
                        + System.lineSeparator());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aUsersPacketSchedulerHasAPageToo() throws IOException {
        Path jar = PluginJar.in(folder);
        Path pages = folder.resolve("pages");

        CommandRun run = CommandRun.of("schedulers", "--plugin", jar.toString(), "--markdown", pages.toString());

        assertThat(run.code()).isEqualTo(0);
        assertThat(Files.readString(pages.resolve(PluginJar.SCHEDULER + ".md")))
                .startsWith(
                        "# queue-of-mine\n\nA queue.\n\nSource: its user\n\n## Parameters\n\nIt has no parameters.\n")
                .contains("Nothing beyond what every packet scheduler keeps.");
    }

    private static Map<String, String> pages(Path from) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                pages.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return pages;
    }
}
