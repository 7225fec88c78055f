package pacewire.model.os.machine;

import static pacewire.core.units.DataSize.MIB;
import static pacewire.core.units.SimTime.MICROSECOND;
import static pacewire.core.units.SimTime.NANOSECOND;

/**
 * The machine profile {@code cloud-vm}: what leaves the guest is dear. Arming a timer, ringing the NIC's doorbell and taking an
 * interrupt are exits to the hypervisor; a virtual CPU that has idled for long must be woken by the host's scheduler.
 */
final class CloudVm {
    static final MachineProfile PROFILE = new MachineVariant(
                    Linux6.PROFILE, 110, "nested page tables make misses of the TLB dearer, by about a tenth")
            .with(
                    CostItem.TIMER_PROGRAM,
                    1_100 * NANOSECOND,
                    "estimate: a write to the TSC deadline register leaves the guest: some 3,200 cycles for arming and"
                            + " expiry in the test tscdeadline_latency of kvm-unit-tests (Linux commit ce7a058a2117)")
            .with(
                    CostItem.TIMER_INTERRUPT,
                    1_800 * NANOSECOND,
                    "estimate: an exit when the timer expires and the interrupt's injection, on top of linux-6 (Linux"
                            + " commit ce7a058a2117)")
            .with(
                    CostItem.INTERRUPT,
                    1_500 * NANOSECOND,
                    "estimate: an exit and the injection, on top of linux-6; posted interrupts would save them")
            .with(
                    CostItem.DOORBELL,
                    1_500 * NANOSECOND,
                    "estimate: a write to a virtio notification register leaves the guest and wakes the host's thread"
                            + " (Linux drivers/virtio/virtio_ring.c, virtqueue_notify)")
            .with(
                    CostItem.L3_SIZE,
                    6 * MIB,
                    "estimate: what its neighbours leave of the host's: the share of three of linux-6's 16 cores")
            .with(CostItem.DEVICE_CACHE_SIZE, MIB, "estimate: the same share of what the host's devices write into")
            .with(
                    CostItem.NIC_FETCH,
                    12 * MICROSECOND,
                    "estimate: the host's vhost thread wakes, copies the descriptor and passes the frame through the"
                            + " host's own stack to the card")
            .with(
                    CostItem.IDLE_EXIT,
                    5 * MICROSECOND,
                    "estimate: the host still polls for the halted virtual CPU (KVM halt polling), and enters the guest"
                            + " again")
            .with(
                    CostItem.DEEP_IDLE_EXIT,
                    50 * MICROSECOND,
                    "estimate: the host's scheduler wakes the virtual CPU's thread, whose core has left C1E or C6 first")
            .with(
                    CostItem.DEEP_IDLE_RESIDENCY,
                    200 * MICROSECOND,
                    "Linux arch/x86/include/asm/kvm_host.h: KVM_HALT_POLL_NS_DEFAULT, 200 us; after that the host gives the"
                            + " core away")
            .with(
                    CostItem.INTERRUPT_DELAY,
                    0,
                    "Linux drivers/net/virtio_net.c: no coalescing unless the device offers VIRTIO_NET_F_NOTF_COAL")
            .with(CostItem.INTERRUPT_FRAMES, 1, "Linux drivers/net/virtio_net.c: an interrupt as soon as there is work")
            .with(
                    CostItem.DESCRIPTORS,
                    1_048_576,
                    "Linux fs/file.c: sysctl_nr_open, to which cloud images raise the hard limit")
            .named("cloud-vm", "A small virtual machine in a cloud: KVM, virtio, Linux 6", 2024);

    private CloudVm() {}
}
