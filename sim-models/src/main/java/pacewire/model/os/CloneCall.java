package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/** {@code clone(CLONE_VM | CLONE_THREAD …)}: starts a thread in the same process. Returns its number. */
public final class CloneCall implements SyscallHandler {
    static final SyscallRow ROW =
            new SyscallRow(56, "clone", new CloneCall()).that("starts a thread in the same process");

    private CloneCall() {}

    /** Starts a thread that runs a program. */
    public static Step startThread(Syscalls os, Program program) {
        SyscallCall made = os.make(ROW);
        made.object = program;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsThread thread = kernel.startThread(call.thread().process(), call.object(Program.class), nowPs);
        thread.inheritTimerSlack(call.thread());
        return SyscallResult.done(thread.id());
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.threadCreationPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return "flags=CLONE_VM|CLONE_FILES|CLONE_THREAD";
    }
}
