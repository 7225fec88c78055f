package pacewire.model.os;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.Cost;
import pacewire.model.os.machine.CostItem;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.machine.ThreadScheduling;

/** A machine whose figures are round and easy to add up: most things take a microsecond or two, a byte copied 1 ns. */
final class TinyMachine {
    static final long US = SimTime.MICROSECOND;

    private final Map<CostItem, Long> values = new EnumMap<>(CostItem.class);

    private ThreadScheduling threads = ThreadScheduling.ROUND_ROBIN;

    TinyMachine() {
        with(CostItem.SYSCALL, US);
        with(CostItem.CONTEXT_SWITCH, 2 * US);
        with(CostItem.THREAD_WAKEUP, US);
        with(CostItem.TIME_SLICE, 100 * US);
        with(CostItem.CACHE_REFILL, 0);
        with(CostItem.MIGRATION, 0);
        with(CostItem.SOFT_INTERRUPT_PACKETS, 300);
        with(CostItem.SOFT_INTERRUPT_TIME, 2 * SimTime.MILLISECOND);
        with(CostItem.IDLE_EXIT, 0);
        with(CostItem.DEEP_IDLE_EXIT, 0);
        with(CostItem.DEEP_IDLE_RESIDENCY, 0);
        with(CostItem.THREAD_CREATION, 10 * US);
        with(CostItem.COPY_START, 0);
        with(CostItem.COPY_PER_KIB, 1024 * SimTime.NANOSECOND);
        with(CostItem.COPY_PER_KIB_L3, 1024 * SimTime.NANOSECOND);
        with(CostItem.COPY_PER_KIB_L2, 1024 * SimTime.NANOSECOND);
        with(CostItem.COPY_PER_KIB_L1, 1024 * SimTime.NANOSECOND);
        with(CostItem.L1_SIZE, 0);
        with(CostItem.L2_SIZE, 0);
        with(CostItem.L3_SIZE, 0);
        with(CostItem.DEVICE_CACHE_SIZE, 0);
        with(CostItem.TCP_RECEIVE, 2 * US);
        with(CostItem.TCP_SEND, 3 * US);
        with(CostItem.UDP_SEND, 4 * US);
        with(CostItem.SCHEDULER_DEQUEUE, US);
        with(CostItem.DRIVER_TRANSMIT, US);
        with(CostItem.DOORBELL, US);
        with(CostItem.TRANSMIT_RECLAIM, US);
        with(CostItem.INTERRUPT, 2 * US);
        with(CostItem.RECEIVE_PACKET, US);
        with(CostItem.PAGE_LOOKUP, US);
        with(CostItem.DATAGRAM_BUILD, 2 * US);
        with(CostItem.FILE_OPEN, 5 * US);
        with(CostItem.ACCEPT, 6 * US);
        with(CostItem.ADMISSION, 10 * US);
        with(CostItem.EPOLL_CONTROL, US);
        with(CostItem.EVENT_REPORT, US);
        with(CostItem.MESSAGE_HEADER, US);
        with(CostItem.SEGMENT, US);
        with(CostItem.PAGE_PIN, US);
        with(CostItem.ZEROCOPY_NOTICE, US);
        with(CostItem.SUBMISSION, US);
        with(CostItem.BLOCK_REQUEST, 3 * US);
        with(CostItem.SPLICE_PAGE, US);
        with(CostItem.MEMORY_MAP, 5 * US);
        with(CostItem.PAGE_FAULT, 3 * US);
        with(CostItem.TIMER_PROGRAM, US);
        with(CostItem.TIMER_INTERRUPT, 2 * US);
        with(CostItem.KERNEL_TIMER_RESOLUTION, SimTime.NANOSECOND);
        with(CostItem.KERNEL_TIMER_LATENCY, US);
        with(CostItem.USER_TIMER_RESOLUTION, SimTime.NANOSECOND);
        with(CostItem.TICK_PERIOD, 0);
        with(CostItem.TICK_WORK, 0);
        with(CostItem.USER_TIMER_SLACK, 50 * US);
        with(CostItem.NIC_FETCH, US);
        with(CostItem.INTERRUPT_DELAY, 10 * US);
        with(CostItem.INTERRUPT_FRAMES, 32);
        with(CostItem.DESCRIPTORS, 524_288);
    }

    /** Shares its cores by weight instead of in turns. */
    TinyMachine fair() {
        return sharing(ThreadScheduling.FAIR);
    }

    TinyMachine sharing(ThreadScheduling way) {
        threads = way;
        return this;
    }

    /** Sets a figure, in the item's unit. */
    TinyMachine with(CostItem item, long value) {
        values.put(item, value);
        return this;
    }

    MachineProfile profile() {
        List<Cost> costs = new ArrayList<>();
        values.forEach((item, value) -> costs.add(new Cost(item, value, "made up")));
        return new MachineProfile("tiny", "A machine of round figures", 2025, threads, costs);
    }
}
