package pacewire.model.os.machine;

import java.util.List;

import static pacewire.core.units.DataSize.KIB;
import static pacewire.core.units.DataSize.MIB;
import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.MILLISECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/**
 * The machine profile {@code linux-6}.
 *
 * <p>How a sleep ends: {@code clock_nanosleep} sets a timer with a range from the instant that is due to the slack behind
 * it ({@code hrtimer_set_expires_range_ns} in {@code kernel/time/hrtimer.c}). The hardware is programmed for the end of the
 * range; whenever a timer interrupt comes on that core, it takes along every timer whose range has begun. So a timer alone
 * ends at the end of the slack, and a crowd of them shares interrupts and ends earlier, never before it is due. The profile
 * states the slack; the kernel's timers do the sharing.
 */
final class Linux6 {
    static final MachineProfile PROFILE = new MachineProfile(
            "linux-6",
            "An x86-64 server of about 3 GHz with Linux 6, mitigations on",
            2024,
            ThreadScheduling.FAIR,
            List.of(
                    new Cost(
                            CostItem.SYSCALL,
                            200 * NANOSECOND,
                            "estimate: 42 ns without mitigations (Brouer, \"Network stack "
                                    + "challenges at increasing speeds\", linux.conf.au 2015), raised by "
                                    + "what page-table isolation and speculation barriers add to each "
                                    + "crossing"),
                    new Cost(
                            CostItem.CONTEXT_SWITCH,
                            1_000 * NANOSECOND,
                            "estimate: 1.2 to 1.5 us from thread to thread on one core, system "
                                    + "call and wake-up included (Bendersky, \"Measuring context switching "
                                    + "and memory overheads for Linux threads\", 2018); these are charged "
                                    + "apart here, mitigations come on top"),
                    new Cost(
                            CostItem.THREAD_WAKEUP,
                            400 * NANOSECOND,
                            "estimate: the wake-up (try_to_wake_up in kernel/sched/core.c) as its "
                                    + "share of the 1.2 to 1.5 us measured from thread to thread (Bendersky "
                                    + "2018)"),
                    new Cost(
                            CostItem.TIME_SLICE,
                            700 * MICROSECOND,
                            "Linux kernel/sched/fair.c: sysctl_sched_base_slice, 0.70 ms * (1 + log2 of the CPUs, 8 at "
                                    + "most), 2.8 ms from 8 CPUs on (0.75 ms and 3 ms in the first releases of 6.x)"),
                    new Cost(
                            CostItem.CACHE_REFILL,
                            1_000 * NANOSECOND,
                            "estimate: 16 KiB of a thread's data, half of L1, come back from L2, 256 lines at 14 cycles "
                                    + "each (Intel optimization manual), of which some overlap; Li, Ding and Shen, "
                                    + "\"Quantifying the cost of context switch\", ExpCS 2007, find it small as long as the "
                                    + "data fit into L2"),
                    new Cost(
                            CostItem.MIGRATION,
                            4 * MICROSECOND,
                            "estimate: the same 256 lines from the last level cache or another core's, about 70 cycles "
                                    + "each and half of them overlapped, and the two run queues locked; far below the "
                                    + "0.5 ms that Linux takes a thread to be cache hot (sysctl_sched_migration_cost)"),
                    new Cost(
                            CostItem.THREAD_CREATION,
                            10 * MICROSECOND,
                            "estimate: clone of a thread with the stack and its guard page mapped "
                                    + "by pthread_create; ten context switches"),
                    new Cost(
                            CostItem.COPY_START,
                            30 * NANOSECOND,
                            "estimate: set-up of copy_to_user and of an iov_iter, user access "
                                    + "opened and closed (SMAP): about 100 cycles at 3 GHz"),
                    new Cost(
                            CostItem.COPY_PER_KIB,
                            100 * NANOSECOND,
                            "estimate: one core moves about 10 GB/s of data that its caches do "
                                    + "not hold; 1,470 bytes take 0.14 us, within the 1.6 us of a whole UDP "
                                    + "send in Linux commit bec1f6f69736 (\"udp: generate gso with "
                                    + "UDP_SEGMENT\")"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L3,
                            60 * NANOSECOND,
                            "estimate: \"L1-, L2- and L3-bandwidth of E5-2680 v3\" (Intel developer forum, 2015) measures "
                                    + "170, 54 and 32 GiB/s of reading and writing together by one core; a copy "
                                    + "reads and writes each byte: 16 GiB/s"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L2,
                            30 * NANOSECOND,
                            "estimate: as copyPerKibL3: 27 GiB/s at 2.5 GHz, 32 at 3 GHz"),
                    new Cost(
                            CostItem.COPY_PER_KIB_L1,
                            12 * NANOSECOND,
                            "estimate: as copyPerKibL3: 85 GiB/s, which rep movsb comes near to"),
                    new Cost(
                            CostItem.L1_SIZE,
                            48 * KIB,
                            "Intel support article 000027820 on caches of Xeon Scalable processors, fourth generation"
                                    + " (2023): 48 KB of data"),
                    new Cost(CostItem.L2_SIZE, 2 * MIB, "Intel support article 000027820: 2 MB for each core"),
                    new Cost(
                            CostItem.L3_SIZE,
                            30 * MIB,
                            "Intel support article 000027820: 1.875 MB for each core; estimate: 16 of them"),
                    new Cost(
                            CostItem.DEVICE_CACHE_SIZE,
                            4 * MIB,
                            "Farshin et al., \"Reexamining direct cache access to optimize I/O intensive applications for "
                                    + "multi-hundred-gigabit networks\", USENIX ATC 2020: devices write into two ways of "
                                    + "the cache by default; here of 15"),
                    new Cost(
                            CostItem.TCP_RECEIVE,
                            900 * NANOSECOND,
                            "estimate: tcp_v4_rcv to the socket and its acknowledgement, three "
                                    + "quarters of what sending a segment takes"),
                    new Cost(
                            CostItem.TCP_SEND,
                            1_200 * NANOSECOND,
                            "estimate from Linux commit bec1f6f69736 (\"udp: generate gso with "
                                    + "UDP_SEGMENT\"): 739 MB/s of TCP without segmentation offload are "
                                    + "510,000 segments/s on one core, 1.96 us each; less copy, packet "
                                    + "scheduler, driver and completion"),
                    new Cost(
                            CostItem.UDP_SEND,
                            900 * NANOSECOND,
                            "estimate from Linux commit bec1f6f69736 (\"udp: generate gso with "
                                    + "UDP_SEGMENT\"): 624,666 sends/s of 1,470 bytes on one core, 1.6 us "
                                    + "each; less system call, copy, packet scheduler, driver and "
                                    + "completion; mitigations added"),
                    new Cost(
                            CostItem.SCHEDULER_DEQUEUE,
                            150 * NANOSECOND,
                            "estimate: 58 to 68 ns for the locks and the way through a queueing "
                                    + "discipline (Brouer, linux.conf.au 2015), and as much again for an "
                                    + "ordered queue"),
                    new Cost(
                            CostItem.DRIVER_TRANSMIT,
                            120 * NANOSECOND,
                            "estimate: DMA mapping and one descriptor, about 350 cycles; within "
                                    + "the 1.6 us of a whole UDP send in Linux commit bec1f6f69736 (\"udp: "
                                    + "generate gso with UDP_SEGMENT\")"),
                    new Cost(
                            CostItem.DOORBELL,
                            100 * NANOSECOND,
                            "estimate: a store barrier and a posted write to a device register, "
                                    + "about 300 cycles; what skb->xmit_more saves (Linux commit "
                                    + "0b725a2ca61b)"),
                    new Cost(
                            CostItem.TRANSMIT_RECLAIM,
                            80 * NANOSECOND,
                            "estimate: unmapping and freeing one socket buffer in a batch of " + "completions"),
                    new Cost(
                            CostItem.INTERRUPT,
                            600 * NANOSECOND,
                            "estimate: entry and exit with mitigations as two system calls, and "
                                    + "the NAPI poll that it schedules"),
                    new Cost(
                            CostItem.SOFT_INTERRUPT_PACKETS,
                            300,
                            "Linux Documentation/admin-guide/sysctl/net.rst: netdev_budget"),
                    new Cost(
                            CostItem.SOFT_INTERRUPT_TIME,
                            2 * MILLISECOND,
                            "Linux Documentation/admin-guide/sysctl/net.rst: netdev_budget_usecs, two ticks of 1 kHz; "
                                    + "MAX_SOFTIRQ_TIME in kernel/softirq.c is as long"),
                    new Cost(
                            CostItem.IDLE_EXIT,
                            2 * MICROSECOND,
                            "Linux drivers/idle/intel_idle.c: exit_latency of C1 on server processors (skx_cstates)"),
                    new Cost(
                            CostItem.DEEP_IDLE_EXIT,
                            0,
                            "estimate: deeper idle states are off, as servers of low latency set them (the profile "
                                    + "network-latency of tuned); C6 takes 133 us in drivers/idle/intel_idle.c "
                                    + "(skx_cstates)"),
                    new Cost(CostItem.DEEP_IDLE_RESIDENCY, 0, "estimate: none; deeper idle states are off"),
                    new Cost(
                            CostItem.RECEIVE_PACKET,
                            400 * NANOSECOND,
                            "estimate: socket buffer, GRO and ip_rcv of one packet, half of " + "sending one"),
                    new Cost(
                            CostItem.PAGE_LOOKUP,
                            60 * NANOSECOND,
                            "estimate: a walk of three levels of the page cache's XArray "
                                    + "(mm/filemap.c) and a folio reference, about 180 cycles"),
                    new Cost(
                            CostItem.DATAGRAM_BUILD,
                            250 * NANOSECOND,
                            "estimate: a socket buffer's allocation, UDP and IP header, page "
                                    + "fragments; the route and the socket are looked up once a transfer, "
                                    + "not once a packet as in UDP_SEND"),
                    new Cost(
                            CostItem.FILE_OPEN,
                            1_500 * NANOSECOND,
                            "estimate: path walk in the dentry cache (fs/namei.c) and a new file"),
                    new Cost(
                            CostItem.ACCEPT,
                            1_500 * NANOSECOND,
                            "estimate: new file and inode of a socket, as opening a file"),
                    new Cost(
                            CostItem.ADMISSION,
                            2 * MICROSECOND,
                            "estimate: the demand bound over the admitted flows in steps of some " + "nanoseconds"),
                    new Cost(
                            CostItem.EPOLL_CONTROL,
                            250 * NANOSECOND,
                            "estimate: two descriptor look-ups, the mutex of the instance "
                                    + "and an insertion into its red-black tree (fs/eventpoll.c, "
                                    + "ep_insert)"),
                    new Cost(
                            CostItem.EVENT_REPORT,
                            60 * NANOSECOND,
                            "estimate: one call of the poll method and 12 bytes to user "
                                    + "memory (fs/eventpoll.c, ep_send_events): about 180 cycles"),
                    new Cost(
                            CostItem.MESSAGE_HEADER,
                            80 * NANOSECOND,
                            "estimate: 64 bytes of struct mmsghdr and an iovec copied and "
                                    + "checked, the result written back (net/socket.c, "
                                    + "___sys_sendmsg): about 240 cycles"),
                    new Cost(
                            CostItem.SEGMENT,
                            260 * NANOSECOND,
                            "estimate from Linux commit bec1f6f69736 (\"udp: generate gso with "
                                    + "UDP_SEGMENT\"): 36,282 sends/s of 42 segments of 1,470 bytes on "
                                    + "one core without offload, 0.66 us a segment; less copy, driver, "
                                    + "completion and the share of the send"),
                    new Cost(
                            CostItem.PAGE_PIN,
                            100 * NANOSECOND,
                            "estimate: one page in get_user_pages_fast (mm/gup.c) and its "
                                    + "accounting: about 300 cycles; de Bruijn and Dumazet (sendmsg "
                                    + "copy avoidance with MSG_ZEROCOPY, netdev 2.1, 2017) find that "
                                    + "it pays from some 10 KB on"),
                    new Cost(
                            CostItem.ZEROCOPY_NOTICE,
                            200 * NANOSECOND,
                            "estimate: a notice made or merged into the last one, and queued "
                                    + "(net/core/skbuff.c, __msg_zerocopy_callback)"),
                    new Cost(
                            CostItem.SUBMISSION,
                            90 * NANOSECOND,
                            "estimate: one entry of io_uring taken, prepared and completed "
                                    + "(io_uring/io_uring.c, io_submit_sqe): about 270 cycles"),
                    new Cost(
                            CostItem.BLOCK_REQUEST,
                            3 * MICROSECOND,
                            "estimate: allocating 32 pages, bio and request of the block layer, "
                                    + "the NVMe completion's interrupt"),
                    new Cost(
                            CostItem.SPLICE_PAGE,
                            50 * NANOSECOND,
                            "estimate: a pipe buffer or a page fragment filled in and a folio "
                                    + "reference taken (fs/splice.c, splice_folio_into_pipe; "
                                    + "net/core/skbuff.c, skb_splice_from_iter): about 150 cycles"),
                    new Cost(
                            CostItem.MEMORY_MAP,
                            1_500 * NANOSECOND,
                            "estimate: a vm_area_struct and its place in the maple tree, or page "
                                    + "tables torn down and the TLB flushed (mm/mmap.c)"),
                    new Cost(
                            CostItem.PAGE_FAULT,
                            1_000 * NANOSECOND,
                            "estimate: an exception with mitigations as a system call and a half, "
                                    + "and up to 16 cached pages mapped around the one that was touched "
                                    + "(mm/filemap.c, filemap_map_pages) at 40 ns each"),
                    new Cost(
                            CostItem.TIMER_PROGRAM,
                            100 * NANOSECOND,
                            "estimate: an insertion into the red-black tree of "
                                    + "kernel/time/hrtimer.c and a write to the TSC deadline register"),
                    new Cost(
                            CostItem.TIMER_INTERRUPT,
                            800 * NANOSECOND,
                            "estimate: an interrupt's entry and exit, hrtimer_interrupt and the "
                                    + "next deadline programmed"),
                    new Cost(
                            CostItem.TICK_PERIOD,
                            4 * MILLISECOND,
                            "Linux kernel/Kconfig.hz: HZ_250 is the default; ticks stop on idle cores only "
                                    + "(NO_HZ_IDLE in kernel/time/Kconfig)"),
                    new Cost(
                            CostItem.TICK_WORK,
                            700 * NANOSECOND,
                            "estimate: update_process_times and sched_tick (kernel/time/timer.c, "
                                    + "kernel/sched/core.c), about 2,000 cycles"),
                    new Cost(
                            CostItem.KERNEL_TIMER_RESOLUTION,
                            NANOSECOND,
                            "Linux man-pages, time(7): high-resolution timers; clock_getres gives " + "1 ns"),
                    new Cost(
                            CostItem.KERNEL_TIMER_LATENCY,
                            500 * NANOSECOND,
                            "estimate: half a microsecond on a busy core, from the deadline register to the first "
                                    + "instruction; an idle core takes its idle state's exit in addition"),
                    new Cost(
                            CostItem.USER_TIMER_RESOLUTION,
                            NANOSECOND,
                            "Linux man-pages, time(7): sleeps use the high-resolution timers"),
                    new Cost(
                            CostItem.USER_TIMER_SLACK,
                            50 * MICROSECOND,
                            "Linux man-pages, PR_SET_TIMERSLACK(2const): 50 us by default for "
                                    + "threads without real-time policy"),
                    new Cost(
                            CostItem.NIC_FETCH,
                            1_100 * NANOSECOND,
                            "Neugebauer et al., \"Understanding PCIe performance for end host "
                                    + "networking\", SIGCOMM 2018: a small DMA read takes half a microsecond "
                                    + "and more; estimate: two that depend on each other, descriptor and "
                                    + "data"),
                    new Cost(
                            CostItem.INTERRUPT_DELAY,
                            16 * MICROSECOND,
                            "Linux drivers/net/ethernet/mellanox/mlx5/core/en.h: "
                                    + "MLX5E_PARAMS_DEFAULT_RX_CQ_MODERATION_USEC and TX alike; its "
                                    + "adaption to the load is not modelled"),
                    new Cost(
                            CostItem.INTERRUPT_FRAMES,
                            32,
                            "Linux drivers/net/ethernet/mellanox/mlx5/core/en.h: "
                                    + "MLX5E_PARAMS_DEFAULT_RX_CQ_MODERATION_PKTS and TX alike"),
                    new Cost(
                            CostItem.DESCRIPTORS,
                            524_288,
                            "systemd 240, NEWS: the default hard limit of Linux systems is 512 Ki; "
                                    + "servers raise their soft limit to it")));

    private Linux6() {}
}
