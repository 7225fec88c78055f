package pacewire.model.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterValues;
import pacewire.core.trace.Trace;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.Client;
import pacewire.model.client.ConstantArrivals;
import pacewire.model.client.Playout;
import pacewire.model.link.RateSerialiser;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.MeterDetail;
import pacewire.model.nic.NicOptions;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.TransmitSettings;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.storage.DiskModels;
import pacewire.model.os.storage.EvictionPolicy;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.os.storage.StorageSettings;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.transport.TransferRequest;

/** A server with one application, and clients who come a millisecond apart and ask for the same. */
final class TinyWorld {
    /** What the application called, with its arguments and results. */
    final List<String> calls = new ArrayList<>();
    /** Departures of the datagrams in microseconds after the first. */
    final List<String> departures = new ArrayList<>();

    final World world = new World(1, Trace.NONE, new Departures());
    private final ApplicationSpec application;
    private Map<String, Long> parameters = Map.of();
    private String machine = "ideal";
    private String scheduler = "fifo";
    private Map<String, Long> schedulerValues = Map.of();
    private int clients = 1;
    private long bytes = 3500;
    private FlowMetrics metrics = paced("5 Mbps");
    private boolean isTraced = true;
    private long firstPs = Packet.UNSCHEDULED;
    private @Nullable Testbed testbed;

    /** Metrics of a strict rate. */
    static FlowMetrics paced(String rate) {
        DataRate parsed = DataRate.parse(rate);
        return new FlowMetrics(parsed, parsed, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
    }

    TinyWorld(String application) {
        this.application = Applications.find(application).orElseThrow();
    }

    TinyWorld with(String parameter, long value) {
        parameters = new java.util.HashMap<>(parameters);
        parameters.put(parameter, value);
        return this;
    }

    TinyWorld machine(String name) {
        machine = name;
        return this;
    }

    TinyWorld scheduler(String name) {
        return scheduler(name, Map.of());
    }

    TinyWorld scheduler(String name, Map<String, Long> values) {
        scheduler = name;
        schedulerValues = values;
        return this;
    }

    TinyWorld clients(int count, long bytesEach, FlowMetrics metricsOfEach) {
        clients = count;
        bytes = bytesEach;
        metrics = metricsOfEach;
        return this;
    }

    TinyWorld untraced() {
        isTraced = false;
        return this;
    }

    TinyWorld run(long untilPs) {
        if (testbed == null) {
            testbed = build();
        }
        world.simulation().runUntil(untilPs);
        testbed.requireBalancedBooks();
        return this;
    }

    Testbed testbed() {
        return java.util.Objects.requireNonNull(testbed);
    }

    GroupMeter meter() {
        return testbed().observatory().groups().get(0);
    }

    private Testbed build() {
        ServerSettings server = new ServerSettings(
                MachineProfiles.find(machine).orElseThrow(),
                1,
                false,
                new StorageSettings(
                        DiskModels.find("nvme").orElseThrow(),
                        64L << 20,
                        true,
                        PageCacheReader.DEFAULT_READAHEAD_BYTES,
                        EvictionPolicy.LRU),
                DataRate.parse("1 Gbps"),
                64,
                NicOptions.PLAIN,
                new TransmitSettings(
                        SchedulerSetup.of(PacketSchedulers.find(scheduler).orElseThrow(), schedulerValues)),
                application.factory().create(ParameterValues.of(application.parameters(), parameters)),
                new FileSystem(List.of(new FileSystem.ServerFile("movie", 32L << 20, null))),
                (thread, call, result, nowPs) -> {
                    if (isTraced) {
                        calls.add(call.name() + "(" + call.arguments() + ") = " + result);
                    }
                },
                CpuTracer.NONE);
        Testbed built = new Testbed(
                world,
                server,
                new Testbed.CoreSettings(
                        DataRate.parse("1 Gbps"),
                        SimTime.MILLISECOND,
                        (place, drops) -> new FifoScheduler(1000, Long.MAX_VALUE)));
        GroupSettings access = new GroupSettings(
                "viewers",
                () -> new RateSerialiser(DataRate.parse("50 Mbps")),
                (place, drops) -> new FifoScheduler(1000, Long.MAX_VALUE),
                DataRate.parse("10 Mbps"),
                10 * SimTime.MILLISECOND,
                null,
                0,
                false);
        GroupMeter meter = new GroupMeter("viewers", 0, 100 * SimTime.SECOND, MeterDetail.GROUP);
        built.addGroup(access, meter, new Plan(), Applications.CONTROL_PORT);
        return built;
    }

    private final class Departures implements PacketWitness {
        @Override
        public void departed(Packet packet, long nowPs) {
            if (packet.carriesFile() && isTraced) {
                firstPs = departures.isEmpty() ? nowPs : firstPs;
                departures.add("#" + packet.sequence + " " + (nowPs - firstPs) / SimTime.MICROSECOND);
            }
        }

        @Override
        public void dropped(Packet packet, DropReason reason, long nowPs) {}
    }

    private final class Plan implements ClientPlan {
        @Override
        public int count() {
            return clients;
        }

        @Override
        public ArrivalProcess arrivals() {
            return new ConstantArrivals(0, SimTime.MILLISECOND);
        }

        @Override
        public TransferRequest request(int number) {
            return new TransferRequest(Client.UDP_PORT, List.of(new TransferRequest.FilePart(0, bytes)), metrics);
        }

        @Override
        public @Nullable Playout playout(TransferRequest request) {
            return null;
        }
    }
}
