package pacewire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.model.os.SyscallTable;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code pacewire syscalls}. */
class SyscallsCommandTest {
    private static final Path COMMITTED = Path.of(Objects.requireNonNull(System.getProperty("pacewire.root")))
            .resolve("docs/reference/system-calls.md");

    @TempDir
    private Path folder;

    @Test
    void theCommittedPageIsWhatTheCommandWrites() throws IOException {
        Path page = folder.resolve("page.md");
        CommandRun run = CommandRun.of("syscalls", "--markdown", page.toString());

        assertThat(run.code()).isEqualTo(0);
        assertThat(Files.readString(page))
                .as("run ./pacewire syscalls --markdown docs/reference/system-calls.md")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void everyCallHasItsLine() {
        CommandRun run = CommandRun.of("syscalls");

        assertThat(run.code()).isEqualTo(0);
        assertThat(run.out()).startsWith("number  call").contains("\n600     transmit         has the kernel send");
        assertThat(run.out().lines()).hasSizeGreaterThan(SyscallTable.names().size());
    }

    @Test
    void aCallIsExplainedWithItsErrors() {
        CommandRun run = CommandRun.of("syscalls", "openat");

        assertThat(run.out()).isEqualToNormalizingNewlines("""
                        openat (number 257): opens a file to read it.

                        error   number  message
                        ENOENT  2       No such file or directory
                        EMFILE  24      Too many open files
                        """);
        assertThat(CommandRun.of("syscalls", "exit").out()).endsWith("It does not fail." + System.lineSeparator());
    }

    @Test
    void asJsonItSaysTheSame() {
        JsonNode calls = JsonMapper.shared()
                .readTree(
                        CommandRun.of("syscalls", "openat", "--format", "json").out());

        assertThat(calls.size()).isEqualTo(1);
        assertThat(calls.get(0).get("number").asInt()).isEqualTo(257);
        assertThat(calls.get(0).get("errors").toString()).isEqualTo("[\"ENOENT\",\"EMFILE\"]");
    }

    @Test
    void anUnknownNameIsWrongInput() {
        CommandRun run = CommandRun.of("syscalls", "sendfil");
        CommandRun both = CommandRun.of("syscalls", "sendfile", "--markdown", "x");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no system call 'sendfil'; did you mean 'sendfile'?");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("leave 'sendfile' out");
    }
}
