package pacewire.model.os;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import pacewire.model.os.machine.MachineProfile;

/**
 * A row of the system call table.
 *
 * @param number as on Linux x86-64 ({@code arch/x86/entry/syscalls/syscall_64.tbl})
 * @param name the call's name
 * @param baseCost CPU time beyond entry and exit that every call takes, on a machine
 * @param handler what it does
 * @param arguments its arguments as strace prints them
 * @param summary what it does, in a clause for people
 * @param errors all that it can fail with
 */
record SyscallRow(
        int number,
        String name,
        ToLongFunction<MachineProfile> baseCost,
        SyscallHandler handler,
        Function<SyscallCall, String> arguments,
        String summary,
        List<Errno> errors) {
    /** A row of a call that never fails, and of which nothing is said yet. */
    SyscallRow(
            int number,
            String name,
            ToLongFunction<MachineProfile> baseCost,
            SyscallHandler handler,
            Function<SyscallCall, String> arguments) {
        this(number, name, baseCost, handler, arguments, "", List.of());
    }

    /** The same, with what the call does. */
    SyscallRow that(String does) {
        return new SyscallRow(number, name, baseCost, handler, arguments, does, errors);
    }

    /** The same, with all that the call can fail with, which are kept in the order of their numbers. */
    SyscallRow failsWith(Errno... failures) {
        return new SyscallRow(
                number,
                name,
                baseCost,
                handler,
                arguments,
                summary,
                Stream.of(failures).sorted().toList());
    }

    /** The base cost of a call that takes no more than entry and exit, and what its handler charges. */
    static long noMore(MachineProfile profile) {
        return 0;
    }
}
