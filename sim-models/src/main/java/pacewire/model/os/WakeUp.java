package pacewire.model.os;

import pacewire.model.os.storage.PageWaiter;

/** Wakes one thread: as a timer of a sleep, or when the pages that it waits for have come. */
final class WakeUp extends KernelTimer implements PageWaiter {
    private final OsThread thread;
    private final Kernel kernel;

    WakeUp(OsThread thread, Kernel kernel) {
        this.thread = thread;
        this.kernel = kernel;
    }

    @Override
    void expired(TimerBase base, long nowPs) {
        kernel.wake(thread, nowPs);
    }

    @Override
    public void pagesArrived(long nowPs) {
        kernel.wake(thread, nowPs);
    }
}
