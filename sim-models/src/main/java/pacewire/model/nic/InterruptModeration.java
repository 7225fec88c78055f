package pacewire.model.nic;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;

/**
 * When the NIC interrupts: as soon as enough pieces of work are pending (frames received, packets sent), or a while
 * after the first of them, as {@code ethtool -C} sets it ({@code struct ethtool_coalesce} in Linux
 * include/uapi/linux/ethtool.h: {@code rx_max_coalesced_frames}, {@code rx_coalesce_usecs}); one setting serves both
 * directions, as on cards that have one interrupt for a pair of queues. A delay of 0 here means at once, where ethtool
 * leaves the decision to the number of frames alone.
 *
 * <p>After an interrupt the NIC is masked while the kernel polls (NAPI, Linux Documentation/networking/napi.rst). When
 * the kernel unmasks it, work that came meanwhile counts as if it had come at that instant.
 */
final class InterruptModeration {
    private final Simulation simulation;
    private final int queue;
    private final long delayPs;
    private final int frames;
    private final Event timer = new Event() {
        @Override
        protected void fire(long nowPs) {
            raise(nowPs);
        }

        @Override
        public String toString() {
            return "the NIC's interrupt timer";
        }
    };
    private Nic.@Nullable Host host;
    private boolean isMasked;
    private long interrupts;

    InterruptModeration(Simulation simulation, int queue, long delayPs, int frames) {
        this.simulation = simulation;
        this.queue = queue;
        this.delayPs = delayPs;
        this.frames = frames;
    }

    void attach(Nic.Host newHost) {
        host = newHost;
    }

    /** So many pieces of work are pending, perhaps one more than before. */
    void workCame(int pending, long nowPs) {
        if (isMasked || pending == 0) {
            return;
        }
        if (delayPs == 0 || pending >= frames) {
            raise(nowPs);
        } else if (!timer.isScheduled()) {
            simulation.schedule(timer, nowPs + delayPs);
        }
    }

    /** Nothing is pending any more: the next piece of work is a first one again. */
    void workIsDone() {
        simulation.cancel(timer);
    }

    /** The kernel's poll is done, and so many pieces of work are pending. */
    void unmask(int pending, long nowPs) {
        isMasked = false;
        workCame(pending, nowPs);
    }

    long interrupts() {
        return interrupts;
    }

    private void raise(long nowPs) {
        Nic.Host interrupted = host;
        if (interrupted == null) {
            throw new IllegalStateException("the NIC has no host to interrupt");
        }
        simulation.cancel(timer);
        isMasked = true;
        interrupts++;
        interrupted.interrupt(queue, nowPs);
    }
}
