package pacewire.model.os;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.measure.Contract;
import pacewire.model.measure.PacketBook;
import pacewire.model.nic.Nic;
import pacewire.model.nic.NicOptions;
import pacewire.model.nic.NicSettings;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.DiskModel;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.os.storage.PageCache;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.PacketSink;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.transport.TcpSettings;

/**
 * A server of real parts whose wire ends in the test: kernel, NIC of 8 Gbit/s (a byte in a nanosecond), page cache and a disk of
 * 100 us. Everything that is seen from outside is logged, with its instant.
 */
final class TinyServer {
    static final long US = SimTime.MICROSECOND;
    static final int HOST = 0;

    final Simulation simulation = new Simulation();
    final PacketPool pool = new PacketPool();
    final PacketBook control = new PacketBook("control");
    /** What the server did, one line each. */
    final List<String> log = new ArrayList<>();
    /** System calls, as strace would print them without the thread. */
    final List<String> calls = new ArrayList<>();

    final List<Long> departures = new ArrayList<>();
    final List<Long> departureErrors = new ArrayList<>();
    /** Delay accounts of the datagrams that have left, one line each, in microseconds. */
    final List<String> accounts = new ArrayList<>();
    /** The contracts of the transfers, by flow. */
    final Map<Integer, Contract> contracts = new HashMap<>();

    /** One before all queues, or one before each. */
    final List<PacketScheduler> schedulers;
    /** The first of them. */
    final PacketScheduler scheduler;

    /** Sequence numbers of each flow with file data, in the order of departure. */
    final Map<Integer, List<Long>> sequences = new TreeMap<>();

    final Nic nic;
    final Kernel kernel;
    final Disk disk;
    int datagrams;
    int drops;
    int segments;
    int processes;
    /** Takes the TCP segments that leave, before they go back to the pool; nobody answers at first. */
    PacketSink peer = (segment, nowPs) -> {};

    private int nextFlow;

    /** How to build a server. */
    static final class Builder {
        private TinyMachine machine = new TinyMachine();
        private int cores = 1;
        private boolean isPacingIsolated;
        private int ring = 512;
        private NicOptions nicOptions = NicOptions.PLAIN;
        private SchedulerSetup scheduler =
                SchedulerSetup.defaults(PacketSchedulers.find("jitter-edf").orElseThrow());
        private boolean isMq;
        private boolean isHashed;
        private boolean isWarm = true;
        private long cacheBytes = 64L << 20;
        private DataRate rate = DataRate.parse("8 Gbps");
        private final List<FileSystem.ServerFile> files = new ArrayList<>();

        Builder machine(TinyMachine value) {
            machine = value;
            return this;
        }

        Builder cores(int value) {
            cores = value;
            return this;
        }

        Builder isolatePacing() {
            isPacingIsolated = true;
            return this;
        }

        Builder ring(int value) {
            ring = value;
            return this;
        }

        Builder nic(NicOptions value) {
            nicOptions = value;
            return this;
        }

        Builder rate(String value) {
            rate = DataRate.parse(value);
            return this;
        }

        Builder scheduler(String name, Map<String, Long> values) {
            return scheduler(SchedulerSetup.of(PacketSchedulers.find(name).orElseThrow(), values));
        }

        Builder scheduler(SchedulerSetup setup) {
            scheduler = setup;
            return this;
        }

        /** A packet scheduler for each queue of the NIC. */
        Builder mq() {
            isMq = true;
            return this;
        }

        /** Flows take queues by a hash. */
        Builder hashed() {
            isHashed = true;
            return this;
        }

        Builder cold() {
            isWarm = false;
            return this;
        }

        Builder file(String name, long bytes) {
            return file(name, bytes, null);
        }

        Builder file(String name, long bytes, @Nullable FrameTrace frames) {
            files.add(new FileSystem.ServerFile(name, bytes, frames));
            return this;
        }

        TinyServer build() {
            return new TinyServer(this);
        }
    }

    private TinyServer(Builder settings) {
        MachineProfile profile = settings.machine.profile();
        NicSettings nicSettings = new NicSettings(
                settings.rate,
                settings.ring,
                512,
                profile.nicFetchPs(),
                profile.interruptDelayPs(),
                profile.interruptFrames(),
                settings.nicOptions);
        nic = new Nic(simulation, nicSettings, this::leavesTheMachine, this::dropped);
        TransmitSide side = transmitSide(settings, profile, nicSettings);
        schedulers = side.schedulers();
        scheduler = schedulers.get(0);
        FileSystem files = new FileSystem(settings.files);
        PageCache cache = new PageCache(settings.cacheBytes, files.sizes());
        if (settings.isWarm) {
            cache.warmUp();
        }
        DiskModel model = new DiskModel(
                "tiny",
                "A disk of 100 us and 1 GB/s",
                1,
                new Distributions.Constant(100 * US),
                false,
                DataRate.parse("8 Gbps"),
                "made up");
        disk = new Disk(simulation, model, new RandomStreams(1).stream("disk"));
        kernel = new Kernel(new Kernel.KernelParts(
                simulation,
                profile,
                settings.cores,
                settings.isPacingIsolated,
                HOST,
                files,
                new PageCacheReader(cache, disk),
                side,
                nic,
                pool,
                () -> nextFlow++,
                TcpSettings.LINUX,
                this::dropped,
                control,
                new Probe(),
                (thread, call, result, nowPs) -> calls.add(us(call.startedPs()) + " " + call.name() + "("
                        + call.arguments() + ") = " + result + " <" + us(nowPs - call.startedPs()) + ">"),
                CpuTracer.NONE));
    }

    private TransmitSide transmitSide(Builder settings, MachineProfile profile, NicSettings nicSettings) {
        return new TransmitSettings(settings.scheduler, settings.isMq, settings.isHashed)
                .create(
                        Kernel.environment(
                                profile,
                                settings.isPacingIsolated,
                                nicSettings,
                                (packet, reason, nowPs) -> kernel.droppedByScheduler(packet, reason, nowPs),
                                new RandomStreams(1)),
                        settings.nicOptions.queues());
    }

    OsProcess spawn(Program main) {
        processes++;
        return kernel.spawn("server", main);
    }

    /** Runs so many microseconds from the start of the run on. */
    void runUntilUs(long us) {
        simulation.runUntil(us * US);
    }

    /** The books: what the machine holds is what has not left it. */
    long packetsHeld() {
        return kernel.packetsHeld();
    }

    /** An instant or a duration in microseconds with as many decimals as it needs. */
    static String us(long ps) {
        String text = java.math.BigDecimal.valueOf(ps, 6).stripTrailingZeros().toPlainString();
        return text;
    }

    private void leavesTheMachine(Packet packet, long nowPs) {
        if (packet.protocol == Protocol.UDP) {
            datagrams++;
        } else {
            segments++;
            if (!packet.carriesFile()) {
                control.delivered(packet);
            }
            peer.accept(packet, nowPs);
        }
        if (packet.spentInTotalPs() != Math.max(0, nowPs - packet.accountBasePs())) {
            throw new AssertionError("the delay account of " + packet + " sums to " + packet.spentInTotalPs()
                    + " ps, but " + (nowPs - packet.accountBasePs()) + " ps have passed");
        }
        pool.release(packet);
    }

    private void dropped(Packet packet, DropReason reason, long nowPs) {
        drops++;
        log.add(us(nowPs) + " dropped #" + packet.sequence + " " + reason.key());
        if (!packet.carriesFile()) {
            control.dropped(packet, reason);
        }
        pool.release(packet);
    }

    private static String account(Packet packet) {
        StringBuilder text = new StringBuilder("#" + packet.sequence);
        for (DelayPart part : DelayPart.values()) {
            if (packet.spentPs(part) > 0) {
                text.append(' ').append(part.key()).append('=').append(us(packet.spentPs(part)));
            }
        }
        return text.toString();
    }

    private final class Probe implements ServerProbe {
        @Override
        public void created(Packet packet, long nowPs) {}

        @Override
        public void departed(Packet packet, long nowPs) {
            if (!packet.carriesFile()) {
                return;
            }
            departures.add(nowPs);
            accounts.add(account(packet));
            sequences.computeIfAbsent(packet.flow, flow -> new ArrayList<>()).add(packet.sequence);
            if (packet.isScheduled()) {
                departureErrors.add(packet.departureErrorPs());
            }
        }

        @Override
        public void transferStarted(int client, int flow, Contract contract, long startPs) {
            contracts.put(flow, contract);
            log.add(us(startPs) + " started for host " + client);
        }

        @Override
        public void transferRefused(int client, Errno errno, String reason, long nowPs) {
            log.add(us(nowPs) + " refused " + errno);
        }

        @Override
        public void transferFailed(int client, Errno errno, long nowPs) {
            log.add(us(nowPs) + " failed " + errno);
        }

        @Override
        public void transferFinished(int client, long bytes, long nowPs) {
            log.add(us(nowPs) + " finished " + bytes);
        }
    }
}
