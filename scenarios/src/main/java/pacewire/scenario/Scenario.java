package pacewire.scenario;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.Distribution;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.model.app.LoadProgram;
import pacewire.model.client.RecordedRequest;
import pacewire.model.fault.FaultSetup;
import pacewire.model.link.CapacityTrace;
import pacewire.model.nic.NicOptions;
import pacewire.model.os.cpu.SchedulingPolicy;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.transport.TcpSettings;

/**
 * A scenario, read and validated: every quantity in base units (picoseconds, bytes, bits per second), every default
 * filled in, every file read.
 *
 * @param title the name people see
 * @param description what it is about; may be empty
 * @param seed of all random streams
 * @param durationPs virtual time simulated
 * @param warmUpPs distributions leave out packets that depart, and transfers that start, before this
 * @param detail how finely the results tell clients apart
 * @param source where it came from and its resolved text
 */
public record Scenario(
        String title,
        String description,
        long seed,
        long durationPs,
        long warmUpPs,
        Detail detail,
        Server server,
        List<ClientGroup> clients,
        Network network,
        List<FaultSetup> faults,
        List<Expectation> expectations,
        Source source) {

    /** How finely the results tell clients apart. */
    public enum Detail {
        /** What each client asked for, got and measured; and all that a group has. */
        CLIENT("client"),
        /** What each group has, and nothing for a single client: for groups of very many. */
        GROUP("group");

        private final String key;

        Detail(String key) {
            this.key = key;
        }

        /** The word in a scenario file. */
        public String key() {
            return key;
        }

        static Detail of(String key) {
            return Arrays.stream(values())
                    .filter(detail -> detail.key.equals(key))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Where a scenario came from.
     *
     * @param fileName the file's name without folders
     * @param resolvedYaml the scenario as it is run: overrides applied, in canonical YAML
     * @param sha256 of {@code resolvedYaml} and of every file that the scenario reads, as lower-case hexadecimal
     */
    public record Source(String fileName, String resolvedYaml, String sha256) {}

    /**
     * A process that keeps cores busy beside the server.
     *
     * @param threads how many, at least 1
     * @param busyPpm share of the time that each computes with a core to itself, in parts per million, at least 1
     * @param periodPs mean time of computing and sleeping once
     * @param cores numbers of the cores that they may run on; empty: all
     */
    public record Load(
            String name,
            int threads,
            long busyPpm,
            LoadProgram.Pattern pattern,
            long periodPs,
            SchedulingPolicy policy,
            List<Integer> cores) {}

    /** An application by name, with its parameters. */
    public record Choice(String type, ParameterValues parameters) {}

    /**
     * The server.
     *
     * @param profile the machine profile
     * @param cores CPU cores, 1 to 1024
     * @param isPacingIsolated whether the last of at least two cores is there for the packet scheduler alone
     * @param files every file it serves: those of the scenario, names expanded, in order; then those of access logs
     * @param load what runs beside the server
     */
    public record Server(
            MachineProfile profile,
            int cores,
            boolean isPacingIsolated,
            Storage storage,
            NicSpec nic,
            SchedulerSetup scheduler,
            Choice application,
            List<FileSpec> files,
            List<Load> load) {
        /** A server that does nothing else. */
        public Server(
                MachineProfile profile,
                int cores,
                Storage storage,
                NicSpec nic,
                SchedulerSetup scheduler,
                Choice application,
                List<FileSpec> files) {
            this(profile, cores, false, storage, nic, scheduler, application, files, List.of());
        }

        /** The name of its machine profile. */
        public String machine() {
            return profile.name();
        }

        /** The name of its packet scheduler. */
        public String schedulerName() {
            return scheduler.spec().name();
        }
    }

    /**
     * Disk and page cache.
     *
     * @param type name of a disk model, such as "nvme"
     * @param pageCacheBytes size of the page cache
     * @param warm whether the page cache holds the files from the start: every file from its beginning, all evenly, until
     *     it is full
     * @param readaheadBytes how far files are read ahead at most
     * @param eviction name of the page cache's eviction policy, such as "lru"
     */
    public record Storage(String type, long pageCacheBytes, boolean warm, long readaheadBytes, String eviction) {}

    /**
     * The server's NIC.
     *
     * @param ring descriptors in the transmit ring
     * @param isMq whether the packet scheduler stands before each transmit queue, and not before all of them
     * @param isHashed whether flows are spread over the transmit queues by a hash, or take that of the core that sends
     */
    public record NicSpec(DataRate rate, int ring, NicOptions options, boolean isMq, boolean isHashed) {
        /** A plain NIC. */
        public NicSpec(DataRate rate, int ring) {
            this(rate, ring, NicOptions.PLAIN, false, false);
        }
    }

    /**
     * A file of the server.
     *
     * @param frames the recorded video it holds; null for plain data
     */
    public record FileSpec(
            String name, long sizeBytes, @Nullable FrameTrace frames) {}

    /**
     * Clients that are alike.
     *
     * @param count how many, at least 1
     * @param playout null: not measured
     */
    public record ClientGroup(
            String name,
            int count,
            Arrivals arrivals,
            Requests requests,
            @Nullable Playout playout,
            @Nullable Access access) {}

    /** When the clients of a group come, each once. */
    public sealed interface Arrivals {
        /** Independent exponential gaps with a mean, the first from the start of the run. */
        record Poisson(long meanGapPs) implements Arrivals {}

        /** Equal gaps, the first client after {@code startPs}. */
        record Constant(long gapPs, long startPs) implements Arrivals {}

        /** Independent gaps from any distribution, in picoseconds. */
        record Renewal(Distribution gap) implements Arrivals {}

        /** A web server's log, sorted by time: one client each line, asking for what it asked for. */
        record AccessLog(List<RecordedRequest> requests) implements Arrivals {}
    }

    /**
     * What a client asks for.
     *
     * @param files the files it may ask for: the scenario's patterns, resolved to indices into {@link Server#files()};
     *     empty in a group whose arrivals come from an access log, where each recorded request names its own file and size
     * @param perRequest how many different ones in a request
     * @param bytesPerFile the first so many bytes of each; {@link #WHOLE_FILE}: all
     */
    public record Requests(List<Integer> files, int perRequest, long bytesPerFile, FlowMetrics metrics) {
        public static final long WHOLE_FILE = Long.MAX_VALUE;
    }

    /**
     * The player behind a client: it starts when {@code bufferPs} of media has come, and consumes at a rate.
     *
     * @param rate null: the rate of the recorded video that is played
     */
    public record Playout(@Nullable DataRate rate, long bufferPs) {}

    /**
     * The access link of each client, alike in both directions.
     *
     * @param rate null when a capacity trace rules the downlink; the uplink then has {@code uplinkRate}
     * @param uplinkRate rate from client to network
     * @param delayPs propagation, one way
     * @param jitter added to the propagation of each packet, in picoseconds; never below zero in sum
     * @param lossPpb share of packets lost, in parts per billion
     * @param reorder whether delay variation lets packets overtake
     * @param capacity recorded downlink; null: none
     * @param queue packet scheduler of the downlink's queue
     */
    public record Access(
            @Nullable DataRate rate,
            DataRate uplinkRate,
            long delayPs,
            @Nullable Distribution jitter,
            long lossPpb,
            boolean reorder,
            @Nullable CapacityTrace capacity,
            SchedulerSetup queue) {}

    /**
     * The network between the server and the access links.
     *
     * @param tcpWindowBytes largest window of the TCP connections through it
     */
    public record Network(DataRate coreRate, long coreDelayPs, SchedulerSetup coreQueue, int tcpWindowBytes) {
        /** A network whose connections have windows as Linux has them. */
        public Network(DataRate coreRate, long coreDelayPs, SchedulerSetup coreQueue) {
            this(coreRate, coreDelayPs, coreQueue, TcpSettings.LINUX.largestReceiveBufferBytes());
        }

        /** The same with another largest window. */
        public Network withTcpWindow(int bytes) {
            return new Network(coreRate, coreDelayPs, coreQueue, bytes);
        }

        /** The name of the packet scheduler of the core link's queue. */
        public String coreQueueName() {
            return coreQueue.spec().name();
        }
    }

    /**
     * A line of {@code expect:}.
     *
     * @param metric path in summary.json, such as "groups.viewers.departureErrorUs.p99"
     * @param comparison how the value is compared
     * @param text the bound as written
     * @param line where it stands in the scenario file, from 1; 0 when it came from elsewhere
     */
    public record Expectation(
            String metric, Comparison comparison, String text, java.math.BigDecimal bound, int line) {}

    /** How an expectation compares. */
    public enum Comparison {
        AT_MOST("atMost"),
        AT_LEAST("atLeast"),
        EQUALS("equals");

        private final String key;

        Comparison(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }

        /** Whether a measured value keeps the bound. */
        public boolean holds(java.math.BigDecimal measured, java.math.BigDecimal bound) {
            int order = measured.compareTo(bound);
            return switch (this) {
                case AT_MOST -> order <= 0;
                case AT_LEAST -> order >= 0;
                case EQUALS -> order == 0;
            };
        }
    }
}
