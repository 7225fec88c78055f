package pacewire.model.os;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;

/**
 * {@code epoll_wait(epoll, events, maxevents, timeout)}: waits until a descriptor of the interest list is ready, or for some
 * milliseconds at most; returns how many events it reports. Errors: EBADF, EINVAL (no epoll instance).
 *
 * <p>An application that waits here for many clients sends each of them datagrams of another time: from its first wait on,
 * what its thread spends its time in is kept in a {@link DelayHistory}. The wait itself counts as TIMER: what was due
 * meanwhile waited for the timer that was to end it.
 */
public final class EpollWaitCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(232, "epoll_wait", new EpollWaitCall())
            .that("waits for events of the descriptors that an epoll instance watches")
            .failsWith(Errno.EBADF, Errno.EINVAL);

    /** Timeout of a wait that ends with an event only. */
    public static final int FOREVER = -1;

    private static final int ENTER = 0;
    private static final int ARM = 1;
    private static final int ASLEEP = 2;
    private static final int REPORT = 3;

    private EpollWaitCall() {}

    /**
     * Waits for events.
     *
     * @param timeoutMs longest wait in milliseconds; 0: none; {@link #FOREVER}
     */
    public static Step await(Syscalls os, int epoll, EpollEvents events, int timeoutMs) {
        SyscallCall made = os.make(ROW, epoll);
        made.object = events;
        made.number = timeoutMs;
        events.clear();
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof EpollInstance epoll)) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        return switch (call.phase) {
            case ENTER -> enter(call, kernel, epoll, nowPs);
            case ARM -> {
                kernel.armTimeout(call.thread(), call.wakeUp(kernel), call.number * SimTime.MILLISECOND, nowPs);
                yield collect(call, kernel, epoll, nowPs);
            }
            case ASLEEP -> {
                epoll.leave(call.thread());
                yield collect(call, kernel, epoll, nowPs);
            }
            default -> SyscallResult.done(call.object(EpollEvents.class).count());
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + call.object + ", "
                + call.object(EpollEvents.class).capacity() + ", " + call.number;
    }

    private static SyscallResult enter(SyscallCall call, Kernel kernel, EpollInstance epoll, long nowPs) {
        call.thread().servesMany(nowPs);
        if (call.number > 0 && !epoll.hasReady()) {
            return call.charge(DelayPart.SYSCALL, kernel.profile().timerProgramPs());
        }
        return collect(call, kernel, epoll, nowPs);
    }

    private static SyscallResult collect(SyscallCall call, Kernel kernel, EpollInstance epoll, long nowPs) {
        EpollEvents events = call.object(EpollEvents.class);
        epoll.collect(events);
        if (events.count() == 0 && mayWait(call, kernel)) {
            epoll.await(call.thread());
            call.phase = ASLEEP;
            return SyscallResult.blocked(DelayPart.TIMER);
        }
        if (call.number > 0) {
            kernel.cancelTimer(call.wakeUp(kernel), nowPs);
        }
        call.phase = REPORT - 1; // the charge moves on by one
        return call.charge(DelayPart.SYSCALL, events.count() * kernel.profile().eventReportPs());
    }

    /** Whether the time is not over yet: its timer still runs. */
    private static boolean mayWait(SyscallCall call, Kernel kernel) {
        return call.number == FOREVER || (call.number > 0 && call.wakeUp(kernel).isArmed());
    }
}
