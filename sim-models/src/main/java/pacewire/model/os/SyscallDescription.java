package pacewire.model.os;

import java.util.List;

/**
 * What there is to say of a system call.
 *
 * @param number as on Linux x86-64; 600 for {@code transmit}, which Linux does not have
 * @param summary what it does, in a clause
 * @param errors all that it can fail with
 */
public record SyscallDescription(int number, String name, String summary, List<Errno> errors) {}
