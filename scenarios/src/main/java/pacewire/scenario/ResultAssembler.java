package pacewire.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.client.Playout;
import pacewire.model.measure.ClientMeter;
import pacewire.model.measure.Contract;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.SlotSeries;
import pacewire.model.nic.Nic;
import pacewire.model.os.Kernel;
import pacewire.model.os.machine.MemoryLevel;
import pacewire.model.os.storage.Disk;
import pacewire.model.os.storage.PageCache;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.topology.Observatory;
import pacewire.model.topology.Testbed;
import pacewire.model.topology.TransferRecord;
import pacewire.model.topology.World;
import pacewire.model.transport.TransferRequest;
import pacewire.scenario.result.Expectations;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.ClientResult;
import pacewire.scenario.result.RunResult.Content;
import pacewire.scenario.result.RunResult.ContentCounts;
import pacewire.scenario.result.RunResult.ContractResult;
import pacewire.scenario.result.RunResult.CopyResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.GroupSeries;
import pacewire.scenario.result.RunResult.NicQueueResult;
import pacewire.scenario.result.RunResult.NicResult;
import pacewire.scenario.result.RunResult.Outcome;
import pacewire.scenario.result.RunResult.PartOfDelay;
import pacewire.scenario.result.RunResult.PlayoutResult;
import pacewire.scenario.result.RunResult.ServerResult;
import pacewire.scenario.result.RunResult.StorageResult;
import pacewire.scenario.result.RunResult.TransferResult;

/** Freezes what a testbed has measured into the outcome of a run. */
final class ResultAssembler {
    private final Scenario scenario;
    private final Testbed testbed;
    private final Observatory observatory;
    private final long endPs;
    private final CpuSlots cpu;

    private ResultAssembler(Scenario scenario, Testbed testbed, World world, CpuSlots cpu) {
        this.cpu = cpu;
        this.scenario = scenario;
        this.testbed = testbed;
        this.observatory = testbed.observatory();
        this.endPs = world.simulation().nowPs();
    }

    /** The outcome of a run that has ended, with the scenario's expectations judged. */
    static RunResult assemble(Scenario scenario, Testbed testbed, World world, CpuSlots cpu) {
        RunResult measured = new ResultAssembler(scenario, testbed, world, cpu).measured();
        return new RunResult(
                measured.scenario(),
                measured.simulatedPs(),
                measured.server(),
                measured.groups(),
                measured.transfers(),
                measured.clients(),
                Expectations.evaluate(scenario, Metrics.of(measured)),
                measured.digests(),
                measured.cpu());
    }

    private RunResult measured() {
        closeMeters();
        List<GroupResult> groups = new ArrayList<>();
        for (int i = 0; i < observatory.groups().size(); i++) {
            groups.add(group(i));
        }
        boolean hasClients = scenario.detail() == Scenario.Detail.CLIENT;
        return new RunResult(
                scenario,
                endPs,
                server(),
                groups,
                hasClients ? transfers() : List.of(),
                hasClients ? clients() : List.of(),
                List.of(),
                observatory.digests(),
                cpu.series(endPs));
    }

    /** Completes what is only known at the end: throughputs, players, and distributions of the whole sample. */
    private void closeMeters() {
        List<GroupMeter> meters = observatory.groups();
        for (TransferRecord transfer : observatory.transfers()) {
            ClientMeter meter = transfer.client().meter();
            if (transfer.outcome() == TransferRecord.Outcome.FINISHED) {
                long startPs = transfer.client().requestedPs();
                long lastPs = meter.packets() == 0 ? startPs : meter.lastArrivalPs();
                meters.get(transfer.group()).completed(meter.bytes(), startPs, lastPs);
            }
            Contract contract = transfer.contract();
            if (contract != null && transfer.outcome() == TransferRecord.Outcome.STARTED) {
                contract.unfinishedAt(endPs);
            }
            Playout playout = transfer.client().playout();
            if (playout != null) {
                playout.buffer().finish(endPs);
            }
        }
        meters.forEach(GroupMeter::finish);
    }

    private ServerResult server() {
        Kernel kernel = testbed.kernel();
        return new ServerResult(
                kernel.bytesCopiedToUser(),
                kernel.bytesCopiedFromUser(),
                kernel.syscalls(),
                kernel.contextSwitches(),
                kernel.interrupts(),
                kernel.timerWakeups(),
                kernel.cpuBusyPs(),
                scenario.server().cores(),
                observatory.transfers().stream()
                        .mapToLong(TransferRecord::bytesSent)
                        .sum(),
                nic(),
                storage(),
                new CopyResult(
                        kernel.bytesCopiedFrom(MemoryLevel.L1),
                        kernel.bytesCopiedFrom(MemoryLevel.L2),
                        kernel.bytesCopiedFrom(MemoryLevel.L3),
                        kernel.bytesCopiedFrom(MemoryLevel.MEMORY)),
                kernel.cpuUsage());
    }

    private NicResult nic() {
        Nic nic = testbed.nic();
        return new NicResult(
                testbed.kernel().doorbells(),
                nic.timedLaunches(),
                nic.lateLaunches(),
                nic.queues().stream()
                        .map(queue ->
                                new NicQueueResult(queue.framesSent(), queue.framesReceived(), queue.interrupts()))
                        .toList());
    }

    private StorageResult storage() {
        PageCache cache = testbed.pageCache();
        Disk disk = testbed.disk();
        return new StorageResult(
                cache.hits(),
                cache.misses(),
                cache.evictions(),
                cache.mostPinnedBytes(),
                disk.completed(),
                disk.bytesRead(),
                testbed.kernel().minorFaults(),
                testbed.kernel().majorFaults());
    }

    private GroupResult group(int index) {
        GroupMeter meter = observatory.groups().get(index);
        Scenario.ClientGroup group = scenario.clients().get(index);
        List<TransferRecord> transfers = transfersOf(index);
        FlowMetrics metrics = group.requests().metrics();
        return new GroupResult(
                group.name(),
                group.count(),
                meter.requests(),
                meter.refusedRequests(),
                meter.completedTransfers(),
                meter.packetsCreated(),
                meter.packetsDelivered(),
                meter.packetsDropped(),
                meter.inFlight(),
                meter.packetsRetransmitted(),
                meter.bytesDelivered(),
                meter.throughputBps(),
                meter.departureErrorPs(),
                meter.rfc3550JitterPs(),
                meter.ipdvPs(),
                meter.pdvPs(),
                meter.oneWayDelayPs(),
                delayAccount(meter),
                playout(transfers),
                contracts(transfers, true),
                contracts(transfers, false),
                content(transfers),
                metrics.hasMaxJitter() ? metrics.maxJitterPs() : null,
                series(meter.series()));
    }

    private List<TransferRecord> transfersOf(int group) {
        return observatory.transfers().stream()
                .filter(transfer -> transfer.group() == group)
                .toList();
    }

    private static List<PartOfDelay> delayAccount(GroupMeter meter) {
        List<PartOfDelay> parts = new ArrayList<>();
        for (int i = 0; i < DelayPart.COUNT; i++) {
            parts.add(new PartOfDelay(DelayPart.of(i).key(), meter.spentPs(DelayPart.of(i))));
        }
        return parts;
    }

    private static @Nullable PlayoutResult playout(List<TransferRecord> transfers) {
        long underruns = 0;
        long stalledPs = 0;
        boolean isPlayed = false;
        for (TransferRecord transfer : transfers) {
            Playout playout = transfer.client().playout();
            if (playout != null) {
                isPlayed = true;
                underruns += playout.buffer().underruns();
                stalledPs += playout.buffer().stalledPs();
            }
        }
        return isPlayed ? new PlayoutResult(underruns, stalledPs) : null;
    }

    private static long contracts(List<TransferRecord> transfers, boolean areKept) {
        return transfers.stream()
                .map(TransferRecord::contract)
                .filter(contract -> contract != null && contract.metrics().promisesSomething())
                .filter(contract -> contract.isKept() == areKept)
                .count();
    }

    private ContentCounts content(List<TransferRecord> transfers) {
        long right = 0;
        long wrong = 0;
        long incomplete = 0;
        for (TransferRecord transfer : transfers) {
            Content content = content(transfer);
            right += content == Content.RIGHT ? 1 : 0;
            wrong += content == Content.WRONG ? 1 : 0;
            incomplete += content == Content.INCOMPLETE ? 1 : 0;
        }
        return new ContentCounts(right, wrong, incomplete);
    }

    private @Nullable Content content(TransferRecord transfer) {
        return transfer.content(testbed.files())
                .map(content -> switch (content) {
                    case RIGHT -> Content.RIGHT;
                    case WRONG -> Content.WRONG;
                    case INCOMPLETE -> Content.INCOMPLETE;
                })
                .orElse(null);
    }

    private static GroupSeries series(SlotSeries series) {
        return new GroupSeries(
                series.slotPs(),
                series.departureErrorMinPs(),
                series.departureErrorMeanPs(),
                series.departureErrorMaxPs(),
                series.departures(),
                series.bytesDelivered());
    }

    private List<TransferResult> transfers() {
        return observatory.transfers().stream()
                .filter(transfer -> transfer.outcome() != TransferRecord.Outcome.AWAITED)
                .sorted(Comparator.comparingLong(TransferRecord::takenUpOrder))
                .map(this::transfer)
                .toList();
    }

    private TransferResult transfer(TransferRecord transfer) {
        boolean hasStarted = transfer.startPs() != SimTime.NEVER;
        boolean hasDeparted = transfer.latestDeparturePs() != SimTime.NEVER;
        Contract contract = transfer.contract();
        return new TransferResult(
                scenario.clients().get(transfer.group()).name(),
                transfer.number(),
                files(transfer.client().request()),
                outcome(transfer),
                transfer.detail(),
                transfer.client().arrivedPs(),
                hasStarted ? transfer.startPs() : null,
                hasDeparted && outcome(transfer) == Outcome.COMPLETED ? transfer.latestDeparturePs() : null,
                transfer.bytesSent(),
                transfer.packetsSent(),
                transfer.client().meter().packets(),
                contract == null || !contract.metrics().promisesSomething() ? null : contract(contract),
                content(transfer));
    }

    private String files(TransferRequest request) {
        List<String> names = request.files().stream()
                .map(part -> scenario.server().files().get(part.file()).name())
                .toList();
        return String.join(" ", names);
    }

    private static Outcome outcome(TransferRecord transfer) {
        return switch (transfer.outcome()) {
            case AWAITED, REQUESTED, STARTED -> Outcome.UNFINISHED;
            case FINISHED -> Outcome.COMPLETED;
            case REFUSED -> Outcome.REFUSED;
            case FAILED -> Outcome.FAILED;
        };
    }

    private static ContractResult contract(Contract contract) {
        return new ContractResult(
                contract.isKept(), contract.brokenBecause(), contract.latePackets(), contract.worstDepartureErrorPs());
    }

    private List<ClientResult> clients() {
        return observatory.transfers().stream()
                .map(transfer -> new ClientResult(
                        scenario.clients().get(transfer.group()).name(),
                        transfer.number(),
                        transfer.client().meter().packets(),
                        transfer.client().meter().jitterMeanPs(),
                        transfer.client().meter().jitterMaxPs()))
                .toList();
    }
}
