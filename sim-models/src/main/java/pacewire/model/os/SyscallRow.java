package pacewire.model.os;

import java.util.function.Function;
import java.util.function.ToLongFunction;

import pacewire.model.os.machine.MachineProfile;

/**
 * A row of the system call table.
 *
 * @param number as on Linux x86-64 ({@code arch/x86/entry/syscalls/syscall_64.tbl})
 * @param name the call's name
 * @param baseCost CPU time beyond entry and exit that every call takes, on a machine
 * @param handler what it does
 * @param arguments its arguments as strace prints them
 */
record SyscallRow(
        int number,
        String name,
        ToLongFunction<MachineProfile> baseCost,
        SyscallHandler handler,
        Function<SyscallCall, String> arguments) {
    /** The base cost of a call that takes no more than entry and exit, and what its handler charges. */
    static long noMore(MachineProfile profile) {
        return 0;
    }
}
