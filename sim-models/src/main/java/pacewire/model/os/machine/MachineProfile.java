package pacewire.model.os.machine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import pacewire.core.units.DataSize;

/** A kind of machine: what its kernel's work costs, and how its timers and interrupts behave. */
@SuppressWarnings("EnumOrdinal") // an array by item instead of a map
public final class MachineProfile {
    private final String name;
    private final String summary;
    private final int year;
    private final ThreadScheduling threads;
    private final Map<CostItem, Cost> costOf = new EnumMap<>(CostItem.class);
    /** The figures by item: several are asked for with every packet. */
    private final long[] values = new long[CostItem.values().length];

    /**
     * States a machine.
     *
     * @param name as in scenario files, such as "linux-6"
     * @param summary one sentence
     * @param year of the machine and its operating system
     * @param threads how its cores are shared between threads
     * @param costs each {@link CostItem} once, in any order
     */
    public MachineProfile(String name, String summary, int year, ThreadScheduling threads, List<Cost> costs) {
        this.name = name;
        this.summary = summary;
        this.year = year;
        this.threads = threads;
        for (Cost cost : costs) {
            if (costOf.put(cost.item(), cost) != null) {
                throw new IllegalArgumentException(
                        name + " states " + cost.item().key() + " twice");
            }
        }
        for (CostItem item : CostItem.values()) {
            if (!costOf.containsKey(item)) {
                throw new IllegalArgumentException(name + " does not state " + item.key());
            }
            values[item.ordinal()] = Objects.requireNonNull(costOf.get(item)).value();
        }
    }

    public String name() {
        return name;
    }

    public String summary() {
        return summary;
    }

    public int year() {
        return year;
    }

    /** How its cores are shared between threads without real-time policy. */
    public ThreadScheduling threads() {
        return threads;
    }

    /** Every figure, in the order of {@link CostItem}. */
    public List<Cost> costs() {
        return List.copyOf(costOf.values());
    }

    /** The figure of an item, in the item's unit. */
    public long value(CostItem item) {
        return values[item.ordinal()];
    }

    public long syscallPs() {
        return value(CostItem.SYSCALL);
    }

    public long contextSwitchPs() {
        return value(CostItem.CONTEXT_SWITCH);
    }

    public long threadWakeupPs() {
        return value(CostItem.THREAD_WAKEUP);
    }

    public long timeSlicePs() {
        return value(CostItem.TIME_SLICE);
    }

    public long cacheRefillPs() {
        return value(CostItem.CACHE_REFILL);
    }

    public long migrationPs() {
        return value(CostItem.MIGRATION);
    }

    public long threadCreationPs() {
        return value(CostItem.THREAD_CREATION);
    }

    /**
     * Time of one copy between kernel and user memory, of bytes that no cache holds, in picoseconds, rounded down.
     *
     * @param bytes 0 to 2^40
     */
    public long copyPs(long bytes) {
        return value(CostItem.COPY_START) + bytes * value(CostItem.COPY_PER_KIB) / DataSize.KIB;
    }

    /**
     * Time of one copy whose bytes are read from and written to different places, in picoseconds, rounded down: half of it is
     * the reading, half the writing.
     *
     * @param read bytes that are read, times {@link #copyPerKibPs} of where they lie, added up
     * @param written the same of where they go
     */
    public long copyPs(long read, long written) {
        return value(CostItem.COPY_START) + (read + written) / (2 * DataSize.KIB);
    }

    /** Time of copying 1024 bytes from and to a level, in picoseconds. */
    public long copyPerKibPs(MemoryLevel level) {
        return switch (level) {
            case L1 -> value(CostItem.COPY_PER_KIB_L1);
            case L2 -> value(CostItem.COPY_PER_KIB_L2);
            case L3 -> value(CostItem.COPY_PER_KIB_L3);
            case MEMORY -> value(CostItem.COPY_PER_KIB);
        };
    }

    /** Whether a copy takes the same time wherever the bytes lie. */
    public boolean isCopyFlat() {
        return Arrays.stream(MemoryLevel.values())
                        .mapToLong(this::copyPerKibPs)
                        .distinct()
                        .count()
                == 1;
    }

    public long tcpReceivePs() {
        return value(CostItem.TCP_RECEIVE);
    }

    public long tcpSendPs() {
        return value(CostItem.TCP_SEND);
    }

    public long udpSendPs() {
        return value(CostItem.UDP_SEND);
    }

    public long schedulerDequeuePs() {
        return value(CostItem.SCHEDULER_DEQUEUE);
    }

    public long driverTransmitPs() {
        return value(CostItem.DRIVER_TRANSMIT);
    }

    public long doorbellPs() {
        return value(CostItem.DOORBELL);
    }

    public long transmitReclaimPs() {
        return value(CostItem.TRANSMIT_RECLAIM);
    }

    public long interruptPs() {
        return value(CostItem.INTERRUPT);
    }

    public int softInterruptPackets() {
        return (int) value(CostItem.SOFT_INTERRUPT_PACKETS);
    }

    public long softInterruptPs() {
        return value(CostItem.SOFT_INTERRUPT_TIME);
    }

    public long idleExitPs() {
        return value(CostItem.IDLE_EXIT);
    }

    /** Out of the deepest idle state; 0 when the machine does not enter one. */
    public long deepIdleExitPs() {
        return value(CostItem.DEEP_IDLE_EXIT);
    }

    public long deepIdleResidencyPs() {
        return value(CostItem.DEEP_IDLE_RESIDENCY);
    }

    /** The longest that an idle core takes to wake up. */
    public long longestIdleExitPs() {
        return Math.max(idleExitPs(), deepIdleExitPs());
    }

    public long receivePacketPs() {
        return value(CostItem.RECEIVE_PACKET);
    }

    public long pageLookupPs() {
        return value(CostItem.PAGE_LOOKUP);
    }

    public long datagramBuildPs() {
        return value(CostItem.DATAGRAM_BUILD);
    }

    public long fileOpenPs() {
        return value(CostItem.FILE_OPEN);
    }

    public long acceptPs() {
        return value(CostItem.ACCEPT);
    }

    public long admissionPs() {
        return value(CostItem.ADMISSION);
    }

    public long epollControlPs() {
        return value(CostItem.EPOLL_CONTROL);
    }

    public long eventReportPs() {
        return value(CostItem.EVENT_REPORT);
    }

    public long messageHeaderPs() {
        return value(CostItem.MESSAGE_HEADER);
    }

    public long segmentPs() {
        return value(CostItem.SEGMENT);
    }

    public long pagePinPs() {
        return value(CostItem.PAGE_PIN);
    }

    public long zerocopyNoticePs() {
        return value(CostItem.ZEROCOPY_NOTICE);
    }

    public long submissionPs() {
        return value(CostItem.SUBMISSION);
    }

    public long blockRequestPs() {
        return value(CostItem.BLOCK_REQUEST);
    }

    public long splicePagePs() {
        return value(CostItem.SPLICE_PAGE);
    }

    public long memoryMapPs() {
        return value(CostItem.MEMORY_MAP);
    }

    public long pageFaultPs() {
        return value(CostItem.PAGE_FAULT);
    }

    public long timerProgramPs() {
        return value(CostItem.TIMER_PROGRAM);
    }

    public long timerInterruptPs() {
        return value(CostItem.TIMER_INTERRUPT);
    }

    /** Time between the ticks of a core that is not idle; 0 when there are none. */
    public long tickPeriodPs() {
        return value(CostItem.TICK_PERIOD);
    }

    /** CPU time of a tick; 0 when there are none. */
    public long tickPs() {
        return tickPeriodPs() == 0 ? 0 : timerInterruptPs() + value(CostItem.TICK_WORK);
    }

    public long kernelTimerLatencyPs() {
        return value(CostItem.KERNEL_TIMER_LATENCY);
    }

    /** How much later than {@link #userTimerExpiryPs} a sleep may end: until then it waits for another timer interrupt. */
    public long timerSlackPs() {
        return value(CostItem.USER_TIMER_SLACK);
    }

    public long nicFetchPs() {
        return value(CostItem.NIC_FETCH);
    }

    public long interruptDelayPs() {
        return value(CostItem.INTERRUPT_DELAY);
    }

    public int interruptFrames() {
        return (int) value(CostItem.INTERRUPT_FRAMES);
    }

    /** Most descriptors that a process may have open at once; descriptor numbers stay below it. */
    public int descriptors() {
        return (int) value(CostItem.DESCRIPTORS);
    }

    /** When a timer of the kernel itself expires that is due at an instant: the next point of its grid. */
    public long kernelTimerExpiryPs(long duePs) {
        return roundUp(duePs, value(CostItem.KERNEL_TIMER_RESOLUTION));
    }

    /**
     * Earliest end of a program's sleep that is due at an instant: the next point of the grid. With {@link #timerSlackPs} it
     * may end later, never earlier.
     */
    public long userTimerExpiryPs(long duePs) {
        return roundUp(duePs, value(CostItem.USER_TIMER_RESOLUTION));
    }

    private static long roundUp(long instantPs, long stepPs) {
        return -Math.floorDiv(-instantPs, stepPs) * stepPs;
    }

    @Override
    public String toString() {
        return "machine profile " + name;
    }
}
