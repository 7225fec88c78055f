package pacewire.model.fault;

import java.util.List;

import pacewire.core.units.SimTime;

/**
 * The disk answers nothing for a while, as flash disks do that clear blocks and spinning ones that try a bad sector again.
 * Reads that it works on come later by as much, and none begins. At most as long as Linux waits for a command before it
 * gives it up: 30 s ({@code io_timeout} of {@code drivers/nvme/host/core.c}, {@code SD_TIMEOUT} of {@code drivers/scsi/sd.h}).
 */
final class DiskStall {
    static final FaultSpec SPEC = new FaultSpec(
            "diskStall",
            "The disk answers nothing for a while.",
            FaultSpec.Target.SERVER,
            List.of(FaultSpec.howLong(30 * SimTime.SECOND)),
            parameters -> {
                long lengthPs = parameters.value("for");
                return (site, nowPs) -> site.disk().stall(lengthPs);
            });

    private DiskStall() {}
}
