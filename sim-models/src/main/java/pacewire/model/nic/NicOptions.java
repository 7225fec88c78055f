package pacewire.model.nic;

import pacewire.core.units.SimTime;

/**
 * What a network interface card can do beside sending and receiving, as it is switched on.
 *
 * @param hasLaunchTime whether it holds a packet that names its departure until that instant
 * @param launchResolutionPs grid of the launch times, at least 1
 */
public record NicOptions(boolean hasLaunchTime, long launchResolutionPs) {
    /**
     * Grid of the launch times of the Intel I210: the field of the descriptor counts steps of 32 ns (Linux
     * drivers/net/ethernet/intel/igb/igb_main.c, {@code igb_tx_ctxtdesc}, which rounds down, and so lets packets leave up to
     * 31 ns early; here the NIC rounds up). The I225 counts nanoseconds (igc_main.c, {@code igc_tx_launchtime}).
     */
    public static final long I210_LAUNCH_RESOLUTION_PS = 32 * SimTime.NANOSECOND;

    /** Nothing more. */
    public static final NicOptions PLAIN = new NicOptions(false, I210_LAUNCH_RESOLUTION_PS);

    public NicOptions {
        if (launchResolutionPs < 1) {
            throw new IllegalArgumentException(
                    "resolution of launch times: " + launchResolutionPs + " ps is less than 1");
        }
    }
}
