package pacewire.model.os.machine;

import static pacewire.core.units.DataSize.KIB;
import static pacewire.core.units.DataSize.MIB;
import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/**
 * The machine profile {@code linux-3-2012}: before the mitigations of 2018, so that system calls and interrupts are cheap, and as
 * it was delivered, idle states of the processor included, so that its wake-ups are slow.
 */
final class Linux3 {
    static final MachineProfile PROFILE = new MachineVariant(
                    Linux6.PROFILE, 120, "Sandy Bridge at 2.6 GHz against 3 GHz and a newer core")
            .sharing(ThreadScheduling.COMPLETELY_FAIR)
            .with(
                    CostItem.SYSCALL,
                    70 * NANOSECOND,
                    "estimate: 42 ns without mitigations on a processor of 2014 (Brouer, \"Network stack challenges at"
                            + " increasing speeds\", linux.conf.au 2015), and an older core")
            .with(
                    CostItem.INTERRUPT,
                    500 * NANOSECOND,
                    "estimate: less than linux-6, whose entries carry mitigations; the NAPI poll that it schedules")
            .with(
                    CostItem.TIME_SLICE,
                    750 * MICROSECOND,
                    "Linux 3.2 kernel/sched_fair.c: sysctl_sched_min_granularity, 0.75 ms * (1 + log2 of the CPUs, 8 at"
                            + " most)")
            .with(
                    CostItem.COPY_PER_KIB,
                    170 * NANOSECOND,
                    "estimate: one core copies about 6 GB/s of data that its caches do not hold, from DDR3-1600")
            .with(CostItem.COPY_PER_KIB_L3, 75 * NANOSECOND, "estimate: linux-6 by the clock")
            .with(
                    CostItem.COPY_PER_KIB_L2,
                    45 * NANOSECOND,
                    "estimate: 32 bytes between the first and the second cache in a cycle, half of a newer core's")
            .with(
                    CostItem.COPY_PER_KIB_L1,
                    24 * NANOSECOND,
                    "estimate: loads and stores of 16 bytes, half of a newer core's")
            .with(
                    CostItem.L1_SIZE,
                    32 * KIB,
                    "\"Intel Xeon E5-2600 Serie im Test\", tecchannel.de, 2012: 32 KB of data for each core")
            .with(
                    CostItem.L2_SIZE,
                    256 * KIB,
                    "\"Intel Xeon E5-2600 Serie im Test\", tecchannel.de, 2012: 256 KB for each core")
            .with(
                    CostItem.L3_SIZE,
                    20 * MIB,
                    "\"Intel Xeon E5-2600 Serie im Test\", tecchannel.de, 2012: 20 MB where there are eight cores")
            .with(
                    CostItem.DEVICE_CACHE_SIZE,
                    2 * MIB,
                    "Intel, \"Intel Data Direct I/O technology: a primer\", 2012: a tenth of the last-level cache")
            .with(
                    CostItem.IDLE_EXIT,
                    10 * MICROSECOND,
                    "Linux drivers/idle/intel_idle.c: exit_latency of C1E, snb_cstates")
            .with(
                    CostItem.DEEP_IDLE_EXIT,
                    104 * MICROSECOND,
                    "Linux drivers/idle/intel_idle.c: exit_latency of C6, snb_cstates")
            .with(
                    CostItem.DEEP_IDLE_RESIDENCY,
                    345 * MICROSECOND,
                    "Linux drivers/idle/intel_idle.c: target_residency of C6, snb_cstates")
            .with(
                    CostItem.INTERRUPT_DELAY,
                    50 * MICROSECOND,
                    "Linux 3.2 drivers/net/ethernet/intel/ixgbe/ixgbe_main.c: queues with both directions begin at 20,000"
                            + " interrupts/s (IXGBE_20K_ITR); its adaption to the load is not modelled")
            .with(
                    CostItem.DESCRIPTORS,
                    4096,
                    "Linux include/linux/fs.h: INR_OPEN_MAX, the hard limit of a process's descriptors before systemd 240")
            .named("linux-3-2012", "An x86-64 server of 2012 with Linux 3, as it was delivered", 2012);

    private Linux3() {}
}
