package pacewire.model.os;

import org.jspecify.annotations.Nullable;

/** What a file descriptor can stand for. */
sealed interface Descriptor permits EpollInstance, IoUring, OpenFile, Pipe.End, Socket, TimerDescriptor {
    /** The last descriptor of it was closed. */
    void close(Kernel kernel, long nowPs);

    /** What it is ready for at present, as bits of {@link PollEvents}; a regular file always is. */
    default int readyEvents() {
        return PollEvents.IN | PollEvents.OUT;
    }

    /** Who is told when it becomes ready; null when nobody can be, as of a regular file. */
    default @Nullable Watchers watchers() {
        return null;
    }

    /** Whether calls that would wait for it return EAGAIN instead. */
    default boolean isNonBlocking() {
        return false;
    }

    /** Sets O_NONBLOCK; of no effect where nothing waits. */
    default void setNonBlocking(boolean isNonBlocking) {}
}
