package pacewire.bench.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;

/** What the measurements say about the figures of a machine profile, and which figures nothing was said about. */
public final class Figures {
    /** Of the distribution of oversleeping. */
    static final double[] OVERSLEEP_PERCENTILES = {1, 50, 99};

    static final String SYSCALL = "system call";
    static final String OPEN = "file open";
    static final String THREAD = "thread start";
    static final String WAKE_UP = "wake-up";
    static final String DATAGRAM = "datagram";

    static final int SMALL = 1024;
    /**
     * Reading the same bytes again touches twice as many in between, file and buffer: 32 KiB stay in any first cache of today,
     * 128 KiB in a second one, 4 MiB in a shared one, and 128 MiB in hardly any.
     */
    static final int FIRST_CACHE = 16_384;

    static final int SECOND_CACHE = 65_536;
    static final int SHARED_CACHE = 2 << 20;
    static final int MEMORY = 64 << 20;
    private static final double BYTES_PER_KIB = 1024;
    private static final int DATAGRAM_BYTES = 1400;

    private final Map<String, Measurement> found;
    private final List<Cost> caches;
    private final MachineProfile base;

    /**
     * What measurements say.
     *
     * @param caches sizes of caches, as far as they are known
     * @param base gives the parts of a measured sum that cannot be measured alone
     */
    public Figures(Map<String, Measurement> found, List<Cost> caches, MachineProfile base) {
        this.found = found;
        this.caches = List.copyOf(caches);
        this.base = base;
    }

    static String read(int bytes) {
        return "read " + bytes + " B";
    }

    static String oversleep(int index) {
        return "oversleep p" + Math.round(OVERSLEEP_PERCENTILES[index]);
    }

    /** The figures that were measured, each with how; none is below 0. */
    public List<Cost> costs() {
        double syscall = median(SYSCALL);
        double perKib =
                Math.max(0, median(read(FIRST_CACHE)) - median(read(SMALL))) / ((FIRST_CACHE - SMALL) / BYTES_PER_KIB);
        List<Cost> costs = new ArrayList<>();
        add(costs, CostItem.SYSCALL, syscall, "measured: " + how(SYSCALL));
        add(
                costs,
                CostItem.COPY_PER_KIB_L1,
                perKib,
                "measured: what " + read(FIRST_CACHE) + " takes more than " + read(SMALL) + ", for each KiB");
        addCopies(costs, median(read(SMALL)) - perKib);
        double copy = nanos(CostItem.COPY_START) + perKib * DATAGRAM_BYTES / BYTES_PER_KIB;
        add(
                costs,
                CostItem.PAGE_LOOKUP,
                median(read(SMALL)) - syscall - nanos(CostItem.COPY_START) - perKib,
                "measured: " + read(SMALL) + ", less the system call and the copy");
        add(
                costs,
                CostItem.UDP_SEND,
                median(DATAGRAM) - syscall - copy,
                "measured: " + how(DATAGRAM) + ", less the system call and the copy; the receiving half of the loopback"
                        + " device is in it");
        add(
                costs,
                CostItem.FILE_OPEN,
                median(OPEN) - 2 * syscall,
                "measured: " + how(OPEN) + ", less two system calls");
        add(costs, CostItem.THREAD_CREATION, median(THREAD) - syscall, "measured: " + how(THREAD));
        double wakeUp = median(WAKE_UP) - 2 * syscall;
        add(
                costs,
                CostItem.THREAD_WAKEUP,
                wakeUp - nanos(CostItem.CONTEXT_SWITCH),
                "measured: " + how(WAKE_UP) + ", less two system calls and " + base.name()
                        + "'s context switch; leaving the" + " idle state is in it");
        add(
                costs,
                CostItem.USER_TIMER_SLACK,
                median(oversleep(1)) - wakeUp,
                "measured: half of the sleeps of 1 ms end later by more than this and a wake-up");
        costs.addAll(caches);
        return costs;
    }

    /** What a KiB of larger copies takes, which are further away; {@code fixed} is what they take beside their bytes. */
    private void addCopies(List<Cost> costs, double fixed) {
        addCopy(costs, CostItem.COPY_PER_KIB_L2, SECOND_CACHE, fixed);
        addCopy(costs, CostItem.COPY_PER_KIB_L3, SHARED_CACHE, fixed);
        addCopy(costs, CostItem.COPY_PER_KIB, MEMORY, fixed);
    }

    private void addCopy(List<Cost> costs, CostItem item, int bytes, double fixed) {
        double perKib = (median(read(bytes)) - fixed) / (bytes / BYTES_PER_KIB);
        add(costs, item, perKib, "measured: " + read(bytes) + ", less what does not grow, for each KiB");
    }

    /** What was not measured: the kernel's and the NIC's insides cannot be seen from Java. */
    public Set<CostItem> notMeasured() {
        Set<CostItem> rest = EnumSet.allOf(CostItem.class);
        costs().forEach(cost -> rest.remove(cost.item()));
        return rest;
    }

    private static void add(List<Cost> costs, CostItem item, double nanos, String source) {
        costs.add(new Cost(item, Math.max(0, Math.round(nanos * SimTime.NANOSECOND)), source));
    }

    private double nanos(CostItem item) {
        return (double) base.value(item) / SimTime.NANOSECOND;
    }

    private double median(String name) {
        return measured(name).median();
    }

    private String how(String name) {
        Measurement measurement = measured(name);
        return measurement.how() + ", the middle of "
                + Arrays.stream(measurement.nanos()).count() + " rounds";
    }

    private Measurement measured(String name) {
        return Objects.requireNonNull(found.get(name), name);
    }
}
