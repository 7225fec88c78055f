package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * A flow as {@link JitterEdfScheduler} keeps it: its packets, and what was promised to it. The objects stay in their slots
 * of {@link FlowTable} and are written anew for each flow, hence the plain fields.
 */
final class ScheduledFlow extends KeyedFlow {
    byte priority;
    /** From eligible to deadline, for a flow with a guarantee. */
    long tolerancePs;
    /** The part of the tolerance that may pass in waiting for others. */
    long wakeUpTolerancePs;

    /** Something was promised to it. */
    private boolean isOpen;
    /** Each packet is at its place in the ideal schedule, within the tolerance; else there is a rate at least, or at most. */
    private boolean isStrict;

    boolean isClosing;
    /** What admission counts for it; null when nothing is guaranteed. */
    @Nullable
    DemandCurve curve;

    /** Its packets, linked here and not in a list of its own: a look at the flow reads one object less. */
    private @Nullable Packet head;

    private @Nullable Packet tail;
    /** Made when the slot is first used by a flow that is not strict; a million strict ones do without. */
    private @Nullable SpareShare share;

    /** Nobody reads these: a store fetches the cache line that it goes into, see {@link #prefetchRest}. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Object lastLine;

    ScheduledFlow(int slot) {
        super(slot);
    }

    @Override
    void reset() {
        priority = (byte) FlowMetrics.BEST_EFFORT.priority();
        tolerancePs = 0;
        wakeUpTolerancePs = 0;
        isOpen = false;
        isStrict = false;
        isClosing = false;
        curve = null;
        if (share != null) {
            share.reset();
        }
    }

    /** @param strict whether each packet is to leave at its place in the ideal schedule, within the tolerance */
    void open(boolean strict, FlowMetrics metrics) {
        isOpen = true;
        isStrict = strict;
        priority = (byte) metrics.priority();
        if (strict) {
            share = null;
        } else {
            share().open(metrics);
        }
    }

    void guarantee(DemandCurve newCurve, long newTolerancePs, long newWakeUpTolerancePs) {
        curve = newCurve;
        tolerancePs = newTolerancePs;
        wakeUpTolerancePs = newWakeUpTolerancePs;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean hasGuarantee() {
        return curve != null;
    }

    boolean sharesSpareCapacity() {
        return !isStrict;
    }

    boolean isStrict() {
        return isStrict;
    }

    /** Where it stands among those who share spare capacity; only for a flow that does. */
    SpareShare share() {
        if (share == null) {
            share = new SpareShare();
        }
        return share;
    }

    /** Fetches what {@link #prefetch} may have missed: the class of the object, which tells of this, is in its first cache line. */
    void prefetchRest() {
        lastLine = null;
    }

    /** The packet that leaves next; null when there is none. */
    @Nullable
    Packet firstIfAny() {
        return head;
    }

    boolean hasPackets() {
        return head != null;
    }

    /** The packet that leaves next; only when there is one. */
    Packet first() {
        if (head == null) {
            throw new IllegalStateException("flow " + number + " has no packet");
        }
        return head;
    }

    /** Appends a packet; whether it is the first now. */
    boolean add(Packet packet) {
        packet.next = null;
        Packet last = tail;
        tail = packet;
        if (last == null) {
            head = packet;
            return true;
        }
        last.next = packet;
        return false;
    }

    /** Takes the packet that leaves next; only when there is one. */
    Packet removeFirst() {
        Packet first = first();
        head = first.next;
        first.next = null;
        if (head == null) {
            tail = null;
        }
        return first;
    }

    /** A sum of an instant and a tolerance that stays within time. */
    static long later(long instantPs, long durationPs) {
        return instantPs > SimTime.NEVER - durationPs ? SimTime.NEVER : instantPs + durationPs;
    }
}
