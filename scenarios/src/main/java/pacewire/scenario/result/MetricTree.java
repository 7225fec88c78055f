package pacewire.scenario.result;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult.CopyResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.NicQueueResult;
import pacewire.scenario.result.RunResult.NicResult;
import pacewire.scenario.result.RunResult.ServerResult;

/** The branches of {@code summary.json}: which keys, in which order, in which units. */
final class MetricTree {
    /** Decimals of what has to be rounded: means, ratios. */
    private static final int DECIMALS = 6;

    /** Powers of ten between the ticks of a result and the unit of its key. */
    private static final int PS_IN_US = 6;

    private static final int PS_IN_SECOND = 12;
    private static final int BYTES_IN_MEGABYTE = 6;

    private MetricTree() {}

    static Map<String, @Nullable Object> server(Scenario.Server server, ServerResult result, long simulatedPs) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("application", server.application().type());
        tree.put("scheduler", server.schedulerName());
        tree.put("machine", server.machine());
        tree.put("bytesCopiedToUser", result.bytesCopiedToUser());
        tree.put("bytesCopiedFromUser", result.bytesCopiedFromUser());
        tree.put("bytesCopiedFrom", copies(result.copies()));
        tree.put("syscalls", withTotal(result.syscalls()));
        tree.put("contextSwitches", result.contextSwitches());
        tree.put("interrupts", result.interrupts());
        tree.put("timerWakeups", result.timerWakeups());
        tree.put("cpuSeconds", seconds(result.cpuBusyPs()));
        tree.put("cpuUtilizationRatio", cpuUtilization(result, simulatedPs));
        tree.put("cpuUsPerMegabyte", cpuUsPerMegabyte(result));
        if (!result.cpu().cores().isEmpty()) {
            tree.put("cpu", CpuTree.cpu(result.cpu(), simulatedPs));
        }
        tree.put("nic", nic(result.nic()));
        Map<String, @Nullable Object> storage = new LinkedHashMap<>();
        storage.put("pageCacheHits", result.storage().pageCacheHits());
        storage.put("pageCacheMisses", result.storage().pageCacheMisses());
        storage.put("pageCacheEvictions", result.storage().pageCacheEvictions());
        storage.put("mostPinnedBytes", result.storage().mostPinnedBytes());
        storage.put("diskReads", result.storage().diskReads());
        storage.put("diskBytesRead", result.storage().diskBytesRead());
        storage.put("minorFaults", result.storage().minorFaults());
        storage.put("majorFaults", result.storage().majorFaults());
        tree.put("storage", storage);
        return tree;
    }

    private static Map<String, @Nullable Object> copies(CopyResult result) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("l1", result.fromL1());
        tree.put("l2", result.fromL2());
        tree.put("l3", result.fromL3());
        tree.put("memory", result.fromMemory());
        return tree;
    }

    /** The queues stand apart only where there are several. */
    private static Map<String, @Nullable Object> nic(NicResult result) {
        List<NicQueueResult> queues = result.queues();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("packetsSent", sum(queues, NicQueueResult::packetsSent));
        tree.put("packetsReceived", sum(queues, NicQueueResult::packetsReceived));
        tree.put("interrupts", sum(queues, NicQueueResult::interrupts));
        tree.put("doorbells", result.doorbells());
        tree.put("timedLaunches", result.timedLaunches());
        tree.put("lateLaunches", result.lateLaunches());
        for (int number = 0; number < queues.size() && queues.size() > 1; number++) {
            NicQueueResult queue = queues.get(number);
            Map<String, @Nullable Object> branch = new LinkedHashMap<>();
            branch.put("packetsSent", queue.packetsSent());
            branch.put("packetsReceived", queue.packetsReceived());
            branch.put("interrupts", queue.interrupts());
            tree.put("queue" + number, branch);
        }
        return tree;
    }

    private static long sum(List<NicQueueResult> queues, ToLongFunction<NicQueueResult> figure) {
        return queues.stream().mapToLong(figure).sum();
    }

    static Map<String, @Nullable Object> group(GroupResult result) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("clients", result.clients());
        tree.put("requests", result.requests());
        tree.put("refused", result.refused());
        tree.put("completed", result.completed());
        tree.put("packetsSent", result.packetsSent());
        tree.put("packetsDelivered", result.packetsDelivered());
        tree.put("packetsDropped", withTotal(result.packetsDropped()));
        tree.put("packetsInFlight", result.packetsInFlight());
        tree.put("packetsRetransmitted", result.packetsRetransmitted());
        tree.put("bytesDelivered", result.bytesDelivered());
        tree.put("throughputBps", distribution(result.throughputBps(), 0));
        tree.put("departureErrorUs", distribution(result.departureErrorPs(), PS_IN_US));
        tree.put("rfc3550JitterUs", distribution(result.rfc3550JitterPs(), PS_IN_US));
        tree.put("ipdvUs", distribution(result.ipdvPs(), PS_IN_US));
        tree.put("pdvUs", distribution(result.pdvPs(), PS_IN_US));
        tree.put("oneWayDelayUs", distribution(result.oneWayDelayPs(), PS_IN_US));
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        result.delayAccountPs().forEach(part -> parts.put(part.part(), distribution(part.spentPs(), PS_IN_US)));
        tree.put("delayAccountUs", parts);
        putPlayout(tree, result);
        Map<String, @Nullable Object> contracts = new LinkedHashMap<>();
        contracts.put("kept", result.contractsKept());
        contracts.put("broken", result.contractsBroken());
        tree.put("contracts", contracts);
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("right", result.content().right());
        content.put("wrong", result.content().wrong());
        content.put("incomplete", result.content().incomplete());
        tree.put("content", content);
        return tree;
    }

    static BigDecimal ratio(long part, long whole) {
        return quotient(BigDecimal.valueOf(part), BigDecimal.valueOf(whole), 0);
    }

    static BigDecimal seconds(long ps) {
        return scaled(BigDecimal.valueOf(ps), PS_IN_SECOND);
    }

    private static void putPlayout(Map<String, @Nullable Object> tree, GroupResult result) {
        RunResult.PlayoutResult playout = result.playout();
        if (playout != null) {
            Map<String, @Nullable Object> branch = new LinkedHashMap<>();
            branch.put("underruns", playout.underruns());
            branch.put("stalledSeconds", seconds(playout.stalledPs()));
            tree.put("playout", branch);
        }
    }

    private static Map<String, @Nullable Object> withTotal(Map<String, Long> counts) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("total", counts.values().stream().mapToLong(Long::longValue).sum());
        tree.putAll(counts);
        return tree;
    }

    /** Share of the cores' time that was worked; null for a run of no time. */
    private static @Nullable BigDecimal cpuUtilization(ServerResult result, long simulatedPs) {
        BigDecimal offered = BigDecimal.valueOf(simulatedPs).multiply(BigDecimal.valueOf(result.cores()));
        return offered.signum() == 0 ? null : quotient(BigDecimal.valueOf(result.cpuBusyPs()), offered, 0);
    }

    /** Null when nothing was sent. */
    private static @Nullable BigDecimal cpuUsPerMegabyte(ServerResult result) {
        BigDecimal us = BigDecimal.valueOf(result.cpuBusyPs()).movePointLeft(PS_IN_US - BYTES_IN_MEGABYTE);
        return result.bytesSent() == 0 ? null : quotient(us, BigDecimal.valueOf(result.bytesSent()), 0);
    }

    private static Map<String, @Nullable Object> distribution(HistogramSnapshot values, int powerOfTen) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        boolean isEmpty = values.isEmpty();
        tree.put("count", values.count());
        tree.put("min", isEmpty ? null : scaled(values.min(), powerOfTen));
        tree.put("mean", isEmpty ? null : mean(values, powerOfTen));
        tree.put("p50", isEmpty ? null : scaled(values.percentile(50), powerOfTen));
        tree.put("p90", isEmpty ? null : scaled(values.percentile(90), powerOfTen));
        tree.put("p99", isEmpty ? null : scaled(values.percentile(99), powerOfTen));
        tree.put("p999", isEmpty ? null : scaled(values.percentile(99.9), powerOfTen));
        tree.put("max", isEmpty ? null : scaled(values.max(), powerOfTen));
        return tree;
    }

    private static BigDecimal mean(HistogramSnapshot values, int powerOfTen) {
        return quotient(new BigDecimal(values.sum()), BigDecimal.valueOf(values.count()), powerOfTen);
    }

    private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor, int powerOfTen) {
        return scaled(dividend.divide(divisor.movePointRight(powerOfTen), DECIMALS, RoundingMode.HALF_EVEN), 0);
    }

    private static BigDecimal scaled(long ticks, int powerOfTen) {
        return scaled(BigDecimal.valueOf(ticks), powerOfTen);
    }

    /** The shortest exact decimal, never with an exponent. */
    private static BigDecimal scaled(BigDecimal ticks, int powerOfTen) {
        BigDecimal shortest = ticks.movePointLeft(powerOfTen).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
