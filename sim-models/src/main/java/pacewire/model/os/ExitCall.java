package pacewire.model.os;

/** {@code exit(status)}: ends the calling thread. */
final class ExitCall implements SyscallHandler {
    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        call.thread().exit();
        return SyscallResult.done(0);
    }
}
