package pacewire.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputFolderTest {
    private static final OutputFolder.Content NEW = out -> out.write("new".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    @Test
    void nothingAppearsBeforeTheCommitAndEverythingAfterIt() throws IOException {
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage("summary.json", NEW);
            output.stage("charts/a.png", NEW);
            assertThat(visibleFiles()).isEmpty();

            assertThat(output.commit()).containsExactly(folder.resolve("summary.json"), folder.resolve("charts/a.png"));
        }
        assertThat(allFiles()).containsExactly("charts/a.png", "summary.json");
        assertThat(folder.resolve("summary.json")).hasContent("new");
    }

    @Test
    void withoutACommitWhatStoodThereStays() throws IOException {
        Files.writeString(folder.resolve("summary.json"), "old");
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage("summary.json", NEW);
        }

        assertThat(allFiles()).containsExactly("summary.json");
        assertThat(folder.resolve("summary.json")).hasContent("old");
    }

    @Test
    void aDiskThatFillsUpHalfWayLeavesNoHalfFile() throws IOException {
        assertThatThrownBy(() -> {
                    try (OutputFolder output = OutputFolder.open(folder)) {
                        output.stage("summary.json", NEW);
                        output.stage("transfers.csv", out -> {
                            out.write(new byte[100_000]);
                            throw new IOException("No space left on device");
                        });
                    }
                })
                .isInstanceOf(OutputException.class)
                .hasMessage("cannot write " + folder.resolve("transfers.csv") + ": No space left on device")
                .extracting(e -> ((OutputException) e).path())
                .isEqualTo(folder.resolve("transfers.csv"));
        assertThat(allFiles()).isEmpty();
    }

    @Test
    void aFolderInTheWayIsNamedAndNothingIsReplaced() throws IOException {
        Files.createDirectories(folder.resolve("transfers.csv/inside"));
        Files.writeString(folder.resolve("summary.json"), "old");

        assertThatThrownBy(() -> {
                    try (OutputFolder output = OutputFolder.open(folder)) {
                        output.stage("summary.json", NEW);
                        output.stage("transfers.csv", NEW);
                        output.commit();
                    }
                })
                .isInstanceOf(OutputException.class)
                .hasMessage(
                        "cannot write " + folder.resolve("transfers.csv") + ": a folder of that name is in the way");
        assertThat(allFiles()).containsExactly("summary.json");
        assertThat(folder.resolve("summary.json")).hasContent("old");
    }

    @Test
    void aFileWhereTheFolderShouldBeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "a file");

        assertThatThrownBy(() -> OutputFolder.check(file))
                .isInstanceOf(OutputException.class)
                .hasMessage("cannot write " + file + ": a file stands where a folder is needed");
        assertThatThrownBy(() -> OutputFolder.open(file.resolve("deeper")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("a file stands where a folder is needed");
    }

    @Test
    void theCheckMakesTheFolderAndLeavesItEmpty() throws IOException {
        OutputFolder.check(folder.resolve("a/b"));

        assertThat(folder.resolve("a/b")).isEmptyDirectory();
    }

    @Test
    void whatIsWrittenAfterClosingIsRefused() {
        OutputFolder output = OutputFolder.open(folder);
        output.close();

        assertThatThrownBy(() -> output.stage("summary.json", NEW)).isInstanceOf(IllegalStateException.class);
    }

    private List<String> visibleFiles() throws IOException {
        return allFiles().stream().filter(name -> !name.contains(".part")).toList();
    }

    private List<String> allFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
