package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProveCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aProofIsALineForEachProperty() {
        CommandRun proof = CommandRun.of("prove", "fifo", "--cases", "20");

        assertThat(proof.err()).isEmpty();
        assertThat(proof.code()).isEqualTo(0);
        assertThat(proof.out())
                .startsWith("fifo: proven on 20 cases of seed 1\n  conservation          held on 20\n")
                .contains("  short-term-fair       not claimed\n")
                .endsWith("  cost                  held\n");
    }

    /** First in, first out serves nobody by weights: a flow of weight 100 waits behind another. */
    @Test
    void whatBreaksIsWrittenAsArrivalsThatTheCommandNamedPlays() throws IOException {
        CommandRun proof =
                CommandRun.of("prove", "fifo", "--cases", "20", "--claims", "gps-delay", "--out", folder.toString());

        Path arrivals = folder.resolve("fifo-gps-delay.csv");
        assertThat(proof.code()).isEqualTo(1);
        assertThat(proof.out())
                .contains("pacewire prove fifo --reproduce " + arrivals + "\n")
                .contains("pacewire replay --scheduler fifo --rate '10 Gbps' --seed 1 " + arrivals + "\n")
                .contains("bound: 1.608 ns; value: 2.4 ns\n");
        CommandRun replay = CommandRun.of("replay", "--scheduler", "fifo", "--rate", "10 Gbps", arrivals.toString());
        // The third byte of 0.8 ns each is through after 2.4 ns.
        assertThat(replay.out()).endsWith(",1,0,0.0000000016,0.0000000024,sent\n");
        assertThat(Files.readString(folder.resolve("fifo.html")))
                .startsWith("<!doctype html>")
                .contains("<td class=\"broken\">broken</td>")
                .contains("<svg")
                .doesNotContain("http://localhost", "<script");
    }

    /** One that declares itself, and one that a jar offers; its growth of work is that of its own class, which does none. */
    @Test
    void aClassIsProvenByItsName() throws IOException {
        CommandRun declared = CommandRun.of("prove", "pacewire.model.sched.PrioScheduler", "--cases", "5");
        Path jar = PluginJar.in(folder);
        CommandRun offered = CommandRun.of("prove", "mine.Mine", "--plugin", jar.toString(), "--cases", "5");

        assertThat(declared.out())
                .startsWith("pacewire.model.sched.PrioScheduler: proven on 5 cases of seed 1\n")
                .contains("  priority-order        held on ")
                .endsWith("  cost                  held\n");
        assertThat(offered.out()).startsWith("mine.Mine: proven on 5 cases of seed 1\n");
        assertThat(CommandRun.of(
                                "prove",
                                "{type: pacewire.model.sched.PrioScheduler, classes: [{name: a}]}",
                                "--cases",
                                "5")
                        .out())
                .startsWith("pacewire.model.sched.PrioScheduler: proven on 5 cases of seed 1\n");
    }

    @Test
    void aClassThatIsNoneIsToldSo() {
        CommandRun missing = CommandRun.of("prove", "com.example.Mine");
        CommandRun other = CommandRun.of("prove", "java.lang.String");

        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err())
                .contains("there is no class com.example.Mine in the jars of --plugin, or on the class path");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("java.lang.String is neither a PacketScheduler nor a SchedulerPlugin");
    }

    @Test
    void oneCaseShowsTheSame() {
        CommandRun all =
                CommandRun.of("prove", "fifo", "--cases", "20", "--claims", "gps-delay", "--out", folder.toString());
        CommandRun one =
                CommandRun.of("prove", "fifo", "--case", "0", "--claims", "gps-delay", "--out", folder.toString());

        assertThat(one.out()).isEqualTo(all.out().replace("on 20 cases", "on 1 case"));
    }

    @Test
    void resultsForPrograms() throws IOException {
        Path junit = folder.resolve("reports/proofs.xml");
        CommandRun proof = CommandRun.of(
                "prove",
                "fifo",
                "--cases",
                "20",
                "--claims",
                "gps-delay,determinism",
                "--format",
                "json",
                "--junit",
                junit.toString(),
                "--out",
                folder.toString());

        assertThat(proof.code()).isEqualTo(1);
        String command = "pacewire prove fifo --reproduce " + folder.resolve("fifo-gps-delay.csv");
        assertThat(proof.out())
                .contains("\"scheduler\" : \"fifo\"", "\"proven\" : false", "\"bound\" : \"1.608 ns\"")
                .contains("\"commands\" : [ \"" + command + "\",");
        assertThat(Files.readString(junit))
                .contains(
                        "<testsuite name=\"pacewire.prove.fifo\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">")
                .contains("<testcase classname=\"pacewire.prove.fifo\" name=\"determinism\">")
                .contains("<failure message=\"leaves later than in the fluid reference", "\n" + command + "\n");
    }

    /** Half of 1 Gbps is reserved: on the lines of 1 to 100 Mbps it is more than there is. */
    @Test
    void aSetUpThatFitsSomeLinesIsTriedOnThose() throws IOException {
        CommandRun some = CommandRun.of(
                "prove",
                "{type: cbs, classes: [{priority: 3, idleSlope: 500 Mbps}]}",
                "--cases",
                "30",
                "--out",
                folder.toString());
        CommandRun none =
                CommandRun.of("prove", "{type: cbs, classes: [{priority: 3, idleSlope: 5 Tbps}]}", "--cases", "30");

        assertThat(some.err()).isEmpty();
        assertThat(some.out()).startsWith("cbs: proven on 30 cases of seed 1\n");
        assertThat(Files.readString(folder.resolve("cbs.html"))).contains("four flows on a line of 1 Gbps, with");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .isEqualTo(
                        "pacewire: a packet scheduler does not fit where it stands: the idleSlopes of all classes are"
                                + " 5 Tbps, more than the line's 10 Gbps\n");
    }

    @Test
    void aCaseThatIsNoneIsRefused() {
        CommandRun proof = CommandRun.of("prove", "fifo", "--case", "-1");

        assertThat(proof.code()).isEqualTo(2);
        assertThat(proof.err()).startsWith("pacewire: --case is -1; it must be 0 to 99999999");
    }

    @Test
    void whatIsUnknownIsNamed() {
        CommandRun property = CommandRun.of("prove", "fifo", "--claims", "gps-dely");
        CommandRun scheduler = CommandRun.of("prove", "fifi");

        assertThat(property.code()).isEqualTo(2);
        assertThat(property.err()).contains("there is no property 'gps-dely'; did you mean 'gps-delay'?");
        assertThat(scheduler.code()).isEqualTo(2);
        assertThat(scheduler.err()).contains("fifi");
    }
}
