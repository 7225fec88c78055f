package pacewire.model.os;

/** What one system call does. A handler keeps no state of its own: what it needs between visits stands in the call. */
@FunctionalInterface
interface SyscallHandler {
    /**
     * Goes on with a call, from {@link SyscallCall#phase}: at its entry, after the CPU time it charged has passed, or after
     * the thread was woken.
     */
    SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs);
}
