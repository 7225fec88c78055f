package pacewire.testkit.mutants;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.Breach;
import pacewire.testkit.prove.PropertyResult;
import pacewire.testkit.prove.Prover;
import pacewire.testkit.prove.ReportCard;
import pacewire.testkit.prove.ReproductionFile;
import pacewire.testkit.replay.ArrivalsException;

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

    /** Also made small, written to a file, and read again: there the same breaks by as much. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void theKitFindsItAndFindsItAgainInTheFileThatItWrites(Mutant mutant) throws Exception {
        SchedulerSetup setup = SchedulerSetup.of(forge.forge(mutant), mutant.setting());
        // Most faults show in a few cases; those that hide get many more.
        ReportCard card = prove(setup, mutant, FEW_CASES);
        if (card.isProven()) {
            card = prove(setup, mutant, MANY_CASES);
        }

        List<String> named = List.of(mutant.property().split("\\|", -1));
        assertThat(card.brokenProperties())
                .as("broken properties of %s", mutant)
                .containsAnyElementsOf(named);
        for (PropertyResult result : card.results()) {
            Breach breach = result.breach();
            if (named.contains(result.kind().name()) && breach != null && breach.isInCase()) {
                assertReproduces(
                        setup, mutant, result.kind().name(), breach.found().number());
            }
        }
    }

    private static void assertReproduces(SchedulerSetup setup, Mutant mutant, String property, int number)
            throws ArrivalsException {
        Breach small = breachIn(
                Prover.of(setup)
                        .fixing(mutant.setting().keySet())
                        .onlyCase(number)
                        .only(Set.of(property)),
                property,
                mutant + ", case " + number);
        String text = new ReproductionFile(property, 1, small.smallest()).text(List.of());

        Breach again = breachIn(
                Prover.of(small.smallest().variation().of(setup))
                        .reproducing(ReproductionFile.parse("again.csv", text)),
                property,
                mutant + ":\n" + text);

        assertThat(again.finding())
                .as("%s of %s in:\n%s", property, mutant, text)
                .isEqualTo(small.finding());
    }

    private static Breach breachIn(Prover prover, String property, String where) {
        return Objects.requireNonNull(prover.run().result(property).breach(), property + " holds in " + where);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void nothingIsFoundInWhatIsForgedUnchanged(Mutant unchanged) throws Exception {
        SchedulerSetup setup = SchedulerSetup.defaults(forge.forge(unchanged));

        assertThat(prove(setup, unchanged, FEW_CASES).brokenProperties()).isEmpty();
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

    private static ReportCard prove(SchedulerSetup setup, Mutant mutant, int cases) {
        return Prover.of(setup)
                .fixing(mutant.setting().keySet())
                .seed(1)
                .cases(cases)
                .shrinking(false)
                .run();
    }
}
