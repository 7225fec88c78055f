package pacewire.model.os;

import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;

/**
 * {@code poll(descriptors, count, timeout)}: waits until one of some descriptors is ready, or for some milliseconds at most;
 * returns how many are. A descriptor that is not open is ready with POLLNVAL. Errors: EINVAL (more than a process can have).
 *
 * <p>A wait for room to write, or for an error queue alone, counts as SOCKET_BUFFER: what is due meanwhile waits for that.
 */
public final class PollCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(7, "poll", new PollCall())
            .that("waits until one of some descriptors is ready")
            .failsWith(Errno.EINVAL);

    /** Timeout of a wait that ends with an event only. */
    public static final int FOREVER = -1;

    private static final int ENTER = 0;
    private static final int ARM = 1;
    private static final int ASLEEP = 2;
    private static final int REPORT = 3;

    private PollCall() {}

    /**
     * Waits for events.
     *
     * @param timeoutMs longest wait in milliseconds; 0: none; {@link #FOREVER}
     */
    public static Step await(Syscalls os, PollSet descriptors, int timeoutMs) {
        SyscallCall made = os.make(ROW);
        made.object = descriptors;
        made.number = timeoutMs;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        PollSet descriptors = call.object(PollSet.class);
        if (descriptors.size() > kernel.profile().descriptors()) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        return switch (call.phase) {
            case ENTER -> enter(call, kernel, descriptors);
            case ARM -> {
                kernel.armTimeout(call.thread(), call.wakeUp(kernel), call.number * SimTime.MILLISECOND, nowPs);
                yield ask(call, kernel, descriptors, nowPs);
            }
            case ASLEEP -> {
                descriptors.leave(call);
                yield ask(call, kernel, descriptors, nowPs);
            }
            default -> SyscallResult.done(descriptors.ask(call.thread().process()));
        };
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.object + ", " + call.object(PollSet.class).size() + ", " + call.number;
    }

    private static SyscallResult enter(SyscallCall call, Kernel kernel, PollSet descriptors) {
        if (call.number > 0 && descriptors.ask(call.thread().process()) == 0) {
            return call.charge(DelayPart.SYSCALL, kernel.profile().timerProgramPs());
        }
        return ask(call, kernel, descriptors, kernel.now());
    }

    private static SyscallResult ask(SyscallCall call, Kernel kernel, PollSet descriptors, long nowPs) {
        int ready = descriptors.ask(call.thread().process());
        boolean mayWait = call.number == FOREVER
                || (call.number > 0 && call.wakeUp(kernel).isArmed());
        if (ready == 0 && mayWait) {
            descriptors.watch(call, kernel);
            call.phase = ASLEEP;
            return SyscallResult.blocked(descriptors.asksForInput() ? DelayPart.PROPAGATION : DelayPart.SOCKET_BUFFER);
        }
        if (call.number > 0) {
            kernel.cancelTimer(call.wakeUp(kernel), nowPs);
        }
        call.phase = REPORT - 1; // the charge moves on by one
        return call.charge(
                DelayPart.SYSCALL, descriptors.size() * kernel.profile().eventReportPs());
    }
}
