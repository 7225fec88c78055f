package pacewire.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ValidateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aValidFileIsSaidToBe() throws IOException {
        Path valid = SmallScenario.in(folder);

        assertThat(CommandRun.of("validate", valid.toString())).isEqualTo(new CommandRun(0, valid + ": valid\n", ""));
    }

    @Test
    void everyProblemOfEveryFileIsPrinted() throws IOException {
        Path valid = SmallScenario.in(folder);
        Path noUnit = SmallScenario.in(folder, "no-unit.yaml", "rate: 50 Mbps", "rate: 50");
        Path unknown = SmallScenario.in(folder, "unknown.yaml", "{type: jitter-edf}", "{type: jiter-edf}");

        CommandRun run = CommandRun.of("validate", noUnit.toString(), valid.toString(), unknown.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEqualTo(valid + ": valid\n");
        assertThat(run.err().lines()).hasSize(2);
        // The access link is the 15th line; the packet scheduler's type the 6th, its value the 21st column.
        assertThat(run.err())
                .contains(noUnit + ":15:")
                .contains(unknown + ":6:21: ")
                .contains("did you mean 'jitter-edf'?");
    }

    @Test
    void asJsonEachProblemHasItsPlace() throws IOException {
        Path wrong = SmallScenario.in(folder, "wrong.yaml", "seed: 1", "sead: 1");

        CommandRun run = CommandRun.of("validate", wrong.toString(), "--format", "json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
        JsonNode report = new JsonMapper().readTree(run.out()).get(0);
        assertThat(report.get("file").asString()).isEqualTo(wrong.toString());
        assertThat(report.get("valid").asBoolean()).isFalse();
        assertThat(report.at("/problems/0/line").asInt()).isEqualTo(2);
        assertThat(report.at("/problems/0/column").asInt()).isEqualTo(1);
        assertThat(report.at("/problems/0/message").asString()).contains("sead").contains("seed");
    }
}
