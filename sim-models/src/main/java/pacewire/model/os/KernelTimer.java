package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/**
 * A timer of the kernel: may expire from its soft instant on, and must at its hard one (Linux {@code hrtimer} ranges, {@code
 * include/linux/hrtimer.h}). It stands in at most one core's {@link TimerBase}.
 */
abstract class KernelTimer {
    static final int NOT_ARMED = -1;

    int heapIndex = NOT_ARMED;
    /** Where it was armed last; null before. */
    @Nullable
    TimerBase base;

    long softPs;
    long hardPs;
    long order;

    /** What happens; runs at the end of the timer interrupt's work for this timer. */
    abstract void expired(TimerBase base, long nowPs);

    final boolean isArmed() {
        return heapIndex != NOT_ARMED;
    }
}
