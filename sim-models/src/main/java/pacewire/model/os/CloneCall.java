package pacewire.model.os;

/** {@code clone(CLONE_VM | CLONE_THREAD …)}: starts a thread in the same process. Returns its number. */
final class CloneCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsThread thread = kernel.startThread(call.thread().process(), call.object(Program.class), nowPs);
        return SyscallResult.done(thread.id());
    }
}
