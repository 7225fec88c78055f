package pacewire.bench;

import java.util.List;

import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.measure.GroupMeter;
import pacewire.model.os.SyscallTracer;
import pacewire.model.topology.Testbed;
import pacewire.model.topology.TransferRecord;
import pacewire.model.topology.World;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioWiring;

/**
 * The whole path of a packet, wired from a scenario as a run is: application, operating system, packet scheduler, NIC,
 * links, client meters, delay account. What is measured is the steady state, in which every transfer flows and none has
 * ended.
 */
public final class PathWorkload implements Workload {
    /** Events between two looks around: a millisecond of work or less. */
    private static final long EVENTS_AT_A_TIME = 16_384;

    /** Far fewer packets than are asked for at a time; what is done too much counts for the next time. */
    private static final long EVENTS_BETWEEN_DELIVERIES = 64;

    /** Virtual time without a new request, or a new flow behind the last one, from which on there will be none. */
    private static final long LONGEST_SILENCE_PS = 10 * SimTime.SECOND;

    private final World world;
    private final Testbed testbed;
    private final Simulation simulation;
    private final List<GroupMeter> groups;
    private final int transfers;
    /** All transfers before this one have begun to flow. */
    private int firstSilent;

    private long wantedDeliveries;

    /** Wires a scenario; nothing has happened yet. */
    public PathWorkload(Scenario scenario) {
        world = new World(scenario.seed());
        testbed = ScenarioWiring.wire(scenario, world, SyscallTracer.NONE);
        simulation = world.simulation();
        groups = testbed.observatory().groups();
        transfers = testbed.observatory().transfers().size();
    }

    /**
     * Lets all clients arrive, until a datagram of each has departed.
     *
     * @param checkpoint called now and then; what it throws ends the work
     * @throws WorkloadException when a transfer was refused, failed or ended, or when clients stay away
     */
    public void startAll(Runnable checkpoint) {
        long asked = 0;
        long lastAskedPs = 0;
        while (asked < transfers || !allFlow()) {
            simulation.runUntil(simulation.nowPs() + SimTime.MILLISECOND);
            checkpoint.run();
            if (groups.stream().anyMatch(group -> group.refusedRequests() > 0)) {
                testbed.observatory().transfers().forEach(this::requireFlowing);
            }
            if (requests() > asked) {
                asked = requests();
                lastAskedPs = simulation.nowPs();
            } else if (simulation.nowPs() - lastAskedPs > LONGEST_SILENCE_PS) {
                allFlow();
                throw new WorkloadException("of " + transfers + " clients " + asked
                        + " have asked, and in the last 10 s of virtual time nothing more has begun");
            }
        }
    }

    /** Transfers that flow once all have started. */
    public int transfers() {
        return transfers;
    }

    @Override
    public void advance() {
        simulation.runUntil(Long.MAX_VALUE, EVENTS_AT_A_TIME);
    }

    /** Goes on until so many more datagrams are delivered than were asked for by this method so far. */
    public void deliver(int packets) {
        if (wantedDeliveries == 0) {
            wantedDeliveries = packetsDelivered();
        }
        wantedDeliveries += packets;
        while (packetsDelivered() < wantedDeliveries) {
            simulation.runUntil(Long.MAX_VALUE, EVENTS_BETWEEN_DELIVERIES);
        }
    }

    @Override
    public long operations() {
        return packetsDelivered();
    }

    @Override
    public long eventsFired() {
        return simulation.eventsFired();
    }

    @Override
    public long nowPs() {
        return simulation.nowPs();
    }

    @Override
    public void requireSteady() {
        for (TransferRecord transfer : testbed.observatory().transfers()) {
            requireFlowing(transfer);
        }
        testbed.requireBalancedBooks();
    }

    /** Datagrams that have reached their clients so far. */
    public long packetsDelivered() {
        long delivered = 0;
        for (int i = 0; i < groups.size(); i++) {
            delivered += groups.get(i).packetsDelivered();
        }
        return delivered;
    }

    private long requests() {
        return groups.stream().mapToLong(GroupMeter::requests).sum();
    }

    private boolean allFlow() {
        List<TransferRecord> records = testbed.observatory().transfers();
        while (firstSilent < transfers && flows(records.get(firstSilent))) {
            firstSilent++;
        }
        return firstSilent == transfers;
    }

    private boolean flows(TransferRecord transfer) {
        requireFlowing(transfer);
        return transfer.packetsSent() > 0;
    }

    private void requireFlowing(TransferRecord transfer) {
        switch (transfer.outcome()) {
            case REFUSED, FAILED ->
                throw new WorkloadException(
                        "transfer " + transfer.number() + " of " + transfers + ": " + transfer.detail());
            case FINISHED ->
                throw new WorkloadException("transfer " + transfer.number() + " ended at "
                        + simulation.nowPs() / SimTime.MILLISECOND + " ms of virtual time: measure for a shorter time");
            case AWAITED, REQUESTED, STARTED -> {
                // On its way.
            }
        }
    }
}
