package pacewire.scenario.duel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.bill.BillCollector;
import pacewire.scenario.bill.BillQuery;
import pacewire.scenario.bill.Bills;

/**
 * Lets several ways to send compete on one workload. The runs of a replication share their seed, and so their clients, arrivals
 * and network: every stream of random numbers belongs to the one who draws, whatever way the server sends (common random
 * numbers; Law, "Simulation Modeling and Analysis", 5th edition, section 11.2). Each run has one thread; several run at a time.
 */
public final class Duel {
    /** A search ends when the values that hold and fail are this close, relatively. */
    private static final long GROWTH_STEPS = 100;

    private final Plan plan;
    private final ExecutorService pool;
    private final RunObserver observer;

    /**
     * What to run.
     *
     * @param file the scenario
     * @param overrides as for a run
     * @param seed of the first replication; each further one has the next number. Empty: the file's
     * @param replications at least 1
     * @param ways at least one
     * @param machines machine profiles; none: the file's own
     */
    public record Plan(
            Path file,
            List<String> overrides,
            OptionalLong seed,
            int replications,
            List<Way> ways,
            List<String> machines,
            SchedulerCatalogue catalogue) {
        public Plan {
            overrides = List.copyOf(overrides);
            ways = List.copyOf(ways);
            machines = List.copyOf(machines);
        }
    }

    /**
     * @param pool runs the runs; the caller ends it
     * @param observer watches each run, on the thread that runs it; what it throws ends the duel
     */
    public Duel(Plan plan, ExecutorService pool, RunObserver observer) {
        this.plan = plan;
        this.pool = pool;
        this.observer = observer;
    }

    /**
     * Runs every way on every machine, all replications.
     *
     * @return machine by machine, in the order of the ways
     * @throws ScenarioException when the scenario is wrong for one of the ways; then nothing has run
     */
    public List<WayResult> compare() throws ScenarioException, InterruptedException {
        List<Cell> cells = cells();
        List<List<Scenario>> scenarios = new ArrayList<>();
        for (Cell cell : cells) {
            scenarios.add(replications(cell));
        }
        List<List<Future<Sample>>> running = scenarios.stream()
                .map(replications -> replications.stream()
                        .map(scenario -> pool.submit(() -> sample(scenario)))
                        .toList())
                .toList();
        List<WayResult> results = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            List<Sample> samples = new ArrayList<>();
            for (Future<Sample> sample : running.get(i)) {
                samples.add(await(sample));
            }
            results.add(new WayResult(cells.get(i).way, machineOf(samples.get(0)), samples));
        }
        return results;
    }

    /**
     * Finds for every way on every machine how far a number of the scenario grows, by halving, to about a hundredth. That more
     * clients do not heal what fewer broke is taken for granted.
     *
     * @return machine by machine, in the order of the ways
     * @throws ScenarioException when the scenario is wrong for one of the ways, or has no such number
     */
    public List<GrowthResult> grow(Growth growth) throws ScenarioException, InterruptedException {
        List<Cell> cells = cells();
        for (Cell cell : cells) {
            scenario(cell, 0, growth.override(growth.most()));
        }
        List<Future<GrowthResult>> running = cells.stream()
                .map(cell -> pool.submit(() -> grow(cell, growth)))
                .toList();
        List<GrowthResult> results = new ArrayList<>();
        for (Future<GrowthResult> result : running) {
            results.add(await(result));
        }
        return results;
    }

    private GrowthResult grow(Cell cell, Growth growth) throws ScenarioException {
        Sample first = sample(scenario(cell, 0, growth.override(growth.least())));
        int cores = first.result().server().cores();
        String machine = machineOf(first);
        if (!first.holds()) {
            return new GrowthResult(cell.way, machine, null, growth.least(), first, cores);
        }
        Sample failed = sample(scenario(cell, 0, growth.override(growth.most())));
        if (failed.holds()) {
            return new GrowthResult(cell.way, machine, growth.most(), null, null, cores);
        }
        long holds = growth.least();
        long fails = growth.most();
        while (fails - holds > Math.max(1, holds / GROWTH_STEPS)) {
            long middle = holds + (fails - holds) / 2;
            Sample sample = sample(scenario(cell, 0, growth.override(middle)));
            if (sample.holds()) {
                holds = middle;
            } else {
                fails = middle;
                failed = sample;
            }
        }
        return new GrowthResult(cell.way, machine, holds, fails, failed, cores);
    }

    /** A way on a machine; null: the file's own. */
    private record Cell(Way way, @Nullable String machine) {}

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        if (plan.machines().isEmpty()) {
            plan.ways().forEach(way -> cells.add(new Cell(way, null)));
        }
        for (String machine : plan.machines()) {
            plan.ways().forEach(way -> cells.add(new Cell(way, machine)));
        }
        return cells;
    }

    private List<Scenario> replications(Cell cell) throws ScenarioException {
        List<Scenario> scenarios = new ArrayList<>();
        for (int replication = 0; replication < plan.replications(); replication++) {
            scenarios.add(scenario(cell, replication));
        }
        return scenarios;
    }

    private Scenario scenario(Cell cell, int replication, String... more) throws ScenarioException {
        List<String> overrides = new ArrayList<>(plan.overrides());
        if (cell.machine != null) {
            overrides.add("server.machine=" + cell.machine);
        }
        overrides.addAll(List.of(more));
        Scenario base = ScenarioReader.read(plan.file(), overrides, plan.seed(), plan.catalogue());
        List<String> ofWay = cell.way.overrides(base);
        if (ofWay.isEmpty() && replication == 0) {
            return base;
        }
        overrides.addAll(ofWay);
        return ScenarioReader.read(
                plan.file(), overrides, OptionalLong.of(base.seed() + replication), plan.catalogue());
    }

    private Sample sample(Scenario scenario) {
        BillCollector.Billed billed = BillCollector.run(scenario, BillQuery.worst(1), observer);
        Bills bills = billed.bills();
        return new Sample(billed.result(), bills);
    }

    private static String machineOf(Sample sample) {
        return sample.result().scenario().server().machine();
    }

    private static <T> T await(Future<T> one) throws ScenarioException, InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof ScenarioException wrong) {
                throw wrong;
            }
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
