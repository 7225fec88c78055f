package pacewire.model.os;

import java.util.List;

import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.MILLISECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/** The machine profile `solaris-10-2005`. */
final class Solaris10 {
    static final MachineProfile PROFILE = new MachineProfile(
            "solaris-10-2005",
            "A server of 2005 with Solaris 10: fine-grained kernel timers, user timers on the 10 ms tick",
            2005,
            List.of(
                    cost(CostItem.SYSCALL, 400 * NANOSECOND, "estimate"),
                    cost(CostItem.CONTEXT_SWITCH, 3_500 * NANOSECOND, "estimate"),
                    cost(CostItem.THREAD_WAKEUP, 2_500 * NANOSECOND, "estimate"),
                    cost(CostItem.TIME_SLICE, 20 * MILLISECOND, "estimate"),
                    cost(CostItem.THREAD_CREATION, 60 * MICROSECOND, "estimate"),
                    cost(CostItem.COPY_START, 100 * NANOSECOND, "estimate"),
                    cost(CostItem.COPY_PER_KIB, 700 * NANOSECOND, "estimate"),
                    cost(CostItem.TCP_RECEIVE, 5 * MICROSECOND, "estimate"),
                    cost(CostItem.TCP_SEND, 7 * MICROSECOND, "estimate"),
                    cost(CostItem.UDP_SEND, 7 * MICROSECOND, "estimate"),
                    cost(CostItem.SCHEDULER_DEQUEUE, 600 * NANOSECOND, "estimate"),
                    cost(CostItem.DRIVER_TRANSMIT, 1_200 * NANOSECOND, "estimate"),
                    cost(CostItem.DOORBELL, 300 * NANOSECOND, "estimate"),
                    cost(CostItem.TRANSMIT_RECLAIM, 500 * NANOSECOND, "estimate"),
                    cost(CostItem.INTERRUPT, 3_000 * NANOSECOND, "estimate"),
                    cost(CostItem.RECEIVE_PACKET, 3_000 * NANOSECOND, "estimate"),
                    cost(CostItem.PAGE_LOOKUP, 400 * NANOSECOND, "estimate"),
                    cost(CostItem.DATAGRAM_BUILD, 1_500 * NANOSECOND, "estimate"),
                    cost(CostItem.FILE_OPEN, 8 * MICROSECOND, "estimate"),
                    cost(CostItem.ACCEPT, 10 * MICROSECOND, "estimate"),
                    cost(CostItem.ADMISSION, 8 * MICROSECOND, "estimate"),
                    cost(CostItem.BLOCK_REQUEST, 20 * MICROSECOND, "estimate"),
                    cost(CostItem.TIMER_PROGRAM, 600 * NANOSECOND, "estimate"),
                    cost(CostItem.TIMER_INTERRUPT, 4_000 * NANOSECOND, "estimate"),
                    cost(CostItem.KERNEL_TIMER_RESOLUTION, NANOSECOND, "estimate"),
                    cost(CostItem.KERNEL_TIMER_LATENCY, 4_000 * NANOSECOND, "estimate"),
                    cost(CostItem.USER_TIMER_RESOLUTION, 10 * MILLISECOND, "estimate"),
                    cost(CostItem.USER_TIMER_SLACK, 0, "estimate"),
                    cost(CostItem.NIC_FETCH, 2_000 * NANOSECOND, "estimate"),
                    cost(CostItem.RECEIVE_INTERRUPT_DELAY, 100 * MICROSECOND, "estimate"),
                    cost(CostItem.RECEIVE_INTERRUPT_FRAMES, 8, "estimate"),
                    cost(CostItem.TRANSMIT_INTERRUPT_DELAY, 200 * MICROSECOND, "estimate"),
                    cost(CostItem.TRANSMIT_INTERRUPT_FRAMES, 32, "estimate")));

    private Solaris10() {}

    private static Cost cost(CostItem item, long value, String source) {
        return new Cost(item, value, source);
    }
}
