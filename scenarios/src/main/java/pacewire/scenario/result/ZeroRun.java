package pacewire.scenario.result;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import pacewire.core.spec.ParameterValues;
import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.DataRate;
import pacewire.model.os.CpuUsage;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.SchedulerSetup;
import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult.CpuSeries;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.GroupSeries;
import pacewire.scenario.result.RunResult.NicResult;
import pacewire.scenario.result.RunResult.PartOfDelay;
import pacewire.scenario.result.RunResult.PlayoutResult;
import pacewire.scenario.result.RunResult.ServerResult;

/**
 * The result of a run in which nothing happened. It has every metric that a real one has, which is how expectations are
 * checked before the run.
 */
final class ZeroRun {
    private ZeroRun() {}

    static RunResult of(Metrics.Machine machine, Map<String, Boolean> groups, Collection<String> syscalls) {
        return new RunResult(
                scenario(),
                0,
                new ServerResult(
                        0,
                        0,
                        zeros(syscalls),
                        0,
                        0,
                        0,
                        0,
                        machine.cores(),
                        0,
                        nic(machine.nicQueues()),
                        new RunResult.StorageResult(0, 0, 0, 0, 0, 0, 0, 0),
                        RunResult.CopyResult.NONE,
                        cpu(machine)),
                groups.entrySet().stream()
                        .map(group -> group(group.getKey(), group.getValue()))
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(),
                new CpuSeries(1, new long[1][1]));
    }

    private static NicResult nic(int queues) {
        return new NicResult(0, 0, 0, Collections.nCopies(queues, new RunResult.NicQueueResult(0, 0, 0)));
    }

    private static CpuUsage cpu(Metrics.Machine machine) {
        return new CpuUsage(
                Collections.nCopies(machine.cores(), new CpuUsage.CoreUsage(0, 0, 0, 0, 0, 0, 0)),
                machine.processes().stream()
                        .map(name -> new CpuUsage.ProcessShare(name, 0, 0, 0, 0, 0, 0, 0))
                        .toList());
    }

    private static GroupResult group(String name, boolean hasPlayout) {
        HistogramSnapshot none = HistogramSnapshot.EMPTY;
        List<PartOfDelay> parts = Arrays.stream(DelayPart.values())
                .map(part -> new PartOfDelay(part.key(), none))
                .toList();
        SortedMap<String, Long> drops = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            drops.put(reason.key(), 0L);
        }
        PlayoutResult playout = hasPlayout ? new PlayoutResult(0, 0) : null;
        long[] noSlots = {};
        GroupSeries series = new GroupSeries(1, noSlots, noSlots, noSlots, noSlots, noSlots);
        return new GroupResult(
                name,
                0,
                0,
                0,
                0,
                0,
                0,
                drops,
                0,
                0,
                0,
                none,
                none,
                none,
                none,
                none,
                none,
                parts,
                playout,
                0,
                0,
                new RunResult.ContentCounts(0, 0, 0),
                null,
                series);
    }

    private static SortedMap<String, Long> zeros(Iterable<String> keys) {
        SortedMap<String, Long> zeros = new TreeMap<>();
        for (String key : keys) {
            zeros.put(key, 0L);
        }
        return zeros;
    }

    private static Scenario scenario() {
        Scenario.Choice none = new Scenario.Choice("", ParameterValues.defaults(List.of()));
        SchedulerSetup queue = SchedulerSetup.defaults(FifoScheduler.SPEC);
        DataRate rate = new DataRate(1);
        return new Scenario(
                "",
                "",
                0,
                0,
                0,
                Scenario.Detail.CLIENT,
                new Scenario.Server(
                        MachineProfiles.all().get(0),
                        1,
                        new Scenario.Storage("", 0, false, 0, ""),
                        new Scenario.NicSpec(rate, 1),
                        queue,
                        none,
                        List.of()),
                List.of(),
                new Scenario.Network(rate, 0, queue),
                List.of(),
                List.of(),
                new Scenario.Source("", "", ""));
    }
}
