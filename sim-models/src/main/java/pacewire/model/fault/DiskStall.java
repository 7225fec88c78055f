package pacewire.model.fault;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/**
 * The disk answers nothing for a while, as flash disks do that clear blocks and spinning ones that try a bad sector again.
 * Reads that it works on come later by as much, and none begins. At most as long as Linux waits for a command before it
 * gives it up: 30 s ({@code io_timeout} of {@code drivers/nvme/host/core.c}, {@code SD_TIMEOUT} of {@code drivers/scsi/sd.h}).
 */
final class DiskStall implements Fault {
    static final FaultSpec SPEC = new FaultSpec(
            "diskStall",
            "The disk answers nothing for a while.",
            FaultSpec.Target.SERVER,
            List.of(ParameterSpec.quantity("for", Quantity.TIME, "1 s", 1, 30 * SimTime.SECOND, "how long")),
            parameters -> new DiskStall(parameters.value("for")));

    private final long lengthPs;

    private DiskStall(long lengthPs) {
        this.lengthPs = lengthPs;
    }

    @Override
    public void strike(FaultSite site, long nowPs) {
        site.disk().stall(lengthPs);
    }
}
