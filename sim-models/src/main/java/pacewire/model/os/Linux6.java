package pacewire.model.os;

import java.util.List;

import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.MILLISECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/** The machine profile `linux-6`. */
final class Linux6 {
    static final MachineProfile PROFILE = new MachineProfile(
            "linux-6",
            "An x86-64 server of about 3 GHz with Linux 6, mitigations on",
            2024,
            List.of(
                    cost(CostItem.SYSCALL, 200 * NANOSECOND, "estimate"),
                    cost(CostItem.CONTEXT_SWITCH, 1_200 * NANOSECOND, "estimate"),
                    cost(CostItem.THREAD_WAKEUP, 700 * NANOSECOND, "estimate"),
                    cost(CostItem.TIME_SLICE, 3 * MILLISECOND, "estimate"),
                    cost(CostItem.THREAD_CREATION, 12 * MICROSECOND, "estimate"),
                    cost(CostItem.COPY_START, 30 * NANOSECOND, "estimate"),
                    cost(CostItem.COPY_PER_KIB, 100 * NANOSECOND, "estimate"),
                    cost(CostItem.TCP_RECEIVE, 900 * NANOSECOND, "estimate"),
                    cost(CostItem.TCP_SEND, 1_200 * NANOSECOND, "estimate"),
                    cost(CostItem.UDP_SEND, 1_100 * NANOSECOND, "estimate"),
                    cost(CostItem.SCHEDULER_DEQUEUE, 150 * NANOSECOND, "estimate"),
                    cost(CostItem.DRIVER_TRANSMIT, 150 * NANOSECOND, "estimate"),
                    cost(CostItem.DOORBELL, 100 * NANOSECOND, "estimate"),
                    cost(CostItem.TRANSMIT_RECLAIM, 80 * NANOSECOND, "estimate"),
                    cost(CostItem.INTERRUPT, 800 * NANOSECOND, "estimate"),
                    cost(CostItem.RECEIVE_PACKET, 500 * NANOSECOND, "estimate"),
                    cost(CostItem.PAGE_LOOKUP, 60 * NANOSECOND, "estimate"),
                    cost(CostItem.DATAGRAM_BUILD, 250 * NANOSECOND, "estimate"),
                    cost(CostItem.FILE_OPEN, 1_500 * NANOSECOND, "estimate"),
                    cost(CostItem.ACCEPT, 1_500 * NANOSECOND, "estimate"),
                    cost(CostItem.ADMISSION, 2 * MICROSECOND, "estimate"),
                    cost(CostItem.BLOCK_REQUEST, 3 * MICROSECOND, "estimate"),
                    cost(CostItem.TIMER_PROGRAM, 100 * NANOSECOND, "estimate"),
                    cost(CostItem.TIMER_INTERRUPT, 1_000 * NANOSECOND, "estimate"),
                    cost(CostItem.KERNEL_TIMER_RESOLUTION, NANOSECOND, "estimate"),
                    cost(CostItem.KERNEL_TIMER_LATENCY, 1_000 * NANOSECOND, "estimate"),
                    cost(CostItem.USER_TIMER_RESOLUTION, NANOSECOND, "estimate"),
                    cost(CostItem.USER_TIMER_SLACK, 50 * MICROSECOND, "estimate"),
                    cost(CostItem.NIC_FETCH, 900 * NANOSECOND, "estimate"),
                    cost(CostItem.RECEIVE_INTERRUPT_DELAY, 8 * MICROSECOND, "estimate"),
                    cost(CostItem.RECEIVE_INTERRUPT_FRAMES, 64, "estimate"),
                    cost(CostItem.TRANSMIT_INTERRUPT_DELAY, 50 * MICROSECOND, "estimate"),
                    cost(CostItem.TRANSMIT_INTERRUPT_FRAMES, 64, "estimate")));

    private Linux6() {}

    private static Cost cost(CostItem item, long value, String source) {
        return new Cost(item, value, source);
    }
}
