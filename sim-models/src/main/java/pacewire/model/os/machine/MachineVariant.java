package pacewire.model.os.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A machine that is stated by how it differs from another one. What it does not state itself is the other's figure: work on the CPU
 * is scaled by how much slower the machine is, settings of the software and of devices are taken as they are.
 */
public final class MachineVariant {
    private static final int PERCENT = 100;

    /** Times that nobody works through: they do not depend on how fast the machine is. */
    private static final Set<CostItem> SETTINGS = EnumSet.of(
            CostItem.TIME_SLICE,
            CostItem.SOFT_INTERRUPT_TIME,
            CostItem.IDLE_EXIT,
            CostItem.DEEP_IDLE_EXIT,
            CostItem.DEEP_IDLE_RESIDENCY,
            CostItem.TICK_PERIOD,
            CostItem.KERNEL_TIMER_RESOLUTION,
            CostItem.USER_TIMER_RESOLUTION,
            CostItem.USER_TIMER_SLACK,
            CostItem.NIC_FETCH,
            CostItem.INTERRUPT_DELAY);

    private final MachineProfile base;
    private final int percent;
    private final String why;
    private final Map<CostItem, Cost> stated = new EnumMap<>(CostItem.class);
    private ThreadScheduling threads;

    /**
     * @param base the other machine
     * @param percent what work takes here of what it takes there: 100 is as long, 200 twice as long; at least 1
     * @param why the reason for the percentage; it becomes part of the source of each scaled figure
     */
    public MachineVariant(MachineProfile base, int percent, String why) {
        if (percent < 1) {
            throw new IllegalArgumentException("work cannot take " + percent + " % of the time");
        }
        this.base = base;
        this.threads = base.threads();
        this.percent = percent;
        this.why = why;
    }

    /** Shares its cores in a way of its own. */
    public MachineVariant sharing(ThreadScheduling way) {
        threads = way;
        return this;
    }

    /** States a figure of its own. */
    public MachineVariant with(CostItem item, long value, String source) {
        if (stated.put(item, new Cost(item, value, source)) != null) {
            throw new IllegalArgumentException(item.key() + " is stated twice");
        }
        return this;
    }

    /** The machine profile. */
    public MachineProfile named(String name, String summary, int year) {
        List<Cost> costs = new ArrayList<>();
        for (CostItem item : CostItem.values()) {
            Cost own = stated.get(item);
            costs.add(own == null ? inherited(item) : own);
        }
        return new MachineProfile(name, summary, year, threads, costs);
    }

    private Cost inherited(CostItem item) {
        long value = base.value(item);
        if (!item.unit().isTime() || SETTINGS.contains(item)) {
            return new Cost(item, value, "estimate: as " + base.name() + ", a setting and no work");
        }
        if (percent == PERCENT) {
            return new Cost(item, value, "estimate: as " + base.name() + "; " + why);
        }
        String times = percent % PERCENT == 0 ? percent / PERCENT + " times " : percent + " % of ";
        return new Cost(item, value * percent / PERCENT, "estimate: " + times + base.name() + "; " + why);
    }
}
