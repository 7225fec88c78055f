package pacewire.scenario.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.result.Metrics;

/**
 * Runs a scenario for every combination of the values of some keys. The runs of a replication share their seed, and so clients,
 * arrivals and losses wherever the values leave them alone (common random numbers). Each run has one thread; several run at a
 * time.
 */
public final class Sweep {
    private final Plan plan;
    private final List<Combination> combinations = new ArrayList<>();

    /**
     * What to run.
     *
     * @param file the scenario
     * @param overrides as for a run; the varied values come after them
     * @param seed of the first replication; each further one has the next number. Empty: the file's
     * @param replications at least 1
     * @param variations at least one
     */
    public record Plan(
            Path file,
            List<String> overrides,
            OptionalLong seed,
            int replications,
            List<Variation> variations,
            SchedulerCatalogue catalogue) {
        public Plan {
            overrides = List.copyOf(overrides);
            variations = List.copyOf(variations);
        }
    }

    /** A combination of values, and its scenario for each replication. */
    private record Combination(List<String> values, List<Scenario> scenarios) {}

    /**
     * Reads the scenario for every combination; nothing runs yet.
     *
     * @throws ScenarioException when it is wrong for one of them
     */
    public Sweep(Plan plan) throws ScenarioException {
        this.plan = plan;
        for (List<String> values : combinations(plan.variations())) {
            combinations.add(new Combination(values, replications(values)));
        }
    }

    private static List<List<String>> combinations(List<Variation> variations) {
        List<List<String>> combinations = List.of(List.of());
        for (Variation variation : variations) {
            combinations = combinations.stream()
                    .flatMap(before -> variation.values().stream().map(value -> with(before, value)))
                    .toList();
        }
        return combinations;
    }

    private static List<String> with(List<String> before, String value) {
        List<String> values = new ArrayList<>(before);
        values.add(value);
        return values;
    }

    private List<Scenario> replications(List<String> values) throws ScenarioException {
        List<String> overrides = new ArrayList<>(plan.overrides());
        for (int i = 0; i < values.size(); i++) {
            overrides.add(plan.variations().get(i).override(values.get(i)));
        }
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(ScenarioReader.read(plan.file(), overrides, plan.seed(), plan.catalogue()));
        long firstSeed = scenarios.get(0).seed();
        for (int replication = 1; replication < plan.replications(); replication++) {
            scenarios.add(ScenarioReader.read(
                    plan.file(), overrides, OptionalLong.of(firstSeed + replication), plan.catalogue()));
        }
        return scenarios;
    }

    /** The paths of all figures that every one of the runs will measure, in order. */
    public Set<String> metrics() {
        return combinations.stream()
                .map(combination -> Metrics.pathsBeforeRun(combination.scenarios.get(0)))
                .reduce(Sweep::inBoth)
                .orElseThrow();
    }

    private static Set<String> inBoth(Set<String> first, Collection<String> second) {
        return first.stream().filter(second::contains).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    /** The scenario of the first combination. */
    public Scenario firstScenario() {
        return combinations.get(0).scenarios.get(0);
    }

    /**
     * Runs all.
     *
     * @param metrics what to look at, of {@link #metrics()}
     * @param pool runs the runs; the caller ends it
     * @param observer watches each run, on the thread that runs it; what it throws ends the sweep
     */
    public SweepResult run(List<String> metrics, ExecutorService pool, RunObserver observer)
            throws InterruptedException {
        List<List<Future<Metrics>>> running = combinations.stream()
                .map(combination -> combination.scenarios.stream()
                        .map(scenario -> pool.submit(() -> Metrics.of(ScenarioRunner.run(scenario, observer))))
                        .toList())
                .toList();
        List<SweepPoint> points = new ArrayList<>();
        for (int i = 0; i < combinations.size(); i++) {
            List<Metrics> runs = new ArrayList<>();
            for (Future<Metrics> run : running.get(i)) {
                runs.add(await(run));
            }
            points.add(new SweepPoint(combinations.get(i).values, runs));
        }
        return new SweepResult(firstScenario(), plan.variations(), metrics, points);
    }

    private static Metrics await(Future<Metrics> run) throws InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException fault) {
                throw fault;
            }
            if (cause instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException(cause);
        }
    }
}
