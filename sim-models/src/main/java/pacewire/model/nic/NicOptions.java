package pacewire.model.nic;

import pacewire.core.units.SimTime;

/**
 * What a network interface card can do beside sending and receiving, as it is switched on.
 *
 * @param queues pairs of transmit and receive queues, each with its own interrupt, at least 1
 * @param hasLaunchTime whether it holds a packet that names its departure until that instant
 * @param launchResolutionPs grid of the launch times, at least 1
 * @param byteQueueLimits how its driver keeps the transmit rings short
 */
public record NicOptions(int queues, boolean hasLaunchTime, long launchResolutionPs, ByteQueueLimits byteQueueLimits) {
    /**
     * Grid of the launch times of the Intel I210: the field of the descriptor counts steps of 32 ns (Linux
     * drivers/net/ethernet/intel/igb/igb_main.c, {@code igb_tx_ctxtdesc}, which rounds down, and so lets packets leave up to
     * 31 ns early; here the NIC rounds up). The I225 counts nanoseconds (igc_main.c, {@code igc_tx_launchtime}).
     */
    public static final long I210_LAUNCH_RESOLUTION_PS = 32 * SimTime.NANOSECOND;

    /** Nothing more. */
    public static final NicOptions PLAIN = new NicOptions(1, false, I210_LAUNCH_RESOLUTION_PS, ByteQueueLimits.FIXED);

    public NicOptions {
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues + " is less than 1");
        }
        if (launchResolutionPs < 1) {
            throw new IllegalArgumentException(
                    "resolution of launch times: " + launchResolutionPs + " ps is less than 1");
        }
    }
}
