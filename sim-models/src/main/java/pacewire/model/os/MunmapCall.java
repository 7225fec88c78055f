package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/** {@code munmap(address, length)} of a whole mapping. Errors: EINVAL (nothing begins there, or not of that length). */
public final class MunmapCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(11, "munmap", new MunmapCall())
            .that("takes a mapping away")
            .failsWith(Errno.EINVAL);

    private MunmapCall() {}

    /** Takes a mapping out of the address space. */
    public static Step unmap(Syscalls os, long address, long length) {
        SyscallCall made = os.make(ROW);
        made.number = address;
        made.thirdNumber = length;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        boolean isUnmapped = call.thread().process().unmap(call.number, call.thirdNumber);
        return isUnmapped ? SyscallResult.done(0) : SyscallResult.failed(Errno.EINVAL);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.memoryMapPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return "0x" + Long.toHexString(call.number) + ", " + call.thirdNumber;
    }
}
