package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/**
 * What {@code timerfd_create} makes: a timer that is read (Linux {@code fs/timerfd.c}). A periodic one that nobody reads raises no
 * more interrupts: what has expired meanwhile is counted when it is read, and the timer is set anew.
 */
final class TimerDescriptor extends KernelTimer implements Descriptor {
    private final Kernel kernel;
    private final WaitQueue readers = new WaitQueue();
    private final Watchers watchers = new Watchers();
    private boolean isNonBlocking;
    /** Expirations since it was read or set. */
    private long expirations;
    /** 0: once only. */
    private long intervalPs;
    /** When the present or latest period ends. */
    private long duePs;

    TimerDescriptor(Kernel kernel, boolean isNonBlocking) {
        this.kernel = kernel;
        this.isNonBlocking = isNonBlocking;
    }

    /** Sets it anew, from the core of a thread. */
    void set(OsThread thread, long newDuePs, long newIntervalPs, long nowPs) {
        expirations = 0;
        intervalPs = newIntervalPs;
        duePs = newDuePs;
        kernel.armTimer(thread, this, Math.max(newDuePs, nowPs), nowPs);
    }

    /** Stops it; what has expired is forgotten. */
    void disarm(long nowPs) {
        expirations = 0;
        kernel.cancelTimer(this, nowPs);
    }

    @Override
    void expired(TimerBase base, long nowPs) {
        expirations++;
        readers.wakeAll(kernel, nowPs);
        watchers.ready(PollEvents.IN, nowPs);
    }

    boolean hasExpired() {
        return expirations > 0;
    }

    /** Takes the number of expirations, at least 1; a periodic timer runs on. */
    long take(OsThread thread, long nowPs) {
        long taken = expirations;
        expirations = 0;
        if (intervalPs > 0) {
            long missed = Math.max(0, (nowPs - duePs) / intervalPs);
            taken += missed;
            duePs += (missed + 1) * intervalPs;
            kernel.armTimer(thread, this, duePs, nowPs);
        }
        return taken;
    }

    void await(OsThread thread) {
        readers.add(thread);
    }

    @Override
    public int readyEvents() {
        return hasExpired() ? PollEvents.IN : 0;
    }

    @Override
    public @Nullable Watchers watchers() {
        return watchers;
    }

    @Override
    public boolean isNonBlocking() {
        return isNonBlocking;
    }

    @Override
    public void setNonBlocking(boolean newValue) {
        isNonBlocking = newValue;
    }

    @Override
    public void close(Kernel owner, long nowPs) {
        kernel.cancelTimer(this, nowPs);
        readers.wakeAll(kernel, nowPs);
    }
}
