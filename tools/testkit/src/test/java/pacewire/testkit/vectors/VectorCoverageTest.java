package pacewire.testkit.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.sched.PacketSchedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every vector that speaks of packet schedulers is in some test here, or in the table of those that cannot be. A test has a
 * vector when it names the file, and the vector's name or its beginning up to an underscore, or goes through the whole file.
 */
class VectorCoverageTest {
    /** Why no test here has it. */
    private static final Map<String, String> NOT_APPLICABLE = new TreeMap<>(Map.of(
            "pay_bursts_only_once", "speaks of two servers in a row; a packet scheduler is one",
            "inet_cbs_validation_flow_table", "a table of rates that sources offer; no algorithm is in it"));

    /** By the name of a packet scheduler: the vectors that wait for it, by how they begin. */
    private static final Map<String, String> WITHOUT_SCHEDULER = Map.of("hfsc", "hfsc_");

    /** By file: the test whose cases are all vectors of it. */
    private static final Map<String, String> GOES_THROUGH_ALL = Map.of(
            "fq_gps_wfq_wf2q.json", "FairQueueingVectorsTest.java",
            "drr.json", "DrrVectorTest.java");

    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"");

    @ParameterizedTest
    @ValueSource(
            strings = {"fq_gps_wfq_wf2q.json", "drr.json", "codel.json", "aqm_shaping.json", "network_calculus.json"})
    void everyVectorIsTestedOrCannotBe(String file) {
        List<String> literals = literalsOfTestsThatRead(file);
        assertThat(literals).as("tests that read %s", file).isNotEmpty();
        List<String> forgotten = new ArrayList<>();
        for (String name : namesIn(file)) {
            boolean isTested =
                    GOES_THROUGH_ALL.containsKey(file) || literals.stream().anyMatch(literal -> begins(literal, name));
            if (!isTested && !NOT_APPLICABLE.containsKey(name) && !waitsForItsScheduler(name)) {
                forgotten.add(name);
            }
        }
        assertThat(forgotten).isEmpty();
    }

    @Test
    void testsThatGoThroughAWholeFileAreThere() {
        GOES_THROUGH_ALL.forEach((file, test) ->
                assertThat(literals(sources().getOrDefault(test, ""))).as(test).contains(file));
    }

    @Test
    void theTableNamesOnlyVectorsThatThereAre() {
        List<String> names = new ArrayList<>(namesIn("aqm_shaping.json"));
        names.addAll(namesIn("network_calculus.json"));

        assertThat(names).containsAll(NOT_APPLICABLE.keySet());
        assertThat(NOT_APPLICABLE.values())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    /** A vector of a packet scheduler that does not ship; once it does, its vectors must be in a test. */
    private static boolean waitsForItsScheduler(String name) {
        return WITHOUT_SCHEDULER.entrySet().stream()
                .anyMatch(waiting -> name.startsWith(waiting.getValue())
                        && PacketSchedulers.find(waiting.getKey()).isEmpty());
    }

    /** The whole name, or so much of it that an underscore follows. */
    private static boolean begins(String literal, String name) {
        String begin = literal.endsWith("_") ? literal.substring(0, literal.length() - 1) : literal;
        return begin.length() >= 2 && (name.equals(begin) || name.startsWith(begin + "_"));
    }

    private static List<String> namesIn(String file) {
        return SchedulerVectors.all(file).stream()
                .map(vector -> vector.path("name").asString())
                .toList();
    }

    private static List<String> literalsOfTestsThatRead(String file) {
        List<String> found = new ArrayList<>();
        for (String source : sources().values()) {
            List<String> literals = literals(source);
            if (literals.stream().anyMatch(literal -> literal.equals(file) || literal.endsWith("/" + file))) {
                found.addAll(literals);
            }
        }
        return found;
    }

    private static List<String> literals(String source) {
        List<String> literals = new ArrayList<>();
        Matcher matcher = LITERAL.matcher(source);
        while (matcher.find()) {
            literals.add(matcher.group(1));
        }
        return literals;
    }

    /** The tests here by the names of their files, but for this one. */
    private static Map<String, String> sources() {
        Path folder = Path.of(System.getProperty("pacewire.root"))
                .resolve("tools/testkit/src/test/java/pacewire/testkit/vectors");
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Test.java") && !name.equals("VectorCoverageTest.java")) {
                    sources.put(name, Files.readString(file));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return sources;
    }
}
