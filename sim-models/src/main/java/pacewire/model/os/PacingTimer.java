package pacewire.model.os;

import pacewire.model.os.machine.MachineProfile;

/**
 * The timer that wakes the sender when the next packet becomes eligible; the kernel's own timers have no slack. It stands on one
 * core.
 */
final class PacingTimer extends KernelTimer {
    /** Looks for packets that may leave. */
    interface Sender {
        void kick(Core core, long nowPs);
    }

    private final MachineProfile profile;
    private final Core core;
    private final Sender sender;

    PacingTimer(MachineProfile profile, Core core, Sender sender) {
        this.profile = profile;
        this.core = core;
        this.sender = sender;
    }

    @Override
    void expired(TimerBase base, long nowPs) {
        sender.kick(base.core(), nowPs);
    }

    /** Wakes the sender at an instant, and no more at the one that was set before. */
    void set(long readyPs, long nowPs) {
        long expiryPs = profile.kernelTimerExpiryPs(readyPs);
        if (!isArmed() || hardPs != expiryPs) {
            core.timers().arm(this, expiryPs, expiryPs, nowPs);
        }
    }

    /** Wakes the sender at once, unless it is about to be woken. */
    void setForNow(long nowPs) {
        if (!isArmed() || hardPs > nowPs) {
            core.timers().arm(this, nowPs, nowPs, nowPs);
        }
    }

    void cancel(long nowPs) {
        core.timers().cancel(this, nowPs);
    }
}
