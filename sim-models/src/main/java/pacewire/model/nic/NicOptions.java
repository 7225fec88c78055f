package pacewire.model.nic;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;

/**
 * What a network interface card and its driver can do beside sending and receiving, as they are set.
 *
 * @param queues pairs of transmit and receive queues, each with its own interrupt, at least 1
 * @param byteQueueLimits how the driver keeps the transmit rings short
 * @param launch launch times; null when the NIC takes no notice of them
 * @param interrupts when it interrupts, beside what the machine's profile says
 * @param isDoorbellShared whether the packets that the driver posts one after the other share a doorbell
 * @param isSegmenting whether it makes the datagrams of a send with UDP_SEGMENT (tx-udp-segmentation of ethtool), so that they
 *     take the driver's time once; each still takes a descriptor here
 * @param isSegmentingTcp whether it makes the segments of a TCP super-packet (tcp-segmentation-offload of ethtool, on by default
 *     in Linux wherever the NIC can), as with {@code isSegmenting}
 */
public record NicOptions(
        int queues,
        ByteQueueLimits byteQueueLimits,
        @Nullable Launch launch,
        Interrupts interrupts,
        boolean isDoorbellShared,
        boolean isSegmenting,
        boolean isSegmentingTcp) {
    /** Nothing more. */
    public static final NicOptions PLAIN =
            new NicOptions(1, ByteQueueLimits.FIXED, null, Interrupts.AS_THE_MACHINE, true, false, true);

    public NicOptions {
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues + " is less than 1");
        }
    }

    /** The same with so many queues. */
    public NicOptions withQueues(int count) {
        return new NicOptions(
                count, byteQueueLimits, launch, interrupts, isDoorbellShared, isSegmenting, isSegmentingTcp);
    }

    /** The same with launch times. */
    public NicOptions withLaunch(@Nullable Launch newLaunch) {
        return new NicOptions(
                queues, byteQueueLimits, newLaunch, interrupts, isDoorbellShared, isSegmenting, isSegmentingTcp);
    }

    /** The same with another way to keep the rings short. */
    public NicOptions withByteQueueLimits(ByteQueueLimits way) {
        return new NicOptions(queues, way, launch, interrupts, isDoorbellShared, isSegmenting, isSegmentingTcp);
    }

    /** The same with other interrupts. */
    public NicOptions withInterrupts(Interrupts newInterrupts) {
        return new NicOptions(
                queues, byteQueueLimits, launch, newInterrupts, isDoorbellShared, isSegmenting, isSegmentingTcp);
    }

    /** The same with a doorbell for each packet. */
    public NicOptions withDoorbellForEach() {
        return new NicOptions(queues, byteQueueLimits, launch, interrupts, false, isSegmenting, isSegmentingTcp);
    }

    /** The same with segmentation of datagrams in the NIC. */
    public NicOptions withSegmentation() {
        return new NicOptions(queues, byteQueueLimits, launch, interrupts, isDoorbellShared, true, isSegmentingTcp);
    }

    /** The same with TCP segmentation left to the kernel: {@code ethtool -K eth0 tso off}. */
    public NicOptions withoutTcpSegmentation() {
        return new NicOptions(queues, byteQueueLimits, launch, interrupts, isDoorbellShared, isSegmenting, false);
    }

    boolean isAdaptive() {
        return interrupts.isAdaptive();
    }

    boolean isByDirection() {
        return interrupts.receive() != null || interrupts.transmit() != null;
    }

    /**
     * Launch times: a packet that names its departure is held until that instant.
     *
     * @param resolutionPs their grid, at least 1
     */
    public record Launch(long resolutionPs) {
        /**
         * The grid of the Intel I210: the field of the descriptor counts steps of 32 ns (Linux
         * drivers/net/ethernet/intel/igb/igb_main.c, {@code igb_tx_ctxtdesc}, which rounds down, and so lets packets leave up
         * to 31 ns early; here the NIC rounds up). The I225 counts nanoseconds (igc_main.c, {@code igc_tx_launchtime}).
         */
        public static final long I210_RESOLUTION_PS = 32 * SimTime.NANOSECOND;

        public Launch {
            if (resolutionPs < 1) {
                throw new IllegalArgumentException(
                        "resolution of launch times: " + resolutionPs + " ps is less than 1");
            }
        }
    }

    /**
     * When the NIC interrupts.
     *
     * @param receive for frames received; null: as the machine's profile says
     * @param transmit for packets sent; null: as the machine's profile says
     * @param isAdaptive whether it adapts to the load instead
     */
    public record Interrupts(
            @Nullable Coalescing receive, @Nullable Coalescing transmit, boolean isAdaptive) {
        /** Both directions together, as the machine's profile says. */
        public static final Interrupts AS_THE_MACHINE = new Interrupts(null, null, false);

        /** Adapting to the load. */
        public static final Interrupts ADAPTIVE = new Interrupts(null, null, true);

        public Interrupts {
            if (isAdaptive && (receive != null || transmit != null)) {
                throw new IllegalArgumentException("interrupts that adapt cannot be set as well");
            }
        }
    }
}
