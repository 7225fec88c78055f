package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written when a property breaks shows the same again, by the command that is printed. */
class ReproduceTest {
    /** Nobody keeps all of these; who does not claim one is tested as if it did. */
    private static final String UNCLAIMED =
            "work-conservation,flow-order,gps-delay,gps-lead,keeps-what-it-took,scale,renaming,splitting";

    private static final String PROVE = "pacewire prove ";
    private static final String REPLAY = "pacewire replay ";
    private static final String HEAD = "id,flow,arrival,start,end,verdict\n";

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return PacketSchedulers.all().stream().map(SchedulerSpec::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void thePrintedCommandBreaksTheSamePropertyAtTheSamePacketByAsMuch(String name) {
        CommandRun proof =
                CommandRun.of("prove", name, "--cases", "60", "--claims", UNCLAIMED, "--out", folder.toString());

        assertThat(proof.code()).as(proof.err()).isEqualTo(1);
        List<String> lines = proof.out().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(PROVE)) {
                // Property, packet, bound and value, case.
                String broken = String.join("\n", lines.subList(i - 4, i + 1));
                CommandRun again = CommandRun.ofShell(lines.get(i).strip());
                assertThat(again.err()).isEmpty();
                assertThat(again.code()).isEqualTo(1);
                assertThat(again.out())
                        .startsWith(name + ": 1 broken on 1 case of seed 1\n" + broken + "\n")
                        .contains(HEAD);
                if (i + 1 < lines.size() && lines.get(i + 1).strip().startsWith(REPLAY)) {
                    CommandRun replay = CommandRun.ofShell(lines.get(i + 1).strip());
                    assertThat(again.out()).endsWith(HEAD + replay.out().substring(HEAD.length()));
                }
            }
        }
    }

    /** Who has mended the packet scheduler tries the same file: here another one, which serves by weights. */
    @Test
    void aFileThatBreaksNothingAnyMoreIsProven() {
        CommandRun.of("prove", "fifo", "--cases", "1", "--claims", "gps-delay", "--out", folder.toString());

        CommandRun mended = CommandRun.of(
                "prove",
                "wfq",
                "--reproduce",
                folder.resolve("fifo-gps-delay.csv").toString());

        assertThat(mended.code()).isEqualTo(0);
        assertThat(mended.out()).isEqualTo("""
                        wfq: proven on 1 case of seed 1
                          gps-delay             held on 1
                        id,flow,arrival,start,end,verdict
                        5,1,0,0,0.0000000008,sent
                        3,0,0,0.0000000008,0.0000000016,sent
                        4,0,0,0.0000000016,0.0000000024,sent
                        """);
    }

    @Test
    void aFileThatIsWrongIsToldSoWithAllThatIsWrong() throws IOException {
        Path file = folder.resolve("broken.csv");
        Files.writeString(file, """
                #: property gps-dely
                #: seed 1
                #: case 0
                #: line 10 parsecs
                #: largest 9 kB
                #: shut 3
                id,flow,arrival,bytes
                1,a,0,1
                2,0,0.0000000000005,1
                """);

        CommandRun run = CommandRun.of("prove", "fifo", "--reproduce", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("""
                F:1: found 'property gps-dely'; property is the name of a property
                F:4: found 'line 10 parsecs'; line is a rate such as '1 Gbps'
                F:6: found 'shut'; behind '#: ' stands one of: property, seed, case, line, largest, open, close
                F:8: found 'a' as flow; in a case it is a whole number up to 999999999
                F:9: found '0.5' as arrival in picoseconds; in a case it is a whole number up to 4611686018427387903
                F: found no line '#: open ...'; a file that prove wrote has one
                """.replace("F:", file + ":"));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        Path file = folder.resolve("plain.csv");
        Files.writeString(file, "id,flow,arrival,bytes\n1,0,0,1\n");

        assertThat(CommandRun.of("prove", "fifo", "--reproduce", "missing.csv").err())
                .isEqualTo("pacewire: missing.csv: there is no such file\n");
        assertThat(CommandRun.of("prove", "fifo", "--reproduce", file.toString())
                        .err())
                .contains(": found no line '#: property ...'; a file that prove wrote has one\n");
        assertThat(CommandRun.of("prove", "all", "--reproduce", file.toString()).err())
                .startsWith("pacewire: --reproduce is for one packet scheduler");
        assertThat(CommandRun.of("prove", "fifo", "--cases", "3", "--reproduce", file.toString())
                        .err())
                .startsWith("pacewire: --cases does not go with --reproduce: the file names one case");
    }
}
