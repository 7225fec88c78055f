package pacewire.model.topology;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.random.Distribution;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.link.DelayVariation;
import pacewire.model.link.Link;
import pacewire.model.link.LinkRule;
import pacewire.model.link.PacketLoss;
import pacewire.model.link.RateSerialiser;
import pacewire.model.link.Router;
import pacewire.model.link.Serialiser;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.PacketSink;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketScheduler;

/**
 * The network between the server and its clients: a core link in each direction, and behind a router an access link in each
 * direction for every client.
 */
final class Internet {
    /** Queue of a client's uplink: the default length of a Linux device, far more than control segments fill. */
    private static final int UPLINK_QUEUE_PACKETS = 1000;

    private final World world;
    private final DropListener drops;
    private final Router router;
    private final Link coreDown;
    private final List<Link> links = new ArrayList<>();
    private final Link coreUp;

    /**
     * @param downQueue queue of the core link towards the clients
     * @param upQueue queue of the core link towards the server
     * @param server takes what reaches the server
     */
    Internet(
            World world,
            DataRate coreRate,
            long coreDelayPs,
            PacketScheduler downQueue,
            PacketScheduler upQueue,
            PacketSink server,
            DropListener drops) {
        this.world = world;
        this.drops = drops;
        router = new Router(drops);
        coreDown = link(downQueue, new RateSerialiser(coreRate), coreDelayPs, List.of(), router);
        coreUp = link(upQueue, new RateSerialiser(coreRate), coreDelayPs, List.of(), server);
    }

    /** Where the server's NIC sends. */
    PacketSink fromServer() {
        return coreDown;
    }

    /**
     * Builds the link from a client.
     *
     * @param number of the client in its group
     */
    PacketSink uplink(GroupSettings group, int number) {
        return link(
                new FifoScheduler(UPLINK_QUEUE_PACKETS, Long.MAX_VALUE),
                new RateSerialiser(group.uplinkRate()),
                group.delayPs(),
                rules(group, number, "up"),
                coreUp);
    }

    /** Builds the link to a client, and makes it known to the router. */
    void downlink(GroupSettings group, int number, int host, PacketSink client) {
        router.connect(
                host,
                link(
                        group.queue().get(),
                        group.downlink().get(),
                        group.delayPs(),
                        rules(group, number, "down"),
                        client));
    }

    private Link link(
            PacketScheduler queue, Serialiser serialiser, long delayPs, List<LinkRule> rules, PacketSink destination) {
        Link link = new Link(world.simulation(), queue, serialiser, delayPs, rules, destination, drops);
        links.add(link);
        return link;
    }

    private List<LinkRule> rules(GroupSettings group, int number, String direction) {
        RandomStreams streams = world.streams();
        String name = "access/" + group.name() + "/" + number + "/" + direction;
        List<LinkRule> rules = new ArrayList<>();
        if (group.lossPpb() > 0) {
            rules.add(new PacketLoss(streams.stream(name + "/loss"), group.lossPpb()));
        }
        Distribution jitter = group.jitter();
        if (jitter != null) {
            rules.add(new DelayVariation(streams.stream(name + "/delay"), jitter, group.mayReorder()));
        }
        return rules;
    }

    /** Packets in all queues and on all wires. */
    long packetsHeld() {
        return links.stream().mapToLong(Link::packetsHeld).sum();
    }
}
