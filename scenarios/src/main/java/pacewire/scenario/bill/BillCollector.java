package pacewire.scenario.bill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.topology.PacketWitness;
import pacewire.model.topology.World;
import pacewire.scenario.RunObserver;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioRunner;
import pacewire.scenario.result.RunResult;

/**
 * Draws up the bills of a run as its packets depart. Every packet with a place in a schedule is checked: the parts of its delay
 * account sum to its departure error, to the picosecond.
 */
public final class BillCollector implements PacketWitness {
    private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99};

    private final List<Scenario.ClientGroup> clients;
    private final BillQuery query;
    private final long warmUpPs;
    private final CauseTable all = new CauseTable();
    private final Map<String, CauseTable> tables = new LinkedHashMap<>();
    /** The least late of those kept is the first to go. */
    private final PriorityQueue<PacketBill> worst = new PriorityQueue<>(PacketBill.WORST_FIRST.reversed());

    private BillCollector(Scenario scenario, BillQuery query) {
        this.clients = scenario.clients();
        this.query = query;
        this.warmUpPs = scenario.warmUpPs();
        clients.forEach(group -> tables.put(group.name(), new CauseTable()));
    }

    /** What came of a run, and its bills. */
    public record Billed(RunResult result, Bills bills) {}

    /** Runs a scenario and draws up the bills that are wanted. */
    public static Billed run(Scenario scenario, BillQuery query, RunObserver observer) {
        BillCollector collector = new BillCollector(scenario, query);
        RunResult result = ScenarioRunner.run(scenario, observer, collector);
        return new Billed(result, collector.bills());
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        if (!packet.isScheduled() || packet.destination == World.SERVER_HOST) {
            return;
        }
        requireBalance(packet);
        // What departs in the warm-up is no part of the distributions; somebody may still ask for one such packet.
        if (packet.departurePs < warmUpPs && query.packet() == null) {
            return;
        }
        if (query.packet() != null && query.packet() != packet.id) {
            return;
        }
        ClientName client = ClientName.ofHost(clients, packet.destination);
        if (query.client() != null && !query.client().equals(client)) {
            return;
        }
        all.record(packet.departureErrorPs(), packet);
        CauseTable table = tables.get(client.group());
        if (table != null) {
            table.record(packet.departureErrorPs(), packet);
        }
        keepIfWorse(packet, client);
    }

    @Override
    public void dropped(Packet packet, DropReason reason, long nowPs) {}

    private static void requireBalance(Packet packet) {
        long latePs = Math.max(0, packet.departureErrorPs());
        if (packet.spentInTotalPs() != latePs) {
            throw new IllegalStateException("the delay account of " + packet + " holds " + packet.spentInTotalPs()
                    + " ps at its departure, but it left " + latePs + " ps late");
        }
    }

    private void keepIfWorse(Packet packet, ClientName client) {
        PacketBill least = worst.peek();
        if (worst.size() == query.worst() && least != null) {
            // The later one of two that are equally late is no worse: it was made later.
            if (packet.departureErrorPs() <= least.errorPs()) {
                return;
            }
            worst.remove();
        }
        worst.add(
                new PacketBill(packet.id, client, packet.sequence, packet.idealPs, packet.departurePs, items(packet)));
    }

    private static List<PacketBill.Item> items(Packet packet) {
        List<PacketBill.Item> items = new ArrayList<>();
        for (int part = 0; part < DelayPart.COUNT; part++) {
            DelayPart cause = DelayPart.of(part);
            if (packet.spentPs(cause) > 0) {
                items.add(new PacketBill.Item(cause, packet.spentPs(cause)));
            }
        }
        return items;
    }

    private Bills bills() {
        List<PacketBill> latest = new ArrayList<>(worst);
        latest.sort(PacketBill.WORST_FIRST);
        List<Bills.GroupBill> groups = new ArrayList<>();
        tables.forEach((group, table) -> {
            if (query.client() == null || query.client().group().equals(group)) {
                groups.add(bill(group, table));
            }
        });
        return new Bills(latest, bill(Bills.ALL, all), groups);
    }

    static Bills.GroupBill bill(String group, CauseTable table) {
        return new Bills.GroupBill(group, table.errorsPs(), table.tails(PERCENTILES));
    }
}
