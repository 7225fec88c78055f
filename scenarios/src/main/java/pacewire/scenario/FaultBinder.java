package pacewire.scenario;

import java.util.List;

import pacewire.model.fault.FaultSetup;
import pacewire.scenario.format.Entries;

/** Finds what the faults of a scenario are about. */
final class FaultBinder {
    private final ServedFiles files;
    private final List<Scenario.ClientGroup> groups;

    /**
     * Finds files and clients.
     *
     * @param groups those that are right
     */
    FaultBinder(ServedFiles files, List<Scenario.ClientGroup> groups) {
        this.files = files;
        this.groups = groups;
    }

    /** The faults of an item: one for each file that it names, or one; none when anything of it is wrong. */
    List<FaultSetup> bind(FaultsFormat.Draft draft) {
        return targets(draft).stream()
                .map(target ->
                        new FaultSetup(draft.spec(), draft.entries().get(FaultsFormat.AT), target, draft.parameters()))
                .toList();
    }

    private List<Integer> targets(FaultsFormat.Draft draft) {
        Entries entries = draft.entries();
        return switch (draft.spec().target()) {
            case SERVER -> List.of(0);
            case FILE -> files.matching(entries.spot(FaultsFormat.FILE), new Glob(entries.get(FaultsFormat.FILE)));
            case CLIENT -> client(entries);
        };
    }

    /** Clients are numbered group by group, in the order of the scenario. */
    private List<Integer> client(Entries entries) {
        String name = entries.get(FaultsFormat.GROUP);
        long number = entries.get(FaultsFormat.CLIENT);
        int before = 0;
        for (Scenario.ClientGroup group : groups) {
            if (group.name().equals(name)) {
                if (number >= group.count()) {
                    entries.problem(FaultsFormat.CLIENT, "the group has " + group.count() + " clients, from 0 on");
                    return List.of();
                }
                return List.of(before + (int) number);
            }
            before += group.count();
        }
        List<String> names = groups.stream().map(Scenario.ClientGroup::name).toList();
        entries.problem(FaultsFormat.GROUP, "this is a client group, one of: " + String.join(", ", names));
        return List.of();
    }
}
