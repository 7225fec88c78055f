package pacewire.model.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import pacewire.core.random.Distribution;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.link.DelayVariation;
import pacewire.model.link.LinkRule;
import pacewire.model.link.Links;
import pacewire.model.link.PacketLoss;
import pacewire.model.link.RateSerialiser;
import pacewire.model.link.Router;
import pacewire.model.link.Serialiser;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.PacketStage;
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
    private final PacketStage coreDown;
    private final List<PacketStage> links = new ArrayList<>();
    private final PacketStage coreUp;

    /**
     * @param coreQueue makes the queues of the core link, one for each direction
     * @param server takes what reaches the server
     */
    Internet(
            World world,
            DataRate coreRate,
            long coreDelayPs,
            QueueFactory coreQueue,
            PacketSink server,
            DropListener drops) {
        this.world = world;
        this.drops = drops;
        router = new Router(drops);
        Links core = new Links(world.simulation(), coreDelayPs, drops);
        coreDown =
                built(core.link(coreQueue.create("core/down", drops), new RateSerialiser(coreRate), List.of(), router));
        coreUp = built(core.link(coreQueue.create("core/up", drops), new RateSerialiser(coreRate), List.of(), server));
    }

    /** Where the server's NIC sends. */
    PacketSink fromServer() {
        return coreDown;
    }

    /** The access links of a client group. */
    Access access(GroupSettings group) {
        return new AccessLinks(group);
    }

    /** For clients at the end of the core link. */
    Access withoutLinks() {
        return new Access() {
            @Override
            public PacketSink uplink(int number) {
                return coreUp;
            }

            @Override
            public void connect(int number, int host, PacketSink client) {
                router.connect(host, client);
            }
        };
    }

    private PacketStage built(PacketStage link) {
        links.add(link);
        return link;
    }

    /** How the clients of a group are attached. */
    interface Access {
        /**
         * Where a client sends.
         *
         * @param number of the client in its group
         */
        PacketSink uplink(int number);

        /** Makes a client known to the router, behind a link of its own if it has one. */
        void connect(int number, int host, PacketSink client);
    }

    /** Builds the access links of a client group, a pair for each client. */
    private final class AccessLinks implements Access {
        private final GroupSettings group;
        private final Supplier<Serialiser> uplinkSerialiser;
        private final Links uplinks;
        private final Links downlinks;
        private final PacketStage uplinksOnDemand =
                built(new OnDemandLinks(destination -> uplink(List.of(), destination), coreUp));

        AccessLinks(GroupSettings group) {
            this.group = group;
            uplinkSerialiser = RateSerialiser.supplier(group.uplinkRate());
            uplinks = new Links(world.simulation(), group.delayPs(), drops);
            downlinks = new Links(world.simulation(), group.delayPs(), drops);
        }

        @Override
        public PacketSink uplink(int number) {
            List<LinkRule> rules = rules(group, number, "up");
            boolean remembersNothing = rules.isEmpty() && group.delayPs() > 0;
            return remembersNothing ? uplinksOnDemand : built(uplink(rules, coreUp));
        }

        private PacketStage uplink(List<LinkRule> rules, PacketSink destination) {
            PacketScheduler queue = new FifoScheduler(UPLINK_QUEUE_PACKETS, Long.MAX_VALUE);
            return uplinks.link(queue, uplinkSerialiser.get(), rules, destination);
        }

        @Override
        public void connect(int number, int host, PacketSink client) {
            PacketScheduler queue = group.queue().create("clients/" + group.name() + "/" + number + "/queue", drops);
            List<LinkRule> rules = rules(group, number, "down");
            router.connect(host, built(downlinks.link(queue, group.downlink().get(), rules, client)));
        }
    }

    private List<LinkRule> rules(GroupSettings group, int number, String direction) {
        if (group.lossPpb() == 0 && group.jitter() == null) {
            return List.of();
        }
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
        return links.stream().mapToLong(PacketStage::packetsHeld).sum();
    }
}
