package pacewire.model.topology;

import pacewire.core.units.DataRate;
import pacewire.model.nic.NicOptions;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.Program;
import pacewire.model.os.SyscallTracer;
import pacewire.model.os.TransmitSettings;
import pacewire.model.os.machine.MachineProfile;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.StorageSettings;

/**
 * What a server is built of.
 *
 * @param cores CPU cores, at least 1
 * @param isPacingIsolated whether the last of at least two cores is there for the packet scheduler alone
 * @param transmit what stands before the NIC
 * @param transmitRing descriptors of the NIC's transmit ring
 * @param application the main thread's program
 */
public record ServerSettings(
        MachineProfile profile,
        int cores,
        boolean isPacingIsolated,
        StorageSettings storage,
        DataRate nicRate,
        int transmitRing,
        NicOptions nicOptions,
        TransmitSettings transmit,
        Program application,
        FileSystem files,
        SyscallTracer tracer,
        CpuTracer cpuTracer) {}
