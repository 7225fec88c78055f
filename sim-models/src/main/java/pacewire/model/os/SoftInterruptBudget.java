package pacewire.model.os;

import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/**
 * How long soft interrupts may go on ahead of threads. As in Linux they run in passes: a pass ends with its packets or its time
 * ({@code net_rx_action} in {@code net/core/dev.c}: {@code netdev_budget}, {@code netdev_budget_usecs}). What is left then goes
 * into another pass, unless a thread is to get the core, or there were too many passes, or it has taken too long altogether
 * ({@code handle_softirqs} in {@code kernel/softirq.c}). Not as in Linux: sending and receiving share a pass and take turns
 * packet by packet, where Linux sends up to 64 packets first and then receives; so a timed packet does not wait behind 300
 * received ones.
 */
final class SoftInterruptBudget {
    /** Linux {@code kernel/softirq.c}: MAX_SOFTIRQ_RESTART. */
    static final int MOST_PASSES = 10;

    /** Linux {@code kernel/softirq.c}: MAX_SOFTIRQ_TIME. */
    static final long LONGEST_PS = 2 * SimTime.MILLISECOND;

    private final int packetsPerPass;
    private final long passPs;
    private int packetsLeft;
    private int passesLeft;
    private long passEndPs;
    private long endPs;

    SoftInterruptBudget(MachineProfile profile) {
        packetsPerPass = profile.softInterruptPackets();
        passPs = profile.softInterruptPs();
    }

    /** Soft interrupts begin. */
    void begin(long nowPs) {
        endPs = nowPs + LONGEST_PS;
        passesLeft = MOST_PASSES;
        beginPass(nowPs);
    }

    private void beginPass(long nowPs) {
        packetsLeft = packetsPerPass;
        passEndPs = nowPs + passPs;
    }

    void use(int packets) {
        packetsLeft -= packets;
    }

    /**
     * Whether another slice may follow; begins the next pass when one is over and another may follow.
     *
     * @param isThreadDue whether a thread is to get the core
     */
    boolean goesOn(boolean isThreadDue, long nowPs) {
        if (packetsLeft > 0 && nowPs < passEndPs) {
            return true;
        }
        passesLeft--;
        if (passesLeft == 0 || isThreadDue || nowPs >= endPs) {
            return false;
        }
        beginPass(nowPs);
        return true;
    }
}
