package pacewire.cli.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import pacewire.cli.check.Checked.Status;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.UnfitSetupException;
import pacewire.scenario.RunObserver;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problem;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.YamlTree;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.testkit.replay.SchedulerFault;

/** Runs scenarios and replays, and compares what they do with their goldens. Used by several threads at once. */
public final class Checker {
    private static final String SCENARIO = "scenario";

    private final SchedulerCatalogue catalogue;
    private final RunObserver observer;
    private final LongSupplier nanoClock;
    private final @Nullable Acceptance acceptance;

    /**
     * @param catalogue the packet schedulers that files may name
     * @param observer is told how far runs have come; what it throws ends them
     * @param nanoClock wall clock in nanoseconds from any origin
     * @param acceptance null: goldens stay as they are
     */
    public Checker(
            SchedulerCatalogue catalogue,
            RunObserver observer,
            LongSupplier nanoClock,
            @Nullable Acceptance acceptance) {
        this.catalogue = catalogue;
        this.observer = observer;
        this.nanoClock = nanoClock;
        this.acceptance = acceptance;
    }

    /** Runs one file and compares it. */
    public Checked check(Path file) {
        long startNanos = nanoClock.getAsLong();
        Outcome outcome = outcome(file);
        return new Checked(
                file,
                outcome.status(),
                outcome.findings(),
                outcome.expectations(),
                outcome.problems(),
                nanoClock.getAsLong() - startNanos);
    }

    private Outcome outcome(Path file) {
        try {
            return compare(observe(file), new GoldenFiles(file));
        } catch (ScenarioException wrong) {
            return Outcome.failed(
                    Status.WRONG_INPUT,
                    wrong.problems().stream().map(Problem::toString).toList());
        } catch (UnfitSetupException unfit) {
            return Outcome.failed(
                    Status.WRONG_INPUT,
                    List.of(file + ": a packet scheduler does not fit where it stands: " + unfit.getMessage()));
        } catch (SchedulerFault fault) {
            return Outcome.failed(Status.EXPECTATION_FAILED, List.of("the packet scheduler: " + fault.getMessage()));
        } catch (IOException unreadable) {
            return Outcome.failed(Status.UNREADABLE, List.of(file + ": " + unreadable.getMessage()));
        }
    }

    private Observed observe(Path file) throws ScenarioException, IOException {
        return isReplay(file)
                ? ReplayObservation.of(file, catalogue)
                : ScenarioObservation.of(
                        ScenarioReader.read(file, List.of(), OptionalLong.empty(), catalogue), observer);
    }

    /** Which of the two kinds of files it is: by its keys. */
    private static boolean isReplay(Path file) throws ScenarioException, IOException {
        Problems problems = new Problems();
        Node root = YamlTree.read(file.toString(), Files.readString(file), problems);
        if (problems.count() > 0) {
            throw new ScenarioException(problems.inOrderOf(file.toString()));
        }
        Set<String> keys =
                root instanceof Node.Mapping mapping ? mapping.entries().keySet() : Set.of();
        if (!keys.contains(SCENARIO) && !keys.contains(ReplayFile.KEY)) {
            String message = "this is neither a scenario nor a replay: it has no key 'scenario' and no key 'replay'";
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0, 0, "", "another file", "a scenario or a replay", message)));
        }
        return keys.contains(ReplayFile.KEY);
    }

    private Outcome compare(Observed observed, GoldenFiles files) throws ScenarioException, IOException {
        boolean hasGolden = files.exists();
        Tolerances tolerances = Tolerances.NONE;
        List<Finding> findings = List.of();
        if (hasGolden) {
            Golden golden = files.read();
            tolerances = golden.tolerances();
            findings = Comparison.compare(golden, files.readRecord(golden, observed.record()), observed);
        }
        List<ExpectationResult> expectations = observed.expectations();
        Status status = status(hasGolden, findings, expectations);
        if (acceptance != null && (status == Status.CHANGED || status == Status.NO_GOLDEN)) {
            String entry = acceptance.entry(findings, !hasGolden);
            files.write(Golden.of(observed, tolerances), observed.record(), entry);
            status = Status.ACCEPTED;
        }
        return new Outcome(status, findings, expectations, List.of());
    }

    private static Status status(boolean hasGolden, List<Finding> findings, List<ExpectationResult> expectations) {
        if (!expectations.stream().allMatch(ExpectationResult::held)) {
            return Status.EXPECTATION_FAILED;
        }
        if (!hasGolden) {
            return Status.NO_GOLDEN;
        }
        return findings.stream().allMatch(Finding::isTolerated) ? Status.SAME : Status.CHANGED;
    }

    private record Outcome(
            Status status, List<Finding> findings, List<ExpectationResult> expectations, List<String> problems) {
        static Outcome failed(Status status, List<String> problems) {
            return new Outcome(status, List.of(), List.of(), problems);
        }
    }
}
