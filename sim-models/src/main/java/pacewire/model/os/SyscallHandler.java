package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/** What one system call does. A handler keeps no state of its own: what it needs between visits stands in the call. */
interface SyscallHandler {
    /**
     * Goes on with a call, from {@link SyscallCall#phase}: at its entry, after the CPU time it charged has passed, or after
     * the thread was woken.
     */
    SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs);

    /** CPU time beyond entry and exit that every such call takes, in picoseconds, whatever its handler charges. */
    default long baseCostPs(MachineProfile profile) {
        return 0;
    }

    /** The arguments of a call as strace prints them. */
    String arguments(SyscallCall call);
}
