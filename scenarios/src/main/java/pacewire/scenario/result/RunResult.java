package pacewire.scenario.result;

import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.model.os.CpuUsage;
import pacewire.scenario.Scenario;

/**
 * The frozen outcome of a run: all that reports read. Times are in picoseconds, counts and bytes in longs; names of units
 * begin where {@link Metrics} writes them. No wall-clock figure stands here.
 *
 * @param transfers one for each request; none when the scenario asks for {@link Scenario.Detail#GROUP}
 * @param clients one for each client; none when the scenario asks for {@link Scenario.Detail#GROUP}
 */
public record RunResult(
        Scenario scenario,
        long simulatedPs,
        ServerResult server,
        List<GroupResult> groups,
        List<TransferResult> transfers,
        List<ClientResult> clients,
        List<ExpectationResult> expectations,
        SortedMap<String, String> digests,
        CpuSeries cpu) {

    /**
     * What the server spent.
     *
     * @param syscalls calls made by name; every call of the table stands here, unused ones with 0
     * @param cpuBusyPs time that the cores worked, all together
     * @param cpu what the cores and the processes spent their time in; empty when it is not known
     */
    public record ServerResult(
            long bytesCopiedToUser,
            long bytesCopiedFromUser,
            SortedMap<String, Long> syscalls,
            long contextSwitches,
            long interrupts,
            long timerWakeups,
            long cpuBusyPs,
            int cores,
            long bytesSent,
            NicResult nic,
            StorageResult storage,
            CopyResult copies,
            CpuUsage cpu) {
        /** A server of which it is not known what its cores did. */
        public ServerResult(
                long bytesCopiedToUser,
                long bytesCopiedFromUser,
                SortedMap<String, Long> syscalls,
                long contextSwitches,
                long interrupts,
                long timerWakeups,
                long cpuBusyPs,
                int cores,
                long bytesSent,
                NicResult nic,
                StorageResult storage) {
            this(
                    bytesCopiedToUser,
                    bytesCopiedFromUser,
                    syscalls,
                    contextSwitches,
                    interrupts,
                    timerWakeups,
                    cpuBusyPs,
                    cores,
                    bytesSent,
                    nic,
                    storage,
                    CopyResult.NONE,
                    new CpuUsage(List.of(), List.of()));
        }
    }

    /**
     * Where copies between kernel and applications found the bytes that they read: in the first or second cache of their core, in
     * the cache that all share, or in memory. All 0 on a machine where a copy takes the same everywhere.
     */
    public record CopyResult(long fromL1, long fromL2, long fromL3, long fromMemory) {
        /** Nothing was copied, or nobody counted. */
        public static final CopyResult NONE = new CopyResult(0, 0, 0, 0);

        /** All that was counted. */
        public long total() {
            return fromL1 + fromL2 + fromL3 + fromMemory;
        }
    }

    /**
     * What the server's NIC did.
     *
     * @param doorbells writes to its doorbell registers
     * @param timedLaunches packets that left at an instant they named, or later
     * @param lateLaunches those that left later
     * @param queues one for each pair of queues
     */
    public record NicResult(long doorbells, long timedLaunches, long lateLaunches, List<NicQueueResult> queues) {
        /** A NIC with one pair of queues that did nothing. */
        public static final NicResult IDLE = new NicResult(0, 0, 0, List.of(new NicQueueResult(0, 0, 0)));
    }

    /** What a pair of queues of the NIC did. */
    public record NicQueueResult(long packetsSent, long packetsReceived, long interrupts) {}

    /**
     * What the server's page cache and disk did.
     *
     * @param pageCacheHits look-ups of which all was in memory
     * @param pageCacheMisses look-ups of which something was not
     * @param pageCacheEvictions pages that left
     * @param mostPinnedBytes the most bytes at once that packets on their way, and pipes, kept in the page cache
     * @param minorFaults page faults in mapped files that found their page in memory
     * @param majorFaults those that had to read it from the disk
     */
    public record StorageResult(
            long pageCacheHits,
            long pageCacheMisses,
            long pageCacheEvictions,
            long mostPinnedBytes,
            long diskReads,
            long diskBytesRead,
            long minorFaults,
            long majorFaults) {}

    /**
     * One client group. Counters are of the whole run; distributions leave out what departed before the warm-up ended.
     *
     * @param packetsDropped by reason; every reason stands here, unused ones with 0
     * @param throughputBps one value a transfer that completed, in bits per second of payload at the client
     * @param departureErrorPs one value a scheduled datagram that departed
     * @param rfc3550JitterPs one value a datagram received: the running estimate after it
     * @param ipdvPs one value a pair of consecutively sent datagrams that both came; signed
     * @param pdvPs one value a datagram received, against the client's least one-way delay
     * @param delayAccountPs by part, in the order of the path
     * @param content of the transfers that are over
     * @param tolerancePs the group's {@code maxJitter}; null when it named none
     */
    public record GroupResult(
            String name,
            long clients,
            long requests,
            long refused,
            long completed,
            long packetsSent,
            long packetsDelivered,
            SortedMap<String, Long> packetsDropped,
            long packetsInFlight,
            long packetsRetransmitted,
            long bytesDelivered,
            HistogramSnapshot throughputBps,
            HistogramSnapshot departureErrorPs,
            HistogramSnapshot rfc3550JitterPs,
            HistogramSnapshot ipdvPs,
            HistogramSnapshot pdvPs,
            HistogramSnapshot oneWayDelayPs,
            List<PartOfDelay> delayAccountPs,
            @Nullable PlayoutResult playout,
            long contractsKept,
            long contractsBroken,
            ContentCounts content,
            @Nullable Long tolerancePs,
            GroupSeries series) {}

    /** One part of the delay account of a group's packets. */
    public record PartOfDelay(String part, HistogramSnapshot spentPs) {}

    /** The players of a group. */
    public record PlayoutResult(long underruns, long stalledPs) {}

    /**
     * What a group did over time, in equal slots from the start of the run.
     *
     * @param slotPs length of a slot
     * @param departureErrorMinPs least departure error of the datagrams whose departure fell into the slot
     * @param departureErrorMeanPs their mean
     * @param departureErrorMaxPs their greatest
     * @param departures how many they were; 0 leaves the three above meaningless
     * @param bytesDelivered payload bytes that reached the clients in the slot
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a list would box a number for every slot
    public record GroupSeries(
            long slotPs,
            long[] departureErrorMinPs,
            long[] departureErrorMeanPs,
            long[] departureErrorMaxPs,
            long[] departures,
            long[] bytesDelivered) {
        /** Number of slots. */
        public int slots() {
            return departures.length;
        }
    }

    /**
     * Transfers by what their clients have of the files: right is each file as it was at one instant of the run, wrong has all
     * bytes but of a file that changed meanwhile, and incomplete lacks some. Transfers of which something is under way count
     * nowhere.
     */
    public record ContentCounts(long right, long wrong, long incomplete) {}

    /** What a client has of the files that it asked for. */
    public enum Content {
        RIGHT,
        WRONG,
        INCOMPLETE
    }

    /**
     * What the server's cores did over time, in equal slots from the start of the run.
     *
     * @param slotPs length of a slot
     * @param busyPs time that a core worked, by core and slot; less than a slot in the last one when the run ends within it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a list would box a number for every slot
    public record CpuSeries(long slotPs, long[][] busyPs) {
        /** Share of a slot that a core worked. */
        public double share(int core, int slot) {
            return (double) busyPs[core][slot] / slotPs;
        }
    }

    /** How a request ended. */
    public enum Outcome {
        /** All bytes were sent. */
        COMPLETED,
        /** The operating system refused the metrics. */
        REFUSED,
        /** The run ended first. */
        UNFINISHED,
        /** The system call, or the connection, failed. */
        FAILED
    }

    /**
     * One request and what came of it, in the order in which the server took them up.
     *
     * @param detail error name such as "EBUSY" and why; empty when nothing went wrong
     * @param requestedPs when the client began to open its connection
     * @param startPs start of the ideal schedule; null when there was none
     * @param endPs when the last datagram departed; null when it did not
     * @param contract null when the transfer was not admitted, or named no metrics
     * @param content null while something may still come, and when nothing was ever sent
     */
    public record TransferResult(
            String group,
            int client,
            String files,
            Outcome outcome,
            String detail,
            long requestedPs,
            @Nullable Long startPs,
            @Nullable Long endPs,
            long bytes,
            long packetsSent,
            long packetsReceived,
            @Nullable ContractResult contract,
            @Nullable Content content) {}

    /**
     * Whether the metrics that a client asked for were kept so far.
     *
     * @param brokenBecause which metric broke first, in words; empty when kept
     * @param latePackets datagrams beyond the tolerated jitter
     * @param worstDepartureErrorPs greatest departure error; null without a schedule
     */
    public record ContractResult(
            boolean kept,
            String brokenBecause,
            long latePackets,
            @Nullable Long worstDepartureErrorPs) {}

    /**
     * What one client measured.
     *
     * @param rfc3550JitterMeanPs mean of the running estimate over its datagrams
     * @param rfc3550JitterMaxPs its greatest value
     */
    public record ClientResult(
            String group, int client, long packetsReceived, long rfc3550JitterMeanPs, long rfc3550JitterMaxPs) {}

    /**
     * An expectation and what was measured.
     *
     * @param measured the value in the unit of the metric's key; null when nothing was measured
     */
    public record ExpectationResult(
            Scenario.Expectation expectation, @Nullable String measured, boolean held) {}
}
