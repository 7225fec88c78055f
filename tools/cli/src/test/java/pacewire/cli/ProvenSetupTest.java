package pacewire.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.scenario.SchedulerText;
import pacewire.testkit.prove.SetupText;
import pacewire.testkit.prove.trial.CaseGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/** What the proof kit sets a packet scheduler to can be read by every command. */
class ProvenSetupTest {
    private static final int CASES = 60;

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return PacketSchedulers.all().stream().map(SchedulerSpec::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCasesSetUpIsReadAsItWasWritten(String name) throws Exception {
        SchedulerSetup setup =
                SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow());
        CaseGenerator generator = new CaseGenerator(setup, Set.of(), 1);
        List<SchedulerSetup> read = new ArrayList<>();
        List<SchedulerSetup> written = new ArrayList<>();
        for (int number = 0; number < CASES; number++) {
            SchedulerSetup changed = generator.make(number).variation().of(setup);
            written.add(changed);
            read.add(SchedulerText.read(SetupText.of(changed), SchedulerCatalogue.builtIn()));
        }

        assertThat(read).isEqualTo(written);
    }

    /** Two flows of one packet each: with classes for them, the one that came later may leave first. */
    @Test
    void aReproductionWithClassesIsPlayedAsTheCommandSays() throws Exception {
        CommandRun proof = CommandRun.of(
                "prove", "prio", "--cases", "300", "--claims", "gps-delay,renaming", "--out", folder.toString());

        String command = proof.out()
                .lines()
                .map(String::strip)
                .filter(line ->
                        line.startsWith("pacewire replay --scheduler '{type: prio") && line.contains("classes: ["))
                .findFirst()
                .orElseThrow(() -> new AssertionError(proof.out()));
        CommandRun replay = CommandRun.ofShell(command);

        assertThat(replay.err()).isEmpty();
        assertThat(replay.out())
                .startsWith("id,flow,arrival,start,end,verdict\n")
                .contains(",sent\n");
        assertThat(Files.exists(folder.resolve("prio-renaming.csv"))).isTrue();
    }
}
