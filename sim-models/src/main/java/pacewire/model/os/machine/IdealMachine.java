package pacewire.model.os.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import pacewire.core.units.SimTime;

/**
 * The machine profile {@code ideal}: no machine at all. Everything takes no time, timers are exact, and nothing runs out, so
 * that what is left is the packet scheduler and the wire: what simulators of networks alone simulate.
 */
final class IdealMachine {
    private static final String FREE = "estimate: none; an ideal machine takes no time";

    /** What is not 0: grids of timers need a step, time slices a length, and counts a number. */
    private static final Map<CostItem, Cost> NOT_FREE = notFree();

    static final MachineProfile PROFILE = new MachineProfile(
            "ideal",
            "No machine: every cost is 0 and timers are exact; what is left is the packet scheduler and the wire",
            2026,
            ThreadScheduling.ROUND_ROBIN,
            costs());

    private IdealMachine() {}

    private static List<Cost> costs() {
        List<Cost> costs = new ArrayList<>();
        for (CostItem item : CostItem.values()) {
            Cost notFree = NOT_FREE.get(item);
            costs.add(notFree == null ? new Cost(item, 0, FREE) : notFree);
        }
        return costs;
    }

    private static Map<CostItem, Cost> notFree() {
        Map<CostItem, Cost> costs = new EnumMap<>(CostItem.class);
        for (Cost cost : List.of(
                new Cost(
                        CostItem.TIME_SLICE, SimTime.SECOND, "estimate: any; threads take no time and never use it up"),
                new Cost(
                        CostItem.SOFT_INTERRUPT_PACKETS,
                        Integer.MAX_VALUE,
                        "estimate: any; packets take no time and need not be handed over"),
                new Cost(CostItem.SOFT_INTERRUPT_TIME, SimTime.SECOND, "estimate: any; packets take no time"),
                new Cost(CostItem.KERNEL_TIMER_RESOLUTION, 1, "estimate: the tick of the simulation, 1 ps"),
                new Cost(CostItem.USER_TIMER_RESOLUTION, 1, "estimate: the tick of the simulation, 1 ps"),
                new Cost(CostItem.INTERRUPT_FRAMES, 1, "estimate: an interrupt for each packet, as it costs nothing"),
                new Cost(
                        CostItem.DESCRIPTORS,
                        Integer.MAX_VALUE,
                        "estimate: as many as there are numbers; Linux can be set to nearly as many "
                                + "(fs.nr_open, sysctl_nr_open_max in fs/file.c)"))) {
            costs.put(cost.item(), cost);
        }
        return costs;
    }
}
