package pacewire.model.os;

import pacewire.model.packet.DelayPart;

/** {@code clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, until)}: sleeps; returns at once when the instant is past. Errors: EINVAL (an instant below 0). */
public final class ClockNanosleepCall implements SyscallHandler {
    static final SyscallRow ROW = new SyscallRow(230, "clock_nanosleep", new ClockNanosleepCall())
            .that("sleeps until an instant")
            .failsWith(Errno.EINVAL);

    private static final int ENTER = 0;
    private static final int SLEEP = 1;

    private ClockNanosleepCall() {}

    /** Sleeps until an instant, in picoseconds. */
    public static Step sleepUntil(Syscalls os, long instantPs) {
        SyscallCall made = os.make(ROW);
        made.number = instantPs;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        if (call.number < 0) {
            return SyscallResult.failed(Errno.EINVAL);
        }
        if (call.phase == ENTER && call.number <= nowPs) {
            return SyscallResult.done(0);
        }
        if (call.phase == ENTER) {
            return call.charge(DelayPart.SYSCALL, kernel.profile().timerProgramPs());
        }
        if (call.phase == SLEEP) {
            call.phase++;
            kernel.armSleep(call.thread(), call.wakeUp(kernel), Math.max(call.number, nowPs), nowPs);
            return SyscallResult.blocked(DelayPart.TIMER);
        }
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return "CLOCK_MONOTONIC, TIMER_ABSTIME, " + StraceText.timespec(call.number) + ", NULL";
    }
}
