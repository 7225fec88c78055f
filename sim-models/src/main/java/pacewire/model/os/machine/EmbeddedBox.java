package pacewire.model.os.machine;

import static pacewire.core.units.DataSize.KIB;
import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/** The machine profile {@code embedded-a53}: a small in-order processor with slow memory, and Linux 5.10. */
final class EmbeddedBox {
    static final MachineProfile PROFILE = new MachineVariant(
                    Linux6.PROFILE,
                    600,
                    "a third of the clock, and half of the instructions in a cycle of an in-order core")
            .with(
                    CostItem.COPY_PER_KIB,
                    1_120 * NANOSECOND,
                    "Texas Instruments, \"Processor SDK Linux for AM64X\" 08.00, Linux performance guide: lmbench"
                            + " bw_mem-bcopy-8mb 914 MB/s on two Cortex-A53 at 1 GHz")
            .with(
                    CostItem.COPY_PER_KIB_L3,
                    400 * NANOSECOND,
                    "estimate: 2.5 GB/s within the cache that both cores share: 16 bytes in a cycle at best, and the"
                            + " latency of an in-order core, whose prefetcher does not hide all of it")
            .with(
                    CostItem.COPY_PER_KIB_L2,
                    400 * NANOSECOND,
                    "estimate: as copyPerKibL3; the core has no second cache of its own")
            .with(
                    CostItem.COPY_PER_KIB_L1,
                    160 * NANOSECOND,
                    "estimate: a load and a store of eight bytes each in a cycle at 1 GHz, and a quarter more")
            .with(CostItem.L1_SIZE, 32 * KIB, "estimate: the Cortex-A53 is built with 8 to 64 KB of data for each core")
            .with(
                    CostItem.L2_SIZE,
                    0,
                    "Arm Cortex-A53 Technical Reference Manual (DDI 0500), 2.1.7: the cores share the second cache")
            .with(
                    CostItem.L3_SIZE,
                    256 * KIB,
                    "estimate: 256 KB for both cores, of the 128 KB to 2 MB that the Cortex-A53 is built with (DDI 0500, 2.1.7)")
            .with(CostItem.DEVICE_CACHE_SIZE, 0, "estimate: none; devices write into memory")
            .with(
                    CostItem.SYSCALL,
                    400 * NANOSECOND,
                    "estimate: 400 cycles; the Cortex-A53 does not speculate far and needs none of the mitigations")
            .with(
                    CostItem.DOORBELL,
                    200 * NANOSECOND,
                    "estimate: a write to a register of a device on the chip, with its barrier")
            .with(
                    CostItem.NIC_FETCH,
                    2 * MICROSECOND,
                    "estimate: descriptor and data through the chip's own interconnect, from slow memory")
            .with(CostItem.IDLE_EXIT, 2 * MICROSECOND, "estimate: the instruction wfi stops the clock and no more")
            .with(
                    CostItem.INTERRUPT_DELAY,
                    0,
                    "Linux drivers/net/ethernet/ti/am65-cpsw-ethtool.c: no coalescing unless it is asked for")
            .with(
                    CostItem.INTERRUPT_FRAMES,
                    1,
                    "Linux drivers/net/ethernet/ti/am65-cpsw-nuss.c: the completion of one packet interrupts")
            .with(
                    CostItem.DESCRIPTORS,
                    4096,
                    "Linux include/uapi/linux/fs.h: INR_OPEN_MAX, the hard limit that small systems leave as it is")
            .named("embedded-a53", "An embedded box: two Cortex-A53 at 1 GHz, Linux 5.10", 2021);

    private EmbeddedBox() {}
}
