package pacewire.model.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import pacewire.core.trace.Digest;
import pacewire.core.trace.Trace;
import pacewire.core.trace.TracePoint;
import pacewire.model.client.Client;
import pacewire.model.client.ClientListener;
import pacewire.model.measure.Contract;
import pacewire.model.measure.GroupMeter;
import pacewire.model.os.Errno;
import pacewire.model.os.ServerProbe;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/**
 * Sees the whole world and leads its books: where every packet began and ended, what came of every request, and the digests
 * of what happened in which order. Nothing that it does changes the run.
 */
@SuppressWarnings("EnumOrdinal") // a trace record holds numbers
public final class Observatory implements ServerProbe, DropListener, ClientListener {
    private final World world;
    private final List<GroupMeter> groups = new ArrayList<>();
    /** Host number of the first client of each group. */
    private final List<Integer> firstHosts = new ArrayList<>();

    private TransferRecord[] transfers = new TransferRecord[64];
    private int clients;
    private final Trace trace;
    private final PacketWitness witness;
    private final Digest wire = new Digest();
    private final Digest deliveries = new Digest();
    private final Digest drops = new Digest();
    private int takenUp;

    Observatory(World world) {
        this.world = world;
        this.trace = world.trace();
        this.witness = world.witness();
    }

    int addGroup(GroupMeter meter) {
        groups.add(meter);
        firstHosts.add(clients + World.SERVER_HOST + 1);
        return groups.size() - 1;
    }

    /**
     * Clients must be added in the order of their host numbers, which begin behind the server's, and group by group.
     *
     * @return takes the packets for the client
     */
    TransferRecord addClient(int group, Client client) {
        TransferRecord transfer = new TransferRecord(this, group, client);
        if (clients == transfers.length) {
            transfers = Arrays.copyOf(transfers, 2 * clients);
        }
        transfers[clients++] = transfer;
        if (clients != client.host()) {
            throw new IllegalStateException("client " + client.host() + " is number " + clients);
        }
        return transfer;
    }

    /** The meters of the groups, in the order of the scenario. */
    public List<GroupMeter> groups() {
        return List.copyOf(groups);
    }

    /** One record a client, in the order of their host numbers. */
    public List<TransferRecord> transfers() {
        return Collections.unmodifiableList(Arrays.asList(transfers).subList(0, clients));
    }

    int firstHostOf(int group) {
        return firstHosts.get(group);
    }

    @Override
    public void prefetch(Packet packet, int depth) {
        transferOfHost(packet.destination).prefetch(packet, depth);
    }

    private TransferRecord transferOfHost(int host) {
        return transfers[host - 1];
    }

    @Override
    public int groupOf(int client) {
        return transferOfHost(client).group();
    }

    @Override
    public void created(Packet packet, long nowPs) {
        trace.record(nowPs, TracePoint.CREATED, packet.id, packet.payloadBytes);
        TransferRecord transfer = transferOfHost(packet.destination);
        transfer.created();
        packet.group = transfer.group();
        groups.get(packet.group).created(packet);
    }

    @Override
    public void departed(Packet packet, long nowPs) {
        record(wire, packet, nowPs);
        trace.record(nowPs, TracePoint.DEPARTED, packet.id, packet.isScheduled() ? packet.departureErrorPs() : 0);
        witness.departed(packet, nowPs);
        if (!packet.carriesFile()) {
            return;
        }
        TransferRecord transfer = transferOfHost(packet.destination);
        // A client asks once: every packet with file data for it belongs to its one transfer.
        transfer.departed(packet);
        groups.get(transfer.group()).departed(packet);
    }

    private static void record(Digest digest, Packet packet, long nowPs) {
        digest.update(nowPs);
        digest.update(packet.flow);
        digest.update(packet.sequence);
        digest.update(packet.wireBytes());
    }

    /** A packet reaches a client, who takes it after this. */
    void delivered(Packet packet, long nowPs) {
        record(deliveries, packet, nowPs);
        trace.record(nowPs, TracePoint.DELIVERED, packet.id, nowPs - packet.departurePs);
    }

    @Override
    public void dropped(Packet packet, DropReason reason, long nowPs) {
        record(drops, packet, nowPs);
        trace.record(nowPs, TracePoint.DROPPED, packet.id, reason.ordinal());
        witness.dropped(packet, reason, nowPs);
        if (packet.carriesFile()) {
            TransferRecord transfer = transferOfHost(packet.destination);
            transfer.dropped();
            groups.get(transfer.group()).dropped(packet, reason, nowPs);
        } else {
            world.controlBook().dropped(packet, reason);
        }
        world.pool().release(packet);
    }

    @Override
    public void transferStarted(int client, int flow, Contract contract, long startPs) {
        transferOfHost(client).started(contract, takenUp++);
    }

    @Override
    public void transferRefused(int client, Errno errno, String reason, long nowPs) {
        transferOfHost(client).refused(errno + ": " + reason, takenUp++);
    }

    @Override
    public void transferFailed(int client, Errno errno, long nowPs) {
        transferOfHost(client).failed(errno + ": " + errno.message());
    }

    @Override
    public void transferFinished(int client, long bytes, long nowPs) {
        transferOfHost(client).finished();
    }

    @Override
    public void requested(Client client, long nowPs) {
        TransferRecord transfer = transferOfHost(client.host());
        transfer.requested();
        groups.get(transfer.group()).requested();
    }

    @Override
    public void refused(Client client, String errno, String reason, long nowPs) {
        // Any other error is a failure of the request, not a refusal of its metrics.
        if (errno.equals(Errno.EBUSY.name())) {
            groups.get(transferOfHost(client.host()).group()).refused();
        }
    }

    @Override
    public void failed(Client client, String reason, long nowPs) {
        transferOfHost(client.host()).failed(reason);
    }

    /** Digests of the run so far, by layer: what went on the server's wire, what reached clients, what was dropped. */
    public SortedMap<String, String> digests() {
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("wire", wire.toHex());
        digests.put("deliveries", deliveries.toHex());
        digests.put("drops", drops.toHex());
        return digests;
    }
}
