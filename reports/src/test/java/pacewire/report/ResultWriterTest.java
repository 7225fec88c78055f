package pacewire.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.report.sample.SampleResults;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultWriterTest {
    private static final RunInfo INFO = new RunInfo("0.1.0", 2_000_000_000L, 12_000_000);

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesItsFiguresItsChartsAndItsPage() throws IOException {
        List<Path> written = ResultWriter.write(SampleResults.tenClients(), INFO, folder);

        assertThat(allFiles(folder))
                .containsExactly(
                        "charts/cpu.png",
                        "charts/cpu.svg",
                        "charts/delay-account.png",
                        "charts/delay-account.svg",
                        "charts/departure-error-distribution.png",
                        "charts/departure-error-distribution.svg",
                        "charts/departure-error.png",
                        "charts/departure-error.svg",
                        "charts/jitter-per-client.png",
                        "charts/jitter-per-client.svg",
                        "charts/throughput.png",
                        "charts/throughput.svg",
                        "performance.json",
                        "report.html",
                        "run.lock.json",
                        "summary.json",
                        "transfers.csv");
        assertThat(written).hasSize(17).allMatch(Files::exists);
        assertThat(folder.resolve("report.html")).content().contains("<svg").contains("Delay account");
    }

    @Test
    void theLockHoldsWhatReproducesTheRun() {
        ResultWriter.write(SampleResults.titled("Two"), INFO, folder);

        assertThat(folder.resolve("run.lock.json")).hasContent("""
                        {
                          "pacewire" : "0.1.0",
                          "seed" : 1,
                          "scenario" : {
                            "title" : "Two",
                            "file" : "video-on-demand.yaml",
                            "sha256" : "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                            "resolved" : "scenario: \\"Two\\"\\nseed: 1\\nduration: 10 s\\nserver:\\n  machine: linux-6\\n"
                          },
                          "digests" : {
                            "trace" : "6ae8a75555209fd6c44157c0aed8016e763ff435a19cf186f76863140143ff72",
                            "wire" : "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
                          }
                        }
                        """);
    }

    @Test
    void howFastItWentStandsInPerformanceOnly() throws IOException {
        ResultWriter.write(SampleResults.tenClients(), INFO, folder.resolve("fast"));
        ResultWriter.write(
                SampleResults.tenClients(), new RunInfo("0.1.0", 7_000_000_000L, 12_000_000), folder.resolve("slow"));

        // 10 simulated seconds and 12 million events in 2 s.
        assertThat(folder.resolve("fast/performance.json"))
                .content()
                .contains("\"wallSeconds\" : 2.0,\n")
                .contains("\"eventsPerWallSecond\" : 6000000,\n")
                .contains("\"simulatedSecondsPerWallSecond\" : 5.0\n");
        for (String name : allFiles(folder.resolve("fast"))) {
            if (!name.equals("performance.json")) {
                assertThat(folder.resolve("slow").resolve(name))
                        .as(name)
                        .hasSameBinaryContentAs(folder.resolve("fast").resolve(name));
            }
        }
    }

    @Test
    void aRunThatDidNothingLeavesEverythingToo() throws IOException {
        assertThat(ResultWriter.write(SampleResults.nobodyCame(), new RunInfo("0.1.0", 0, 0), folder))
                .hasSize(17);
        assertThat(folder.resolve("performance.json"))
                .content()
                .contains("\"eventsPerWallSecond\" : 0,\n")
                .contains("\"simulatedSecondsPerWallSecond\" : null\n");
    }

    @Test
    void anEarlierRunsFilesAreReplacedAndItsOtherChartsRemoved() throws IOException {
        ResultWriter.write(SampleResults.titled("First"), INFO, folder);
        ResultWriter.write(SampleResults.bestEffort(), INFO, folder);

        assertThat(folder.resolve("report.html")).content().doesNotContain("First");
        assertThat(allFiles(folder))
                .doesNotContain("charts/departure-error.png", "charts/departure-error.svg")
                .contains("charts/throughput.png", "charts/throughput.svg");
    }

    @Test
    void withFiguresOfGroupsAloneNothingOfSingleClientsIsLeft() throws IOException {
        RunResult result = SampleResults.tenClients();
        ResultWriter.write(result, INFO, folder);
        ResultWriter.write(SampleResults.ofGroupsAlone(result), INFO, folder);

        assertThat(allFiles(folder))
                .doesNotContain("transfers.csv", "charts/jitter-per-client.png", "charts/jitter-per-client.svg")
                .contains("summary.json", "report.html", "charts/departure-error-distribution.png");
    }

    @Test
    void aFolderInTheWayOfAFileIsNamedAndLeavesTheFiguresAsTheyWere() throws IOException {
        RunResult result = SampleResults.titled("Two");
        Files.createDirectories(folder.resolve("summary.json"));

        assertThatThrownBy(() -> ResultWriter.write(result, INFO, folder))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(folder.resolve("summary.json").toString());
        assertThat(allFiles(folder)).isEmpty();
    }

    @Test
    void figuresStayWhenTheChartsCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("charts"), "a file where the folder of charts should be");

        assertThatThrownBy(() -> ResultWriter.write(SampleResults.titled("Two"), INFO, folder))
                .isInstanceOf(OutputException.class)
                .hasMessage("cannot write " + folder.resolve("charts") + ": a file stands where a folder is needed");
        assertThat(allFiles(folder))
                .containsExactly("charts", "performance.json", "run.lock.json", "summary.json", "transfers.csv");
    }

    private static List<String> allFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
