package pacewire.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandsTest {
    @Test
    void aCommandLineThatNamesACommandNeedsNoOther() {
        assertThat(Commands.wantedBy("run", "validate"))
                .extracting(Commands.Entry::name)
                .containsExactly("run");
    }

    @Test
    void aCommandLineThatNamesNoneMayNeedEach() {
        assertThat(Commands.wantedBy()).isEqualTo(Commands.all());
        assertThat(Commands.wantedBy("--help")).isEqualTo(Commands.all());
        assertThat(Commands.wantedBy("rnu")).isEqualTo(Commands.all());
    }

    @Test
    void theCompletionScriptKnowsEveryCommand() {
        String script = CommandRun.of("generate-completion").out();

        assertThat(Commands.all())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(script)
                        .contains("_picocli_pacewire_" + command.name().replace("-", "")));
    }
}
