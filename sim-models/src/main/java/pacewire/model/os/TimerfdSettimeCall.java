package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/**
 * {@code timerfd_settime(timer, flags, value, NULL)}: sets a timer, once or periodic, or stops it. The timer expires without
 * slack ({@code timerfd_setup} in Linux {@code fs/timerfd.c} starts it without a range). Errors: EBADF, EINVAL (no timer, or a time below 0).
 */
public final class TimerfdSettimeCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(286, "timerfd_settime", new TimerfdSettimeCall())
            .that("sets a timer, once or periodic, or stops it")
            .failsWith(Errno.EBADF, Errno.EINVAL);

    /** {@code TFD_TIMER_ABSTIME}. */
    private static final int ABSOLUTE = 1;

    private TimerfdSettimeCall() {}

    /** Sets a timer to an instant in picoseconds, which may be past: then it expires at once. */
    public static Step setAbsolute(Syscalls os, int timer, long instantPs) {
        return set(os, timer, ABSOLUTE, instantPs, 0);
    }

    /**
     * Sets a timer that expires again and again.
     *
     * @param firstPs the first instant, in picoseconds
     * @param intervalPs from one to the next, at least 1
     */
    public static Step setPeriodic(Syscalls os, int timer, long firstPs, long intervalPs) {
        return set(os, timer, ABSOLUTE, firstPs, intervalPs);
    }

    /** Sets a timer that expires once, after a time in picoseconds from now on; 0 stops it. */
    public static Step setRelative(Syscalls os, int timer, long afterPs) {
        return set(os, timer, 0, afterPs, 0);
    }

    private static Step set(Syscalls os, int timer, int flags, long valuePs, long intervalPs) {
        SyscallCall made = os.make(ROW, timer);
        made.flags = flags;
        made.number = valuePs;
        made.thirdNumber = intervalPs;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        Descriptor descriptor = call.thread().process().descriptor(call.descriptor);
        if (descriptor == null) {
            return SyscallResult.failed(Errno.EBADF);
        }
        if (!(descriptor instanceof TimerDescriptor timer)) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (call.number < 0 || call.thirdNumber < 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (call.number == 0) {
            timer.disarm(nowPs);
        } else {
            long duePs = call.flags == ABSOLUTE ? call.number : nowPs + call.number;
            timer.set(call.thread(), duePs, call.thirdNumber, nowPs);
        }
        return SyscallResult.done(0);
    }

    @Override
    public long baseCostPs(MachineProfile profile) {
        return profile.timerProgramPs();
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.descriptor + ", " + (call.flags == TimerfdSettimeCall.ABSOLUTE ? "TFD_TIMER_ABSTIME" : "0")
                + ", {it_interval=" + StraceText.timespec(call.thirdNumber) + ", it_value="
                + StraceText.timespec(call.number) + "}, NULL";
    }
}
