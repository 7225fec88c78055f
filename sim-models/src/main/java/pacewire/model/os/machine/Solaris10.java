package pacewire.model.os.machine;

import java.util.List;

import static pacewire.core.units.DataSize.KIB;
import static pacewire.core.units.DataSize.MIB;
import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.MILLISECOND;
import static pacewire.core.units.SimTime.NANOSECOND;
import static pacewire.core.units.SimTime.SECOND;

/**
 * The machine profile {@code solaris-10-2005}: a server of two or four Opteron or UltraSPARC processors. The kernel's own
 * timers are fine-grained; programs sleep on the 10 ms tick. Published figures of this machine's network path are rare, so
 * that most are estimates from {@code linux-6} or from measurements of older machines, as each says.
 */
final class Solaris10 {
    static final MachineProfile PROFILE = new MachineProfile(
            "solaris-10-2005",
            "A server of 2005 with Solaris 10: fine-grained kernel timers, user timers on the 10 " + "ms tick",
            2005,
            ThreadScheduling.ROUND_ROBIN,
            List.of(
                    new Cost(
                            CostItem.SYSCALL,
                            400 * NANOSECOND,
                            "estimate: twice linux-6, by the clock of 1.8 to 2.4 GHz and the "
                                    + "heavier entry of Solaris (accounting by microstate)"),
                    new Cost(
                            CostItem.CONTEXT_SWITCH,
                            4 * MICROSECOND,
                            "estimate: 4 times linux-6; caches of 1 MB and the dispatcher's " + "queues and locks"),
                    new Cost(
                            CostItem.THREAD_WAKEUP,
                            2 * MICROSECOND,
                            "estimate: 5 times linux-6; setrun through the sleep queue and the " + "dispatcher's lock"),
                    new Cost(
                            CostItem.TIME_SLICE,
                            20 * MILLISECOND,
                            "Solaris System Administration Guide, ts_dptbl: 20 ms at priority 59, "
                                    + "with which a thread returns from sleep"),
                    new Cost(
                            CostItem.CACHE_REFILL,
                            2 * MICROSECOND,
                            "estimate: 16 KiB, a quarter of an Opteron's L1, 256 lines of 64 bytes from L2 at 17 cycles "
                                    + "each, 2 GHz"),
                    new Cost(
                            CostItem.MIGRATION,
                            15 * MICROSECOND,
                            "estimate: the same lines from memory, about 60 ns each; caches are not shared between "
                                    + "processors"),
                    new Cost(CostItem.THREAD_CREATION, 50 * MICROSECOND, "estimate: 5 times linux-6"),
                    new Cost(CostItem.COPY_START, 100 * NANOSECOND, "estimate: about 200 cycles of set-up"),
                    new Cost(
                            CostItem.COPY_PER_KIB,
                            700 * NANOSECOND,
                            "estimate: one core copies about 1.5 GB/s with DDR-400 memory"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L3,
                            700 * NANOSECOND,
                            "estimate: there is no such cache; as copyPerKib"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L2,
                            280 * NANOSECOND,
                            "estimate: 17 cycles for each line of 64 bytes, source and destination, 2 GHz"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L1,
                            80 * NANOSECOND,
                            "estimate: eight bytes loaded and stored in a cycle at 2 GHz, and a quarter more"),
                    new Cost(
                            CostItem.L1_SIZE,
                            64 * KIB,
                            "Klappenecker, \"Multiprocessors II\" (CPSC 321, Texas A&M), the AMD Opteron: 64 KB of data"),
                    new Cost(CostItem.L2_SIZE, MIB, "cpu-world.com, \"AMD Opteron processor family\": 1 MB"),
                    new Cost(CostItem.L3_SIZE, 0, "estimate: none; processors share memory alone"),
                    new Cost(CostItem.DEVICE_CACHE_SIZE, 0, "estimate: none; devices write into memory"),
                    new Cost(CostItem.TCP_RECEIVE, 5 * MICROSECOND, "estimate: 5 to 6 times linux-6"),
                    new Cost(CostItem.TCP_SEND, 6 * MICROSECOND, "estimate: 5 times linux-6"),
                    new Cost(
                            CostItem.UDP_SEND,
                            8 * MICROSECOND,
                            "estimate: 9 times linux-6; STREAMS messages pass from socket to UDP "
                                    + "to IP to the driver, each with its lookups"),
                    new Cost(
                            CostItem.SCHEDULER_DEQUEUE,
                            500 * NANOSECOND,
                            "estimate: 103 ns for the pull from a queue in Kohler et al., \"The "
                                    + "Click Modular Router\", ACM TOCS 18(3), 2000, table I, on a 700 MHz "
                                    + "Pentium III; an ordered queue and locks on top"),
                    new Cost(
                            CostItem.DRIVER_TRANSMIT,
                            900 * NANOSECOND,
                            "estimate: 161 ns for the descriptor in Kohler et al., \"The Click "
                                    + "Modular Router\", ACM TOCS 18(3), 2000, table I, on a 700 MHz Pentium "
                                    + "III; binding the pages for DMA (ddi_dma_addr_bind_handle) on top"),
                    new Cost(CostItem.DOORBELL, 300 * NANOSECOND, "estimate: a write to a register across PCI-X"),
                    new Cost(
                            CostItem.TRANSMIT_RECLAIM,
                            500 * NANOSECOND,
                            "estimate: 351 ns for cleaning the transmit ring in Kohler et al., "
                                    + "\"The Click Modular Router\", ACM TOCS 18(3), 2000, table I, on a 700 "
                                    + "MHz Pentium III; unbinding the pages on top"),
                    new Cost(
                            CostItem.INTERRUPT,
                            3 * MICROSECOND,
                            "estimate: Solaris runs a device interrupt as a thread of its own "
                                    + "(Mauro and McDougall, \"Solaris Internals\")"),
                    new Cost(
                            CostItem.SOFT_INTERRUPT_PACKETS,
                            Integer.MAX_VALUE,
                            "Mauro and McDougall, \"Solaris Internals\": interrupt threads stand above all others and "
                                    + "are not handed over"),
                    new Cost(
                            CostItem.SOFT_INTERRUPT_TIME,
                            SECOND,
                            "estimate: none, interrupt threads stand above all others; longer than any"),
                    new Cost(CostItem.IDLE_EXIT, 2 * MICROSECOND, "estimate: hlt until an interrupt, as C1 of linux-6"),
                    new Cost(CostItem.DEEP_IDLE_EXIT, 0, "estimate: servers of 2005 do no more than hlt"),
                    new Cost(
                            CostItem.DEEP_IDLE_RESIDENCY, 0, "estimate: none; servers of 2005 have no deep idle state"),
                    new Cost(
                            CostItem.RECEIVE_PACKET,
                            3 * MICROSECOND,
                            "estimate: 528 ns for polling and 1,565 ns for the IP forwarding path "
                                    + "in Kohler et al., \"The Click Modular Router\", ACM TOCS 18(3), 2000, "
                                    + "table I, on a 700 MHz Pentium III; STREAMS on top"),
                    new Cost(
                            CostItem.PAGE_LOOKUP,
                            400 * NANOSECOND,
                            "estimate: the hash of vnode and offset (page_lookup in OpenSolaris "
                                    + "usr/src/uts/common/vm/vm_page.c) with its lock"),
                    new Cost(
                            CostItem.DATAGRAM_BUILD,
                            1_600 * NANOSECOND,
                            "estimate: 6 times linux-6; message blocks around mapped pages "
                                    + "(esballoc), UDP and IP header"),
                    new Cost(CostItem.FILE_OPEN, 8 * MICROSECOND, "estimate: 5 times linux-6"),
                    new Cost(CostItem.ACCEPT, 10 * MICROSECOND, "estimate: 6 times linux-6; a new stream is opened"),
                    new Cost(CostItem.ADMISSION, 10 * MICROSECOND, "estimate: 5 times linux-6"),
                    new Cost(
                            CostItem.EPOLL_CONTROL,
                            1_250 * NANOSECOND,
                            "estimate: 5 times linux-6; stands for a write to /dev/poll or " + "port_associate"),
                    new Cost(
                            CostItem.EVENT_REPORT,
                            300 * NANOSECOND,
                            "estimate: 5 times linux-6; stands for DP_POLL or port_getn"),
                    new Cost(CostItem.MESSAGE_HEADER, 400 * NANOSECOND, "estimate: 5 times linux-6"),
                    new Cost(
                            CostItem.SEGMENT,
                            1_300 * NANOSECOND,
                            "estimate: 5 times linux-6, whose way it is: Solaris 10 had none"),
                    new Cost(CostItem.PAGE_PIN, 500 * NANOSECOND, "estimate: 5 times linux-6"),
                    new Cost(CostItem.ZEROCOPY_NOTICE, 1 * MICROSECOND, "estimate: 5 times linux-6, whose way it is"),
                    new Cost(CostItem.SUBMISSION, 450 * NANOSECOND, "estimate: 5 times linux-6, whose way it is"),
                    new Cost(
                            CostItem.BLOCK_REQUEST,
                            20 * MICROSECOND,
                            "estimate: the pages, the buf structure and the SCSI framework (sd) " + "of a read"),
                    new Cost(
                            CostItem.SPLICE_PAGE,
                            500 * NANOSECOND,
                            "estimate: there is no splice; sendfilev maps each page into the kernel and "
                                    + "wraps it into a message block (OpenSolaris "
                                    + "usr/src/uts/common/syscall/sendfile.c, snf_segmap): 10 times linux-6"),
                    new Cost(
                            CostItem.MEMORY_MAP,
                            10 * MICROSECOND,
                            "estimate: 6 times linux-6; a segment of segvn and its place in the AVL tree"),
                    new Cost(
                            CostItem.PAGE_FAULT,
                            6 * MICROSECOND,
                            "estimate: 6 times linux-6; segvn_fault maps what is in memory of the 64 KiB "
                                    + "around (OpenSolaris usr/src/uts/common/vm/seg_vn.c, fault clusters)"),
                    new Cost(
                            CostItem.TIMER_PROGRAM,
                            500 * NANOSECOND,
                            "estimate: an insertion into the heap of OpenSolaris "
                                    + "usr/src/uts/common/os/cyclic.c and the timer's register"),
                    new Cost(
                            CostItem.TIMER_INTERRUPT,
                            4 * MICROSECOND,
                            "estimate: an interrupt and the expiry of the due cyclics "
                                    + "(OpenSolaris usr/src/uts/common/os/cyclic.c)"),
                    new Cost(
                            CostItem.TICK_PERIOD,
                            0,
                            "OpenSolaris usr/src/uts/common/os/clock.c: one cyclic of 100 Hz on one CPU charges "
                                    + "the threads of all; other CPUs have no tick, and that one's is not modelled"),
                    new Cost(CostItem.TICK_WORK, 0, "estimate: none, as there are no ticks"),
                    new Cost(
                            CostItem.KERNEL_TIMER_RESOLUTION,
                            NANOSECOND,
                            "OpenSolaris usr/src/uts/common/os/cyclic.c: intervals in nanoseconds "
                                    + "of hrtime; the cyclic subsystem bypasses the 10 ms clock"),
                    new Cost(
                            CostItem.KERNEL_TIMER_LATENCY,
                            1_500 * NANOSECOND,
                            "estimate: delivery of a high-level interrupt, 3 times linux-6"),
                    new Cost(
                            CostItem.USER_TIMER_RESOLUTION,
                            10 * MILLISECOND,
                            "Mauro and McDougall, \"Solaris Internals\", 2nd ed., chapter 19: the "
                                    + "clock runs 100 times a second; OpenSolaris usr/src/uts/common/os: "
                                    + "nanosleep (timers.c) and cv_waituntil_sig (condvar.c) end a sleep on "
                                    + "the first tick at or after the instant that is due"),
                    new Cost(
                            CostItem.USER_TIMER_SLACK,
                            0,
                            "OpenSolaris usr/src/uts/common/os/condvar.c: a sleep ends on its "
                                    + "tick, no later by intent"),
                    new Cost(
                            CostItem.NIC_FETCH,
                            2 * MICROSECOND,
                            "estimate: descriptor and data read across PCI-X at 133 MHz, one " + "after the other"),
                    new Cost(
                            CostItem.INTERRUPT_DELAY,
                            128 * MICROSECOND,
                            "OpenSolaris usr/src/uts/common/io/bge: bge_rx_ticks_norm of the "
                                    + "Broadcom gigabit driver, which is shorter than bge_tx_ticks_norm, "
                                    + "512 us: both directions share an interrupt"),
                    new Cost(
                            CostItem.INTERRUPT_FRAMES,
                            128,
                            "OpenSolaris usr/src/uts/common/io/bge: bge_tx_count_norm of the "
                                    + "Broadcom gigabit driver; a server sends more than it receives"),
                    new Cost(
                            CostItem.DESCRIPTORS,
                            65_536,
                            "Solaris Tunable Parameters Reference Manual: the default of rlim_fd_max, "
                                    + "to which servers raise their soft limit")));

    private Solaris10() {}
}
