package pacewire.model.os;

import pacewire.model.nic.ByteQueueLimits;
import pacewire.model.nic.Coalescing;
import pacewire.model.nic.NicSettings;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.sched.SchedulerEnvironment;

/**
 * How many bytes the kernel keeps in a transmit ring (Linux byte queue limits): what is in the ring can no longer be
 * overtaken, so it should hold no more than keeps the line busy until the next interrupt has brought more. Bytes are those on
 * the wire, where Linux counts those of the socket buffers: what matters is how long they take.
 */
interface ByteLimit {
    /** Whether another packet may be posted. */
    boolean hasRoom();

    /** A packet was posted. */
    void posted(long wireBytes);

    /** A packet's completion is being reaped. */
    void completed(long wireBytes);

    /** All completions that had come are reaped. */
    default void reaped(long nowPs) {}

    /** The limit of one queue, as the NIC is set. */
    static ByteLimit of(NicSettings nic, MachineProfile profile, boolean isPacingIsolated) {
        return switch (nic.options().byteQueueLimits()) {
            case FIXED -> new FixedByteLimit(fixedBytes(profile, nic) + remoteBytes(profile, nic, isPacingIsolated));
            case DYNAMIC -> new DynamicByteLimit();
            case OFF -> new FixedByteLimit(Long.MAX_VALUE);
        };
    }

    /**
     * The limit that follows from the interrupt moderation: what the line sends until descriptors are reaped and filled
     * again, and two packets. Linux finds it by trial.
     */
    static long fixedBytes(MachineProfile profile, NicSettings nic) {
        Coalescing interrupts = nic.transmitCoalescing();
        long untilRefillPs = interrupts.delayPs()
                + profile.interruptPs()
                + interrupts.frames() * profile.transmitReclaimPs()
                + profile.doorbellPs()
                + profile.schedulerDequeuePs()
                + profile.driverTransmitPs()
                + profile.nicFetchPs();
        return nic.rate().bytesInPs(untilRefillPs) + 2 * SchedulerEnvironment.STANDARD_WIRE_BYTES;
    }

    /** What the line sends until the core that sends has been told, where another one reaps. */
    private static long remoteBytes(MachineProfile profile, NicSettings nic, boolean isPacingIsolated) {
        return isPacingIsolated
                ? nic.rate()
                        .bytesInPs(profile.kernelTimerLatencyPs()
                                + profile.longestIdleExitPs()
                                + profile.timerInterruptPs())
                : 0;
    }

    /**
     * Longest time that a packet waits in a ring behind others: of one packet, when the line takes each sooner than the kernel posts
     * the next; the limit and the packet that may overshoot it, or the ring's
     * descriptors when no limit is known beforehand; of every queue, as they take turns for the line.
     */
    static long longestDelayPs(NicSettings nic, MachineProfile profile, boolean isPacingIsolated) {
        long packetPs = nic.rate().psForBytesUp(SchedulerEnvironment.STANDARD_WIRE_BYTES);
        if (!nic.options().isSegmenting() && packetPs <= profile.schedulerDequeuePs() + profile.driverTransmitPs()) {
            return packetPs;
        }
        long bytes = nic.options().byteQueueLimits() == ByteQueueLimits.FIXED
                ? fixedBytes(profile, nic)
                        + remoteBytes(profile, nic, isPacingIsolated)
                        + SchedulerEnvironment.STANDARD_WIRE_BYTES
                : nic.transmitRing() * (long) SchedulerEnvironment.STANDARD_WIRE_BYTES;
        return nic.rate().psForBytesUp(nic.options().queues() * bytes);
    }
}
