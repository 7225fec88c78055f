package pacewire.report.sample;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import pacewire.core.spec.ParameterValues;
import pacewire.core.stats.Histogram;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.CpuUsage;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.Scenario;
import pacewire.scenario.Scenario.Comparison;
import pacewire.scenario.Scenario.Expectation;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.scenario.result.RunResult.ServerResult;

/** Runs as they might have gone, made up without a simulation: for looking at reports and for testing them. */
public final class SampleResults {
    public static final long MS = SimTime.MILLISECOND;
    public static final long US = SimTime.MICROSECOND;
    public static final long DURATION_PS = 10 * SimTime.SECOND;
    public static final long TOLERANCE_PS = 2 * MS;

    private SampleResults() {}

    /** 200 viewers served by the kernel's pacing: errors spread evenly up to a quarter of the tolerance. */
    public static RunResult videoOnDemand() {
        SampleGroup viewers = new SampleGroup("viewers", 200, new Random(1));
        viewers.transfers(200, random -> Math.round(random.nextDouble() * 500 * US));
        return result("Video on demand", "transmit", "jitter-edf", "linux-6", List.of(viewers), transmitServer(200));
    }

    /** The same on a machine whose user timers follow a 10 ms tick: errors of up to 12 ms, every contract broken. */
    public static RunResult applicationPacing() {
        SampleGroup viewers = new SampleGroup("viewers", 200, new Random(1));
        viewers.transfers(200, random -> Math.round(random.nextDouble() * 10 * MS + random.nextDouble() * 2 * MS));
        return result(
                "The same on application pacing",
                "sleep-sendto",
                "fifo",
                "solaris-10-2005",
                List.of(viewers),
                sleepServer(200));
    }

    /** A few errors of milliseconds among many of microseconds: a wide range. */
    public static RunResult longTail() {
        SampleGroup viewers = new SampleGroup("viewers", 12, new Random(5));
        viewers.transfers(
                12,
                random -> Math.round((5 * US) * Math.exp(random.nextGaussian() * 0.6))
                        + (random.nextInt(300) == 0 ? random.nextInt(6_000) * US : 0));
        return result("A long tail", "epoll-timer", "fifo", "linux-6", List.of(viewers), sleepServer(12));
    }

    /** Ten viewers whose datagrams depart up to 5 ms early and up to 1 ms late, as without a scheduler that paces. */
    public static RunResult early() {
        SampleGroup viewers = new SampleGroup("viewers", 10, new Random(6));
        viewers.transfers(10, random -> Math.round(random.nextDouble() * 6 * MS) - 5 * MS);
        return result("Early", "transmit", "fifo", "linux-6", List.of(viewers), transmitServer(10));
    }

    /** Two groups, of which the first gets nothing. */
    public static RunResult firstGroupRefused() {
        SampleGroup refused = new SampleGroup("latecomers", 5, new Random(7));
        refused.transfers(0, random -> 0);
        SampleGroup viewers = new SampleGroup("viewers", 5, new Random(8));
        viewers.transfers(5, random -> Math.round(random.nextDouble() * 300 * US));
        return result(
                "First group refused",
                "transmit",
                "jitter-edf",
                "linux-6",
                List.of(refused, viewers),
                transmitServer(5));
    }

    /** 3,000 viewers, of whom 1,936 are admitted, beside a group that asked for nothing. */
    public static RunResult overload() {
        SampleGroup viewers = new SampleGroup("viewers", 3_000, new Random(3));
        viewers.transfers(1_936, random -> Math.round(random.nextDouble() * 480 * US));
        SampleGroup downloads = new SampleGroup("downloads", 40, new Random(4));
        downloads.withoutMetrics();
        downloads.transfers(40, random -> 0);
        return result(
                "Overload", "transmit", "jitter-edf", "linux-6", List.of(viewers, downloads), transmitServer(1_976));
    }

    /** Every request refused: nothing departed. */
    public static RunResult allRefused() {
        SampleGroup viewers = new SampleGroup("viewers", 20, new Random(1));
        viewers.transfers(0, random -> 0);
        return result("All refused", "transmit", "jitter-edf", "linux-6", List.of(viewers), transmitServer(0));
    }

    /** A run that ended before anybody came. */
    public static RunResult nobodyCame() {
        return result(
                "Nobody came",
                "transmit",
                "fifo",
                "linux-6",
                List.of(new SampleGroup("viewers", 5, new Random(1))),
                transmitServer(0));
    }

    /** A run with a title of somebody's choosing. */
    public static RunResult titled(String title) {
        SampleGroup viewers = new SampleGroup("viewers", 2, new Random(1));
        viewers.transfers(2, random -> US);
        return result(title, "transmit", "jitter-edf", "linux-6", List.of(viewers), transmitServer(2));
    }

    /** Three downloads that asked for nothing: no datagram has an ideal instant. */
    public static RunResult bestEffort() {
        SampleGroup downloads = new SampleGroup("viewers", 3, new Random(2));
        downloads.withoutMetrics();
        downloads.transfers(3, random -> 0);
        return result("Best effort", "transmit", "fifo", "linux-6", List.of(downloads), transmitServer(3));
    }

    /** Ten clients: what a small scenario leaves. */
    public static RunResult tenClients() {
        SampleGroup viewers = new SampleGroup("viewers", 10, new Random(1));
        viewers.transfers(10, random -> Math.round(random.nextDouble() * 300 * US));
        return result("Ten clients", "transmit", "jitter-edf", "linux-6", List.of(viewers), transmitServer(10));
    }

    /** A run as if its scenario had asked for figures of groups alone. */
    public static RunResult ofGroupsAlone(RunResult result) {
        Scenario of = result.scenario();
        Scenario scenario = new Scenario(
                of.title(),
                of.description(),
                of.seed(),
                of.durationPs(),
                of.warmUpPs(),
                Scenario.Detail.GROUP,
                of.server(),
                of.clients(),
                of.network(),
                of.faults(),
                of.expectations(),
                of.source());
        return new RunResult(
                scenario,
                result.simulatedPs(),
                result.server(),
                result.groups(),
                List.of(),
                List.of(),
                result.expectations(),
                result.digests(),
                result.cpu());
    }

    private static RunResult result(
            String title,
            String application,
            String scheduler,
            String machine,
            List<SampleGroup> groups,
            ServerResult server) {
        List<RunResult.TransferResult> transfers = new ArrayList<>();
        List<RunResult.ClientResult> clients = new ArrayList<>();
        groups.forEach(group -> {
            transfers.addAll(group.transferResults());
            clients.addAll(group.clientResults());
        });
        SortedMap<String, String> digests = new TreeMap<>(Map.of(
                "wire", "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
                "trace", "6ae8a75555209fd6c44157c0aed8016e763ff435a19cf186f76863140143ff72"));
        Scenario scenario = scenario(title, application, scheduler, machine, groups);
        return new RunResult(
                scenario,
                DURATION_PS,
                server,
                groups.stream().map(SampleGroup::groupResult).toList(),
                transfers,
                clients,
                expectations(scenario, groups.get(0)),
                digests,
                cpu());
    }

    /** Four cores of two slots: the first one half busy, the others a fourth. */
    private static RunResult.CpuSeries cpu() {
        long slotPs = DURATION_PS / 2;
        long[][] busyPs = new long[4][2];
        for (int core = 0; core < 4; core++) {
            Arrays.fill(busyPs[core], slotPs / (core == 0 ? 2 : 4));
        }
        return new RunResult.CpuSeries(slotPs, busyPs);
    }

    private static List<ExpectationResult> expectations(Scenario scenario, SampleGroup group) {
        long p99 = group.groupResult().departureErrorPs().percentile(99);
        BigDecimal p99Us = BigDecimal.valueOf(p99, 6).stripTrailingZeros();
        return List.of(
                new ExpectationResult(scenario.expectations().get(0), p99Us.toPlainString(), p99Us.intValue() <= 2000),
                new ExpectationResult(scenario.expectations().get(1), "0", true));
    }

    private static Scenario scenario(
            String title, String application, String scheduler, String machine, List<SampleGroup> groups) {
        Scenario.Server server = new Scenario.Server(
                MachineProfiles.find(machine).orElseThrow(),
                4,
                new Scenario.Storage("nvme", 16_000_000_000L, true, 131_072, "lru"),
                new Scenario.NicSpec(DataRate.parse("10 Gbps"), 512),
                queue(scheduler),
                choice(application),
                List.of(new Scenario.FileSpec("movie-1", 700_000_000, null)));
        return new Scenario(
                title,
                "200 viewers, 5 Mbps each, at most 2 ms of jitter",
                1,
                DURATION_PS,
                SimTime.SECOND,
                Scenario.Detail.CLIENT,
                server,
                groups.stream().map(SampleResults::clientGroup).toList(),
                new Scenario.Network(DataRate.parse("10 Gbps"), MS, queue("fifo")),
                List.of(),
                List.of(
                        new Expectation(
                                "groups.viewers.departureErrorUs.p99",
                                Comparison.AT_MOST,
                                "2 ms",
                                new BigDecimal(2000),
                                29),
                        new Expectation("server.bytesCopiedToUser", Comparison.EQUALS, "0 B", new BigDecimal(0), 30)),
                new Scenario.Source(
                        "video-on-demand.yaml",
                        "scenario: \"" + title + "\"\nseed: 1\nduration: 10 s\nserver:\n  machine: " + machine + "\n",
                        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
    }

    private static Scenario.ClientGroup clientGroup(SampleGroup group) {
        DataRate rate = DataRate.parse("5 Mbps");
        return new Scenario.ClientGroup(
                group.name(),
                group.clients(),
                new Scenario.Arrivals.Poisson(10 * MS),
                new Scenario.Requests(
                        List.of(0), 1, 5_000_000, new FlowMetrics(rate, rate, TOLERANCE_PS, FlowMetrics.NONE, 0, 1)),
                new Scenario.Playout(rate, 500 * MS),
                new Scenario.Access(
                        DataRate.parse("50 Mbps"),
                        DataRate.parse("50 Mbps"),
                        15 * MS,
                        null,
                        100_000,
                        false,
                        null,
                        queue("fifo")));
    }

    private static SchedulerSetup queue(String name) {
        return SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow());
    }

    private static Scenario.Choice choice(String type) {
        return new Scenario.Choice(type, ParameterValues.defaults(List.of()));
    }

    private static ServerResult transmitServer(long admitted) {
        SortedMap<String, Long> calls = new TreeMap<>(Map.of(
                "accept",
                admitted,
                "recv",
                admitted,
                "transmit",
                admitted,
                "epoll_wait",
                2 * admitted,
                "close",
                admitted,
                "sendto",
                0L,
                "read",
                0L));
        return new ServerResult(
                0,
                128 * admitted,
                calls,
                6 * admitted,
                900 * admitted,
                4_000,
                900 * MS,
                4,
                5_000_000 * admitted,
                RunResult.NicResult.IDLE,
                new RunResult.StorageResult(3_500 * admitted, 0, 0, 65_536, 0, 0, 0, 0));
    }

    private static ServerResult sleepServer(long admitted) {
        SortedMap<String, Long> calls = new TreeMap<>(Map.of(
                "accept",
                admitted,
                "recv",
                admitted,
                "transmit",
                0L,
                "clock_nanosleep",
                3_500 * admitted,
                "close",
                admitted,
                "sendto",
                3_500 * admitted,
                "read",
                3_500 * admitted));
        return new ServerResult(
                5_000_000 * admitted,
                5_000_128 * admitted,
                calls,
                7_100 * admitted,
                3_600 * admitted,
                3_500 * admitted,
                17_300 * MS,
                4,
                5_000_000 * admitted,
                RunResult.NicResult.IDLE,
                new RunResult.StorageResult(3_500 * admitted, 0, 0, 0, 0, 0, 0, 0),
                new RunResult.CopyResult(5_000_000 * admitted, 0, 1_250_000 * admitted, 3_750_000 * admitted),
                new CpuUsage(List.of(), List.of()));
    }

    /** Every reason of a drop, with so many lost on links. */
    static SortedMap<String, Long> drops(long linkLoss) {
        SortedMap<String, Long> drops = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            drops.put(reason.key(), reason == DropReason.LINK_LOSS ? linkLoss : 0);
        }
        return drops;
    }

    /** A distribution of the values given. */
    static Histogram histogram(long... values) {
        Histogram histogram = new Histogram();
        for (long value : values) {
            histogram.record(value);
        }
        return histogram;
    }
}
