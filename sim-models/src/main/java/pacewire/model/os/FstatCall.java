package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/** {@code fstat(descriptor, buffer)}: what a descriptor stands for, and how long a file is. Errors: EBADF. */
public final class FstatCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(5, "fstat", new FstatCall())
            .that("tells what a descriptor stands for, and how long a file is")
            .failsWith(Errno.EBADF);

    private FstatCall() {}

    /** Asks what a descriptor stands for. */
    public static Step stat(Syscalls os, int descriptor, FileStatus status) {
        SyscallCall made = os.make(ROW, descriptor);
        made.object = status;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        call.object(FileStatus.class).set(descriptor, kernel);
        return SyscallResult.done(0);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.pageLookupPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.object(FileStatus.class);
    }
}
