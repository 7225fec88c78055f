package pacewire.model.os;

import pacewire.core.units.SimTime;

/**
 * {@code prctl(PR_SET_TIMERSLACK, ns)} and {@code prctl(PR_GET_TIMERSLACK)}: how much later than due the calling thread's sleeps
 * and waits may end. 0 sets what is usual on the machine again; a thread that is made begins with the slack of its maker (Linux
 * man-pages, PR_SET_TIMERSLACK(2const)).
 */
public final class PrctlCall implements SyscallHandler {
    static final SyscallRow ROW =
            new SyscallRow(157, "prctl", new PrctlCall()).that("sets the thread's timer slack, or asks for it");

    /** Linux include/uapi/linux/prctl.h. */
    private static final int SET_TIMER_SLACK = 29;

    private static final int GET_TIMER_SLACK = 30;

    private PrctlCall() {}

    /** Sets the thread's timer slack, in picoseconds, counted in whole nanoseconds; 0: as usual on the machine. */
    public static Step setTimerSlack(Syscalls os, long slackPs) {
        SyscallCall made = os.make(ROW);
        made.flags = SET_TIMER_SLACK;
        made.number = slackPs;
        return made;
    }

    /** Asks for the thread's timer slack; the result is in nanoseconds. */
    public static Step timerSlack(Syscalls os) {
        SyscallCall made = os.make(ROW);
        made.flags = GET_TIMER_SLACK;
        return made;
    }

    @Override
    public SyscallResult handle(SyscallCall call, Kernel kernel, long nowPs) {
        OsThread thread = call.thread();
        if (call.flags == GET_TIMER_SLACK) {
            return SyscallResult.done(kernel.timerSlackPs(thread) / SimTime.NANOSECOND);
        }
        long slackPs = call.number - call.number % SimTime.NANOSECOND;
        if (slackPs > 0) {
            thread.setTimerSlack(slackPs);
        } else {
            thread.useUsualTimerSlack();
        }
        return SyscallResult.done(0);
    }

    @Override
    public String arguments(SyscallCall call) {
        return call.flags == PrctlCall.SET_TIMER_SLACK
                ? "PR_SET_TIMERSLACK, " + call.number / SimTime.NANOSECOND
                : "PR_GET_TIMERSLACK";
    }
}
