package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/**
 * {@code mmap(NULL, length, PROT_READ, MAP_SHARED, file, 0)}: puts a file into the address space; its pages are mapped when they
 * are touched. Errors: EBADF, EINVAL (no length), ENODEV (not a file).
 */
public final class MmapCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(9, "mmap", new MmapCall())
            .that("puts a file into the address space")
            .failsWith(Errno.EBADF, Errno.ENODEV, Errno.EINVAL);

    private MmapCall() {}

    /** Maps the first bytes of a file; returns their address. */
    public static Step map(Syscalls os, int descriptor, long length) {
        SyscallCall made = os.make(ROW, descriptor);
        made.number = length;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Descriptor descriptor = process.descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof OpenFile file)) {
            return SyscallResult.failed(Errno.ENODEV);
        }
        if (call.number <= 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        return SyscallResult.done(process.map(file.file, call.number));
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.memoryMapPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return "NULL, " + call.number + ", PROT_READ, MAP_SHARED, " + call.descriptor + ", 0";
    }
}
