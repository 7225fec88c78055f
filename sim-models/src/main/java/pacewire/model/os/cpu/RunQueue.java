package pacewire.model.os.cpu;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.machine.MachineProfile;

/**
 * The run queue of one core: real-time threads first, within their bandwidth, then the others in the machine's way. It knows the
 * current thread and those that wait; whoever owns the core says how long the current one ran, and asks who is next.
 *
 * @param <T> the threads
 */
public final class RunQueue<T extends Schedulable> {
    /** More cores do not lengthen the slice (Linux {@code get_update_sysctl_factor}). */
    private static final int MOST_CORES_THAT_COUNT = 8;

    private final ThreadQueue<T> shared;
    private final RealTimeQueue<T> realTime = new RealTimeQueue<>();
    private final RealTimeBandwidth bandwidth = new RealTimeBandwidth();

    /**
     * An empty run queue.
     *
     * @param cores of the machine
     */
    public RunQueue(MachineProfile profile, int cores) {
        shared = switch (profile.threads()) {
            case FAIR -> new FairQueue<>(profile.timeSlicePs() * sliceFactor(cores));
            case COMPLETELY_FAIR -> new CompletelyFairQueue<>(profile.timeSlicePs() * sliceFactor(cores));
            case ROUND_ROBIN -> new RoundRobinQueue<>(profile.timeSlicePs());
        };
    }

    /** 1 + log2 of the cores, 8 at most (Linux SCHED_TUNABLESCALING_LOG in {@code kernel/sched/fair.c}). */
    static int sliceFactor(int cores) {
        return 32 - Integer.numberOfLeadingZeros(Math.min(cores, MOST_CORES_THAT_COUNT));
    }

    /** Takes a thread that has become ready, or that comes from another core's queue. */
    public void enqueue(T thread) {
        queueOf(thread).enqueue(thread);
    }

    /** Chooses who runs next: it is the current thread from here on. Null when nobody may run. */
    public @Nullable T pick(long nowPs) {
        boolean mayBeRealTime = realTime.size() > 0 && !bandwidth.isUsedUp(nowPs);
        return mayBeRealTime ? realTime.pick() : shared.pick();
    }

    /** The current thread does not run on now, and waits. */
    public void putBack(T current) {
        queueOf(current).putBack(current);
    }

    /** The current thread waits for something else than the core, or ends. */
    public void leave(T current) {
        queueOf(current).leave(current);
    }

    /** A waiting thread goes to another core. */
    public void remove(T waiting) {
        queueOf(waiting).remove(waiting);
    }

    /** The current thread ran for some time up to now. Returns whether another one is to be chosen. */
    public boolean ran(T current, long ps, long nowPs) {
        boolean isSliceOver = queueOf(current).ran(current, ps);
        if (current.policy().isRealTime()) {
            bandwidth.ran(ps, nowPs);
            isSliceOver |= bandwidth.isUsedUp(nowPs);
        }
        return isSliceOver;
    }

    /** How long the current thread may run until another one is to be chosen, as things stand. */
    public long allowancePs(T current, long nowPs) {
        long slicePs = queueOf(current).allowancePs(current);
        return current.policy().isRealTime() ? Math.min(slicePs, bandwidth.leftPs(nowPs)) : slicePs;
    }

    /** Whether a thread that has just been enqueued is to run at once instead of the current one. */
    public boolean preempts(T woken, T current, long nowPs) {
        boolean isRealTime = woken.policy().isRealTime();
        if (isRealTime != current.policy().isRealTime()) {
            return isRealTime && !bandwidth.isUsedUp(nowPs);
        }
        return queueOf(woken).preempts(woken, current);
    }

    /** How many threads wait. */
    public int waiting() {
        return shared.size() + realTime.size();
    }

    /** Whether real-time threads wait for the next period, which begins at {@link #nextPeriodPs}. */
    public boolean isThrottled(long nowPs) {
        return realTime.size() > 0 && bandwidth.isUsedUp(nowPs);
    }

    /** When real-time threads may run again that have used up their part of a second. */
    public long nextPeriodPs(long nowPs) {
        return RealTimeBandwidth.nextPeriodPs(nowPs);
    }

    /** A waiting thread that may go to another core, real-time ones first; null when there is none. */
    public @Nullable T find(Predicate<T> mayGo) {
        T urgent = realTime.find(mayGo);
        return urgent == null ? shared.find(mayGo) : urgent;
    }

    private ThreadQueue<T> queueOf(T thread) {
        return thread.policy().isRealTime() ? realTime : shared;
    }
}
