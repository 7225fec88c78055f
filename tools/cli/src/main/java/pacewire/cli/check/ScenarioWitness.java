package pacewire.cli.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.topology.PacketWitness;
import pacewire.model.topology.World;
import pacewire.scenario.Scenario;
import pacewire.scenario.bill.ClientName;

/**
 * Logs the packets of a scenario's run. Flows are called by their client, not by their number, which depends on who came first:
 * {@code viewers/17} for the datagrams to client 17 of the group, with {@code :tcp} for the server's segments, and {@code :up} for
 * the client's own.
 */
final class ScenarioWitness implements PacketWitness {
    private static final int FROM_SERVER = 0;
    private static final int SEGMENTS = 1;
    private static final int UPWARDS = 2;
    private static final int KINDS = 3;
    private static final List<String> SUFFIXES = List.of("", ":tcp", ":up");

    private final DepartureLog departures = new DepartureLog();
    private final DepartureLog drops = new DepartureLog();
    private final List<Scenario.ClientGroup> groups;
    /** Numbers of flows in the log of departures, by kind and host. */
    private final Map<Integer, Integer> numbers = new HashMap<>();

    ScenarioWitness(Scenario scenario) {
        groups = new ArrayList<>(scenario.clients());
    }

    DepartureLog departures() {
        return departures;
    }

    DepartureLog drops() {
        return drops;
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        int kind = kind(packet);
        int key = client(packet) * KINDS + kind;
        Integer number = numbers.get(key);
        if (number == null) {
            number = departures.flowNumber(name(packet));
            numbers.put(key, number);
        }
        departures.add(nowPs, number, packet.sequence, packet.wireBytes());
    }

    @Override
    public void dropped(Packet packet, DropReason reason, long nowPs) {
        int flow = drops.flowNumber(name(packet) + Packets.REASON + reason.key());
        drops.add(nowPs, flow, packet.sequence, packet.wireBytes());
    }

    private static int kind(Packet packet) {
        if (packet.destination == World.SERVER_HOST) {
            return UPWARDS;
        }
        return packet.protocol == Protocol.UDP ? FROM_SERVER : SEGMENTS;
    }

    /** Host number of the client at either end. */
    private static int client(Packet packet) {
        return packet.destination == World.SERVER_HOST ? packet.source : packet.destination;
    }

    private String name(Packet packet) {
        return ClientName.ofHost(groups, client(packet)) + SUFFIXES.get(kind(packet));
    }
}
