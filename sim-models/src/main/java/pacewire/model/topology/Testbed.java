package pacewire.model.topology;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.DataRate;
import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.Client;
import pacewire.model.client.ClientEnvironment;
import pacewire.model.fault.Fault;
import pacewire.model.fault.FaultSetup;
import pacewire.model.fault.FaultSite;
import pacewire.model.measure.GroupMeter;
import pacewire.model.nic.Nic;
import pacewire.model.nic.NicSettings;
import pacewire.model.os.Kernel;
import pacewire.model.os.Program;
import pacewire.model.os.ThreadSettings;
import pacewire.model.os.TransmitSide;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.PageCache;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.os.storage.StorageSettings;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketSink;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.transport.TcpSettings;
import pacewire.model.transport.TransferRequest;

/** A server, the network and the clients, wired together and watched. */
public final class Testbed {
    /** Receive descriptors: the default of the Linux drivers of 10 Gbit/s NICs (ixgbe, IXGBE_DEFAULT_RXD). */
    private static final int RECEIVE_RING = 512;

    /** Name of the server's process. */
    public static final String SERVER_PROCESS = "server";

    private final World world;
    private final TcpSettings tcp;
    private final Observatory observatory;
    private final Internet internet;
    private final Nic nic;
    private final Kernel kernel;
    private final FileSystem files;
    private final PageCache pageCache;
    private final Disk disk;

    /**
     * The core network.
     *
     * @param delayPs propagation one way
     * @param queue makes the queues of the core link, one for each direction
     * @param tcpWindowBytes largest window of the TCP connections through it
     */
    public record CoreSettings(DataRate rate, long delayPs, QueueFactory queue, int tcpWindowBytes) {
        /** A core network with windows as Linux has them. */
        public CoreSettings(DataRate rate, long delayPs, QueueFactory queue) {
            this(rate, delayPs, queue, TcpSettings.LINUX.largestReceiveBufferBytes());
        }
    }

    public Testbed(World world, ServerSettings server, CoreSettings core) {
        this.world = world;
        tcp = TcpSettings.LINUX.withLargestReceiveBuffer(core.tcpWindowBytes());
        observatory = new Observatory(world);
        NicEntrance entrance = new NicEntrance();
        internet = new Internet(world, core.rate(), core.delayPs(), core.queue(), entrance, observatory);
        nic = new Nic(world.simulation(), nicSettings(server), internet.fromServer(), observatory);
        entrance.nic = nic;
        files = server.files();
        pageCache = pageCache(server.storage());
        disk = new Disk(world.simulation(), server.storage().disk(), world.streams().stream("server/disk"));
        kernel = kernel(server);
        kernel.spawn(SERVER_PROCESS, server.application());
    }

    private void droppedByScheduler(Packet packet, DropReason reason, long nowPs) {
        kernel.droppedByScheduler(packet, reason, nowPs);
    }

    private static NicSettings nicSettings(ServerSettings server) {
        MachineProfile profile = server.profile();
        return new NicSettings(
                server.nicRate(),
                server.transmitRing(),
                RECEIVE_RING,
                profile.nicFetchPs(),
                profile.interruptDelayPs(),
                profile.interruptFrames(),
                server.nicOptions());
    }

    private PageCache pageCache(StorageSettings storage) {
        PageCache cache = new PageCache(storage.pageCacheBytes(), files.sizes(), storage.eviction());
        if (storage.isWarm()) {
            cache.warmUp();
        }
        return cache;
    }

    private Kernel kernel(ServerSettings server) {
        Simulation simulation = world.simulation();
        SchedulerEnvironment environment = Kernel.environment(
                server.profile(),
                server.isPacingIsolated(),
                nicSettings(server),
                this::droppedByScheduler,
                world.streams());
        TransmitSide side =
                server.transmit().create(environment, server.nicOptions().queues());
        return new Kernel(new Kernel.KernelParts(
                simulation,
                server.profile(),
                server.cores(),
                server.isPacingIsolated(),
                World.SERVER_HOST,
                server.files(),
                new PageCacheReader(pageCache, disk, server.storage().readaheadBytes()),
                side,
                nic,
                world.pool(),
                world.flowNumbers(),
                tcp,
                observatory,
                world.controlBook(),
                observatory,
                server.tracer(),
                server.cpuTracer()));
    }

    /**
     * Adds a group of clients with their access links; each comes at the instant that the plan says.
     *
     * @param links null: the clients have none, and stand at the end of the core link
     * @param serverPort where the server takes requests
     */
    public void addGroup(@Nullable GroupSettings links, GroupMeter meter, ClientPlan plan, int serverPort) {
        int group = observatory.addGroup(meter);
        ClientEnvironment environment = new ClientEnvironment(
                world.simulation(),
                world.pool(),
                tcp,
                World.SERVER_HOST,
                serverPort,
                group,
                meter,
                world.controlBook(),
                observatory,
                observatory);
        Internet.Access access = links == null ? internet.withoutLinks() : internet.access(links);
        ArrivalProcess arrivals = plan.arrivals();
        for (int number = 0; number < plan.count(); number++) {
            TransferRequest request = plan.request(number);
            Client client = new Client(
                    environment,
                    world.newHost(),
                    world.flowNumbers().getAsInt(),
                    access.uplink(number),
                    request,
                    meter.addClient(),
                    plan.playout(request));
            TransferRecord record = observatory.addClient(group, client);
            access.connect(number, client.host(), record);
            client.arriveAt(arrivals.nextPs());
        }
    }

    /** Lets a fault strike at its instant, which is not over. */
    public void add(FaultSetup fault) {
        Fault made = fault.create();
        world.simulation()
                .schedule(
                        new Event() {
                            @Override
                            protected void fire(long nowPs) {
                                made.strike(site(fault.target()), nowPs);
                            }
                        },
                        fault.atPs());
    }

    private FaultSite site(int target) {
        List<Client> clients =
                observatory.transfers().stream().map(TransferRecord::client).toList();
        return new FaultSite(world.simulation(), target, kernel, files, pageCache, disk, nic, clients);
    }

    /**
     * Starts a process on the server beside the one that serves.
     *
     * @param threads what its threads are like
     * @param programs one for each thread
     */
    public void addLoad(String name, ThreadSettings threads, List<? extends Program> programs) {
        kernel.spawn(name, threads, programs);
    }

    public Observatory observatory() {
        return observatory;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** The server's files. */
    public FileSystem files() {
        return files;
    }

    /** The server's page cache. */
    public PageCache pageCache() {
        return pageCache;
    }

    /** The server's disk. */
    public Disk disk() {
        return disk;
    }

    /** The server's NIC. */
    public Nic nic() {
        return nic;
    }

    /**
     * Checks the books: every packet made has arrived, was dropped, or is held by exactly one holder.
     *
     * @throws IllegalStateException when they do not balance
     */
    public void requireBalancedBooks() {
        long inFlight = world.controlBook().inFlight();
        for (GroupMeter group : observatory.groups()) {
            inFlight += group.inFlight();
        }
        long held = kernel.packetsHeld() + internet.packetsHeld();
        if (inFlight != held || inFlight != world.pool().outstanding()) {
            throw new IllegalStateException("the books do not balance: " + inFlight + " packets are in flight, " + held
                    + " are held, and " + world.pool().outstanding() + " were not given back");
        }
    }

    /** The NIC as the network sees it, which is built before the NIC. */
    private static final class NicEntrance implements PacketSink {
        @org.jspecify.annotations.Nullable
        private Nic nic;

        @Override
        public void accept(pacewire.model.packet.Packet packet, long nowPs) {
            Nic attached = nic;
            if (attached == null) {
                throw new IllegalStateException("no NIC is attached to the network yet");
            }
            attached.accept(packet, nowPs);
        }
    }
}
