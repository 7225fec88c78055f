package pacewire.model.os.cpu;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The threads of one class on one core: those that wait, and the current one while it is of this class. Passive: it is told
 * how long the current one ran.
 *
 * @param <T> the threads
 */
interface ThreadQueue<T extends Schedulable> {
    /** Takes a thread that has become ready, or came from another core. */
    void enqueue(T thread);

    /** Chooses the next thread to run; it waits no longer, and is the current one. Null when none waits. */
    @Nullable
    T pick();

    /** The current thread does not run on now, and waits with the others. */
    void putBack(T current);

    /** The current thread waits for something, or ends, or goes to another core: it leaves the queue. */
    void leave(T current);

    /** A waiting thread goes to another core. */
    void remove(T waiting);

    /** The current thread ran for some time. Returns whether another one is to be chosen, since its slice is over. */
    boolean ran(T current, long ps);

    /** How long the current thread may run from now on until another one is to be chosen; {@link Long#MAX_VALUE}: for good. */
    long allowancePs(T current);

    /** Whether a thread that has just been enqueued is to run instead of the current one. */
    boolean preempts(T woken, T current);

    /** How many wait. */
    int size();

    /** A waiting thread that may go; null when there is none. */
    @Nullable
    T find(Predicate<T> mayGo);
}
