package pacewire.scenario.result;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.CpuUsage;
import pacewire.model.os.CpuUsage.CoreUsage;
import pacewire.model.os.CpuUsage.ProcessShare;

/** The branch {@code server.cpu} of {@code summary.json}: all cores together, each core, each process. */
final class CpuTree {
    private CpuTree() {}

    static Map<String, @Nullable Object> cpu(CpuUsage usage, long simulatedPs) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        List<CoreUsage> all = usage.cores();
        tree.put("userSeconds", sum(all, CoreUsage::userPs));
        tree.put("systemSeconds", sum(all, CoreUsage::systemPs));
        tree.put("interruptSeconds", sum(all, CoreUsage::interruptPs));
        tree.put("softInterruptSeconds", sum(all, CoreUsage::softInterruptPs));
        tree.put("idleSeconds", sum(all, CoreUsage::idlePs));
        tree.put("pollingSeconds", sum(all, CoreUsage::pollingPs));
        Map<String, @Nullable Object> cores = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            cores.put(Integer.toString(i), core(all.get(i), simulatedPs));
        }
        tree.put("cores", cores);
        Map<String, @Nullable Object> processes = new LinkedHashMap<>();
        usage.processes().forEach(process -> processes.put(process.name(), process(process)));
        tree.put("processes", processes);
        return tree;
    }

    private static BigDecimal sum(List<CoreUsage> cores, ToLongFunction<CoreUsage> part) {
        return MetricTree.seconds(cores.stream().mapToLong(part).sum());
    }

    private static Map<String, @Nullable Object> core(CoreUsage core, long simulatedPs) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("utilizationRatio", simulatedPs == 0 ? null : MetricTree.ratio(core.busyPs(), simulatedPs));
        tree.put("userSeconds", MetricTree.seconds(core.userPs()));
        tree.put("systemSeconds", MetricTree.seconds(core.systemPs()));
        tree.put("interruptSeconds", MetricTree.seconds(core.interruptPs()));
        tree.put("softInterruptSeconds", MetricTree.seconds(core.softInterruptPs()));
        tree.put("idleSeconds", MetricTree.seconds(core.idlePs()));
        tree.put("pollingSeconds", MetricTree.seconds(core.pollingPs()));
        tree.put("contextSwitches", core.contextSwitches());
        return tree;
    }

    private static Map<String, @Nullable Object> process(ProcessShare process) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("userSeconds", MetricTree.seconds(process.userPs()));
        tree.put("systemSeconds", MetricTree.seconds(process.systemPs()));
        tree.put("softInterruptSeconds", MetricTree.seconds(process.softInterruptPs()));
        tree.put("runQueueSeconds", MetricTree.seconds(process.runQueuePs()));
        tree.put("voluntarySwitches", process.voluntarySwitches());
        tree.put("involuntarySwitches", process.involuntarySwitches());
        tree.put("migrations", process.migrations());
        return tree;
    }
}
