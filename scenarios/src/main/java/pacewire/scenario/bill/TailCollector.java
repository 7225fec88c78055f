package pacewire.scenario.bill;

import java.util.ArrayList;
import java.util.List;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.topology.PacketWitness;
import pacewire.model.topology.World;
import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.result.RunResult;

/**
 * What the late packets of each group were late for, collected as a run goes on; of single packets it keeps nothing, and it
 * allocates nothing for them.
 */
public final class TailCollector implements PacketWitness {
    private final List<Scenario.ClientGroup> clients;
    private final long warmUpPs;
    private final CauseTable[] tables;
    /** The first host behind each group. */
    private final int[] endHosts;

    private TailCollector(Scenario scenario) {
        clients = scenario.clients();
        warmUpPs = scenario.warmUpPs();
        tables = new CauseTable[clients.size()];
        endHosts = new int[clients.size()];
        int host = World.SERVER_HOST + 1;
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new CauseTable();
            host += clients.get(i).count();
            endHosts[i] = host;
        }
    }

    /** What came of a run, and the bill of each group, in the order of the scenario. */
    public record Collected(RunResult result, List<Bills.GroupBill> groups) {}

    /**
     * Runs a scenario.
     *
     * @param observer is told how far the run has come; what it throws ends the run
     */
    public static Collected run(Scenario scenario, RunObserver observer) {
        TailCollector collector = new TailCollector(scenario);
        RunResult result = ScenarioRunner.run(scenario, observer, collector);
        return new Collected(result, collector.groups());
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        if (packet.isScheduled() && packet.destination != World.SERVER_HOST && packet.departurePs >= warmUpPs) {
            int group = 0;
            while (packet.destination >= endHosts[group]) {
                group++;
            }
            tables[group].record(packet.departureErrorPs(), packet);
        }
    }

    @Override
    public void dropped(Packet packet, DropReason reason, long nowPs) {}

    private List<Bills.GroupBill> groups() {
        List<Bills.GroupBill> groups = new ArrayList<>();
        for (int i = 0; i < tables.length; i++) {
            groups.add(BillCollector.bill(clients.get(i).name(), tables[i]));
        }
        return groups;
    }
}
