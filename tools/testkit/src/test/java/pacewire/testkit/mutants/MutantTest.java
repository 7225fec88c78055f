package pacewire.testkit.mutants;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.Prover;

import static org.assertj.core.api.Assertions.assertThat;

/** The proof kit finds every packet scheduler that is broken on purpose, and says what is broken. */
class MutantTest {
    private static final int FEW_CASES = 100;
    private static final int MANY_CASES = 2000;

    private final MutantForge forge = new MutantForge(
            Path.of(System.getProperty("pacewire.root")).resolve("sim-models/src/main/java/pacewire/model/sched"));

    static Stream<Mutant> mutants() {
        return Mutants.all();
    }

    @Test
    void thereAreSixtyMutantsAtLeast() {
        assertThat(Mutants.all()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void theKitFindsIt(Mutant mutant) throws Exception {
        // Most faults show in a few cases; those that hide get many more.
        List<String> broken = brokenProperties(mutant, FEW_CASES);
        if (broken.isEmpty()) {
            broken = brokenProperties(mutant, MANY_CASES);
        }

        assertThat(broken)
                .as("broken properties of %s", mutant)
                .containsAnyOf(mutant.property().split("\\|", -1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void nothingIsFoundInWhatIsForgedUnchanged(Mutant unchanged) throws Exception {
        assertThat(brokenProperties(unchanged, FEW_CASES)).isEmpty();
    }

    /** For each scheduler that has mutants, its source as it is, forged in the same way. */
    static Stream<Mutant> sound() {
        Map<String, Mutant> first = new TreeMap<>();
        Mutants.all().forEach(mutant -> first.putIfAbsent(mutant.scheduler(), mutant));
        return first.keySet().stream()
                .map(scheduler -> Mutant.of(
                        scheduler,
                        "unchanged",
                        "public static final SchedulerSpec SPEC",
                        "public static final SchedulerSpec SPEC",
                        ""));
    }

    private List<String> brokenProperties(Mutant mutant, int cases) throws IOException, ReflectiveOperationException {
        return Prover.of(SchedulerSetup.of(forge.forge(mutant), mutant.setting()))
                .fixing(mutant.setting().keySet())
                .seed(1)
                .cases(cases)
                .shrinking(false)
                .run()
                .brokenProperties();
    }
}
