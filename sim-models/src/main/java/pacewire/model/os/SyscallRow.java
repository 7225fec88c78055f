package pacewire.model.os;

import java.util.Arrays;
import java.util.List;

/**
 * A row of the system call table.
 *
 * @param number as on Linux x86-64 ({@code arch/x86/entry/syscalls/syscall_64.tbl})
 * @param name the call's name
 * @param handler what it does
 * @param summary what it does, in a clause for people
 * @param errors all that it can fail with
 */
record SyscallRow(int number, String name, SyscallHandler handler, String summary, List<Errno> errors) {
    /** A row of a call that never fails, and of which nothing is said yet. */
    SyscallRow(int number, String name, SyscallHandler handler) {
        this(number, name, handler, "", List.of());
    }

    /** The same, with what the call does. */
    SyscallRow that(String does) {
        return new SyscallRow(number, name, handler, does, errors);
    }

    /** The same, with all that the call can fail with, which are kept in the order of their numbers. */
    SyscallRow failsWith(Errno... failures) {
        Errno[] sorted = failures.clone();
        Arrays.sort(sorted);
        return new SyscallRow(number, name, handler, summary, List.of(sorted));
    }
}
