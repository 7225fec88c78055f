package pacewire.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.SchedulerCatalogue;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema is made from the same declaration as the reader; another's validator judges it. */
class ScenarioSchemaTest {
    private static final SchemaRegistry DRAFT_2020_12 =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Path LIBRARY =
            Path.of(System.getProperty("pacewire.root")).resolve("scenarios/library");

    private static List<Error> errors(String yaml) {
        return DRAFT_2020_12
                .getSchema(ScenarioSchema.json(SchedulerCatalogue.builtIn()))
                .validate(yaml, InputFormat.YAML);
    }

    static Stream<Path> library() throws IOException {
        try (Stream<Path> files = Files.list(LIBRARY)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().endsWith(".golden.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void itIsAValidSchemaOfItsDraft() {
        Schema metaSchema = DRAFT_2020_12.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(metaSchema.validate(ScenarioSchema.json(SchedulerCatalogue.builtIn()), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void itIsTheSameTextEachTimeAndExplainsEveryKey() {
        assertThat(ScenarioSchema.json(SchedulerCatalogue.builtIn()))
                .isEqualTo(ScenarioSchema.json(SchedulerCatalogue.builtIn()))
                .contains("\"description\" : \"CPU cores\"")
                .endsWith("}\n");
    }

    @ParameterizedTest
    @MethodSource("library")
    void everyScenarioOfTheLibraryIsAcceptedByTheSchemaAndTheReader(Path file) throws Exception {
        assertThat(errors(Files.readString(file))).isEmpty();
        Scenario scenario = ScenarioReader.read(file, List.of(), OptionalLong.empty());
        assertThat(errors(scenario.source().resolvedYaml())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cores: 4 | cors: 4",
                "cores: 4 | cores: four",
                "cores: 4 | cores: 0",
                "duration: 10 s | duration: 10",
                "duration: 10 s | duration: 10 Mbps",
                "machine: linux-6 | machine: linux-7",
                "type: jitter-edf | type: jitter-efd",
                "type: jitter-edf | type: jitter-edf, limt: 5 packets",
                "count: 200 | count: 0",
                "rate: 100/s | rate: 100",
                "warm: true | warm: 1",
                "atMost: 2 ms | atMost: 2 ms, atLeast: 1 ms",
                "rate: 50 Mbps, delay | delay",
            })
    void wrongScenariosAreRejected(String right, String wrong) throws IOException {
        String text = Files.readString(LIBRARY.resolve("video-on-demand.yaml"));
        assertThat(text).contains(right);
        assertThat(errors(text.replace(right, wrong))).isNotEmpty();
    }
}
