package pacewire.scenario.result;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.SyscallTable;
import pacewire.model.topology.Testbed;
import pacewire.scenario.Scenario;

/**
 * All metrics of a run in the order and the units of {@code summary.json}. Keys end in their unit; times and rates are
 * exact decimals, means and ratios are rounded to six decimals, half to even.
 */
public final class Metrics {
    /** The process whose threads run what soft interrupts leave. */
    public static final String SOFT_THREADS = "ksoftirqd";

    private final Map<String, @Nullable Object> tree;
    private final Map<String, @Nullable BigDecimal> numbers = new LinkedHashMap<>();

    private Metrics(Map<String, @Nullable Object> tree) {
        this.tree = tree;
        collectNumbers("", tree);
        numbers.remove("seed");
    }

    /**
     * What of a server tells which figures there are of it.
     *
     * @param cores CPU cores, at least 1
     * @param processes their names
     * @param nicQueues pairs of queues of the NIC, at least 1
     */
    public record Machine(int cores, List<String> processes, int nicQueues) {}

    /** The metrics of a run. */
    public static Metrics of(RunResult result) {
        Scenario scenario = result.scenario();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        head.put("title", scenario.title());
        head.put("sha256", scenario.source().sha256());
        tree.put("scenario", head);
        tree.put("seed", scenario.seed());
        tree.put("simulatedSeconds", MetricTree.seconds(result.simulatedPs()));
        tree.put("server", MetricTree.server(scenario.server(), result.server(), result.simulatedPs()));
        Map<String, @Nullable Object> groups = new LinkedHashMap<>();
        result.groups().forEach(group -> groups.put(group.name(), MetricTree.group(group)));
        tree.put("groups", groups);
        tree.put("digests", new LinkedHashMap<String, @Nullable Object>(result.digests()));
        return new Metrics(tree);
    }

    /**
     * The path of every number that a run of such a scenario measures, in order, before it has run.
     *
     * @param groups names of the client groups, and whether each has a player
     * @param syscalls names of all system calls
     */
    public static Set<String> pathsBeforeRun(
            Machine machine, Map<String, Boolean> groups, Collection<String> syscalls) {
        return of(ZeroRun.of(machine, groups, syscalls)).paths();
    }

    /** The same of a scenario that was read. */
    public static Set<String> pathsBeforeRun(Scenario scenario) {
        Scenario.Server server = scenario.server();
        List<String> processes = new ArrayList<>(List.of(Testbed.SERVER_PROCESS));
        server.load().forEach(load -> processes.add(load.name()));
        processes.add(SOFT_THREADS);
        Map<String, Boolean> groups = new LinkedHashMap<>();
        scenario.clients().forEach(group -> groups.put(group.name(), group.playout() != null));
        Machine machine =
                new Machine(server.cores(), processes, server.nic().options().queues());
        return pathsBeforeRun(machine, groups, SyscallTable.names());
    }

    /**
     * The whole as nested ordered maps. Values are maps, texts, whole numbers and decimals; null where nothing was
     * measured.
     */
    public Map<String, @Nullable Object> tree() {
        return Collections.unmodifiableMap(tree);
    }

    /** The number at a path such as "groups.viewers.departureErrorUs.p99"; empty when nothing was measured there. */
    public Optional<BigDecimal> value(String path) {
        return Optional.ofNullable(numbers.get(path));
    }

    /** The path of every number, measured or not, in order. The seed is none: it is no metric. */
    public Set<String> paths() {
        return Collections.unmodifiableSet(numbers.keySet());
    }

    private void collectNumbers(String prefix, Map<?, ?> branch) {
        branch.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> below) {
                collectNumbers(path + ".", below);
            } else if (value instanceof Long whole) {
                numbers.put(path, BigDecimal.valueOf(whole));
            } else if (value == null || value instanceof BigDecimal) {
                numbers.put(path, (BigDecimal) value);
            }
        });
    }
}
