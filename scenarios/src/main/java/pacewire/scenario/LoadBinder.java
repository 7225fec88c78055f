package pacewire.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import pacewire.model.topology.Testbed;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Node;
import pacewire.scenario.format.Problems;
import pacewire.scenario.format.Spot;
import pacewire.scenario.result.Metrics;

/** Checks {@code load:} against the rest of the server. */
final class LoadBinder {
    private final Problems problems;
    private final Spot list;
    private final List<Scenario.Load> loads;

    LoadBinder(Entries server) {
        problems = server.problems();
        list = server.spot(ServerFormat.LOAD);
        loads = server.getOr(ServerFormat.LOAD, List.of());
    }

    /** Every load has a name of its own, which no other process has. */
    void checkNames() {
        List<String> names = new ArrayList<>(List.of(Testbed.SERVER_PROCESS, Metrics.SOFT_THREADS));
        for (int i = 0; i < loads.size() && isReadInFull(); i++) {
            String name = loads.get(i).name();
            if (names.contains(name)) {
                problems.add(
                        spot(i, "name"),
                        "this is a name of its own: another process is called so (taken: " + String.join(", ", names)
                                + ")");
            }
            names.add(name);
        }
    }

    /** Every core that load is bound to must be there. */
    void checkCores(long cores) {
        for (int i = 0; i < loads.size() && isReadInFull(); i++) {
            List<Integer> bound = loads.get(i).cores();
            for (int j = 0; j < bound.size(); j++) {
                if (bound.get(j) >= cores) {
                    Spot named = spot(i, "cores");
                    problems.add(
                            named.item(j, ((Node.Sequence) named.node()).items().get(j)),
                            "the server's cores are 0 to " + (cores - 1));
                }
            }
        }
    }

    /** Else there are problems already, and places cannot be told. */
    private boolean isReadInFull() {
        return list.node() instanceof Node.Sequence sequence && sequence.items().size() == loads.size();
    }

    /** The value of a key that an item has. */
    private Spot spot(int index, String key) {
        Spot item = list.item(index, ((Node.Sequence) list.node()).items().get(index));
        Node.Entry entry =
                Objects.requireNonNull(((Node.Mapping) item.node()).entries().get(key));
        return item.key(key, entry.value());
    }
}
