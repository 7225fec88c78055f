package pacewire.model.os;

/**
 * Watches what the cores do; nothing that it does changes the run. A core is told to run one thread or to idle, and meanwhile
 * interrupts may begin and end on it: a soft one between hard ones, and a hard one within a soft one.
 */
public interface CpuTracer {
    /** Sees nothing. */
    CpuTracer NONE = new CpuTracer() {};

    /**
     * A core runs a thread from now on: the switch to it begins. Told again for the same thread only after another one, or
     * idling. The thread of the soft interrupts, {@code ksoftirqd}, is one of them.
     */
    default void running(int core, OsThread thread, long nowPs) {}

    /** A core has nothing to do from now on, until a thread or an interrupt. */
    default void idle(int core, long nowPs) {}

    /** A hard interrupt begins; {@code name} is the same object for the same kind of interrupt. */
    default void hardInterruptBegins(int core, String name, long nowPs) {}

    /** The hard interrupt ends. */
    default void hardInterruptEnds(int core, long nowPs) {}

    /**
     * Soft interrupts begin.
     *
     * @param isInThread whether {@code ksoftirqd} runs them, which is then what the core runs
     */
    default void softInterruptsBegin(int core, boolean isInThread, long nowPs) {}

    /** The soft interrupts end: all are done, or what is left was handed to {@code ksoftirqd}. */
    default void softInterruptsEnd(int core, long nowPs) {}

    /** A thread is ready to run: woken, or new. */
    default void ready(int core, OsThread thread, long nowPs) {}
}
