package pacewire.scenario;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.model.app.LoadProgram;
import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.ConstantArrivals;
import pacewire.model.client.RecordedArrivals;
import pacewire.model.client.RenewalArrivals;
import pacewire.model.link.CapacityTrace;
import pacewire.model.link.RateSerialiser;
import pacewire.model.link.Serialiser;
import pacewire.model.link.TraceSerialiser;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.MeterDetail;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.SyscallTracer;
import pacewire.model.os.ThreadSettings;
import pacewire.model.os.TransmitSettings;
import pacewire.model.os.storage.DiskModels;
import pacewire.model.os.storage.EvictionPolicy;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.StorageSettings;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.topology.GroupSettings;
import pacewire.model.topology.QueueFactory;
import pacewire.model.topology.ServerSettings;
import pacewire.model.topology.Testbed;
import pacewire.model.topology.World;

/** Makes a testbed out of a scenario. */
public final class ScenarioWiring {
    private final Scenario scenario;
    private final World world;
    private final FileSystem files;

    private ScenarioWiring(Scenario scenario, World world) {
        this.scenario = scenario;
        this.world = world;
        this.files = new FileSystem(scenario.server().files().stream()
                .map(file -> new FileSystem.ServerFile(file.name(), file.sizeBytes(), file.frames()))
                .toList());
    }

    /**
     * Wires server, network and clients of a scenario in an empty world, for whoever moves its clock by himself.
     *
     * @param tracer is told of every system call
     */
    public static Testbed wire(Scenario scenario, World world, SyscallTracer tracer) {
        return wire(scenario, world, tracer, CpuTracer.NONE);
    }

    /**
     * The same, with the cores watched.
     *
     * @param cpuTracer is told what each core does
     */
    static Testbed wire(Scenario scenario, World world, SyscallTracer tracer, CpuTracer cpuTracer) {
        return new ScenarioWiring(scenario, world).testbed(tracer, cpuTracer);
    }

    private Testbed testbed(SyscallTracer tracer, CpuTracer cpuTracer) {
        Testbed testbed = new Testbed(world, server(tracer, cpuTracer), core());
        for (Scenario.ClientGroup group : scenario.clients()) {
            GroupMeter meter = new GroupMeter(group.name(), scenario.warmUpPs(), scenario.durationPs(), detail());
            testbed.addGroup(access(group), meter, plan(group), Applications.CONTROL_PORT);
        }
        scenario.faults().forEach(testbed::add);
        scenario.server().load().forEach(load -> testbed.addLoad(load.name(), threads(load), programs(load)));
        return testbed;
    }

    private static ThreadSettings threads(Scenario.Load load) {
        return ThreadSettings.silent(load.policy(), load.cores());
    }

    private List<LoadProgram> programs(Scenario.Load load) {
        return IntStream.range(0, load.threads())
                .mapToObj(number -> new LoadProgram(
                        load.pattern(),
                        load.periodPs(),
                        load.busyPpm(),
                        world.streams().stream("server/load/" + load.name() + "/" + number)))
                .toList();
    }

    private MeterDetail detail() {
        return switch (scenario.detail()) {
            case CLIENT -> MeterDetail.CLIENT;
            case GROUP -> MeterDetail.GROUP;
        };
    }

    private ServerSettings server(SyscallTracer tracer, CpuTracer cpuTracer) {
        Scenario.Server server = scenario.server();
        ApplicationSpec application =
                Applications.find(server.application().type()).orElseThrow();
        return new ServerSettings(
                server.profile(),
                server.cores(),
                server.isPacingIsolated(),
                storage(server.storage()),
                server.nic().rate(),
                server.nic().ring(),
                server.nic().options(),
                new TransmitSettings(
                        server.scheduler(), server.nic().isMq(), server.nic().isHashed()),
                application.factory().create(server.application().parameters()),
                files,
                tracer,
                cpuTracer);
    }

    private static StorageSettings storage(Scenario.Storage storage) {
        return new StorageSettings(
                DiskModels.find(storage.type()).orElseThrow(),
                storage.pageCacheBytes(),
                storage.warm(),
                storage.readaheadBytes(),
                EvictionPolicy.of(storage.eviction()));
    }

    private Testbed.CoreSettings core() {
        Scenario.Network network = scenario.network();
        return new Testbed.CoreSettings(
                network.coreRate(),
                network.coreDelayPs(),
                queue(network.coreQueue(), network.coreRate()),
                network.tcpWindowBytes());
    }

    private QueueFactory queue(SchedulerSetup setup, DataRate rate) {
        return (place, drops) -> setup.create(SchedulerEnvironment.routerPort(rate, drops, place, world.streams()));
    }

    private @Nullable GroupSettings access(Scenario.ClientGroup group) {
        Scenario.Access access = group.access();
        if (access == null) {
            return null;
        }
        DataRate rate = access.rate();
        CapacityTrace capacity = access.capacity();
        return new GroupSettings(
                group.name(),
                serialiser(rate, capacity),
                queue(access.queue(), rate == null ? access.uplinkRate() : rate),
                access.uplinkRate(),
                access.delayPs(),
                access.jitter(),
                access.lossPpb(),
                access.reorder());
    }

    private static Supplier<Serialiser> serialiser(@Nullable DataRate rate, @Nullable CapacityTrace capacity) {
        if (capacity != null) {
            return () -> new TraceSerialiser(capacity);
        }
        if (rate == null) {
            throw new IllegalArgumentException("an access link has neither a rate nor a capacity trace");
        }
        return RateSerialiser.supplier(rate);
    }

    private GroupPlan plan(Scenario.ClientGroup group) {
        return new GroupPlan(group, files, world.streams(), arrivals(group, world.streams()));
    }

    private static ArrivalProcess arrivals(Scenario.ClientGroup group, RandomStreams streams) {
        String stream = "clients/" + group.name() + "/arrivals";
        Scenario.Arrivals arrivals = group.arrivals();
        if (arrivals instanceof Scenario.Arrivals.Poisson poisson) {
            return RenewalArrivals.poisson(streams.stream(stream), poisson.meanGapPs());
        }
        if (arrivals instanceof Scenario.Arrivals.Constant constant) {
            return new ConstantArrivals(constant.startPs(), constant.gapPs());
        }
        if (arrivals instanceof Scenario.Arrivals.Renewal renewal) {
            return new RenewalArrivals(streams.stream(stream), renewal.gap());
        }
        if (arrivals instanceof Scenario.Arrivals.AccessLog log) {
            return new RecordedArrivals(log.requests());
        }
        throw new AssertionError(arrivals);
    }
}
