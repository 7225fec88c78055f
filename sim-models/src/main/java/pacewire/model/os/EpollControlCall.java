package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/**
 * {@code epoll_ctl(epoll, operation, descriptor, event)}: changes the interest list. Errors, in the order of Linux {@code
 * do_epoll_ctl}: EBADF (either is not open), EPERM (a regular file: it is always ready), EINVAL (the first is no epoll instance;
 * here also when the second is one: there is no nesting), EEXIST, ENOENT.
 */
public final class EpollControlCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(233, "epoll_ctl", new EpollControlCall())
            .that("adds a descriptor to an epoll instance, changes what it is watched for, or takes it out")
            .failsWith(Errno.EPERM, Errno.ENOENT, Errno.EBADF, Errno.EEXIST, Errno.EINVAL);

    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    private EpollControlCall() {}

    /** Takes a descriptor into the interest list. */
    public static Step add(Syscalls os, int epoll, int descriptor, EpollEvents.Interest interest) {
        return control(os, epoll, ADD, descriptor, interest);
    }

    /** Changes what is asked for of a descriptor. */
    public static Step modify(Syscalls os, int epoll, int descriptor, EpollEvents.Interest interest) {
        return control(os, epoll, MODIFY, descriptor, interest);
    }

    /** Takes a descriptor out of the interest list. */
    public static Step delete(Syscalls os, int epoll, int descriptor) {
        SyscallCall made = os.make(ROW, epoll);
        made.number = DELETE;
        made.secondNumber = descriptor;
        return made;
    }

    private static Step control(Syscalls os, int epoll, int operation, int descriptor, EpollEvents.Interest interest) {
        SyscallCall made = os.make(ROW, epoll);
        made.number = operation;
        made.secondNumber = descriptor;
        made.object = interest;
        return made;
    }

    private static String operation(SyscallCall call) {
        return switch ((int) call.number) {
            case ADD -> "EPOLL_CTL_ADD";
            case DELETE -> "EPOLL_CTL_DEL";
            default -> "EPOLL_CTL_MOD";
        };
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsProcess process = call.thread().process();
        Descriptor first = process.descriptor(call.descriptor);
        Descriptor watched = process.descriptor(call.secondNumber);
        if (first == null || watched == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (watched instanceof OpenFile) {
            return SyscallResult.failed(Errno.EPERM);
        }
        Watchers watchers = watched.watchers();
        if (!(first instanceof EpollInstance epoll) || watchers == null) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        boolean isNew = call.number == ADD;
        if (epoll.contains(call.secondNumber) == isNew) {
            return SyscallResult.failed(isNew ? Errno.EEXIST : Errno.ENOENT);
        }
        if (isNew) {
            EpollEvents.Interest interest = call.object(EpollEvents.Interest.class);
            epoll.add(call.secondNumber, watched, watchers, interest, nowPs);
        } else if (call.number == MODIFY) {
            epoll.modify(call.secondNumber, call.object(EpollEvents.Interest.class), nowPs);
        } else {
            epoll.delete(call.secondNumber);
        }
        return SyscallResult.done(0);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.epollControlPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + operation(call) + ", " + call.secondNumber + ", "
                + (call.object == null ? "NULL" : call.object);
    }
}
