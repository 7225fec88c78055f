package pacewire.model.nic;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;

/**
 * When a queue's interrupt comes: as soon as enough pieces of work are pending (frames received, packets sent), or a while
 * after the first of them, as {@code ethtool -C} sets it ({@code struct ethtool_coalesce} in Linux
 * include/uapi/linux/ethtool.h: {@code rx_max_coalesced_frames}, {@code rx_coalesce_usecs}, and {@code tx_} alike). Unless a
 * setting for a direction is given, one serves both directions together, as on cards that have one interrupt for a pair of
 * queues. A delay of 0 here means at once, where ethtool leaves the decision to the number of frames alone.
 *
 * <p>After an interrupt the queue is masked while the kernel polls (NAPI, Linux Documentation/networking/napi.rst). When
 * the kernel unmasks it, work that came meanwhile counts as if it had come at that instant.
 */
final class InterruptModeration {
    private final Simulation simulation;
    private final int queue;
    private final Cause receive;
    /** The same as {@link #receive} when both directions are counted together. */
    private final Cause transmit;

    private Nic.@Nullable Host host;
    private boolean isMasked;
    private long interrupts;

    InterruptModeration(Simulation simulation, int queue, NicSettings settings) {
        this.simulation = simulation;
        this.queue = queue;
        NicOptions options = settings.options();
        if (options.isAdaptive()) {
            receive = new Cause(new AdaptiveModeration(AdaptiveModeration.RECEIVE));
            transmit = new Cause(new AdaptiveModeration(AdaptiveModeration.TRANSMIT));
        } else {
            receive = new Cause(settings.receiveCoalescing());
            transmit = options.isByDirection() ? new Cause(settings.transmitCoalescing()) : receive;
        }
    }

    void attach(Nic.Host newHost) {
        host = newHost;
    }

    /** A frame is in memory; so many are now, and so many completions. */
    void frameCame(int frames, int completions, long nowPs) {
        receive.workCame(receive == transmit ? frames + completions : frames, nowPs);
    }

    /** A packet was sent; so many completions are pending, and so many frames. */
    void packetSent(int frames, int completions, long nowPs) {
        transmit.workCame(receive == transmit ? frames + completions : completions, nowPs);
    }

    /** Work was taken, and so much is left: where nothing is, the next piece is a first one again. */
    void workTaken(int frames, int completions) {
        if (frames == 0 && (completions == 0 || receive != transmit)) {
            receive.stop();
        }
        if (completions == 0 && (frames == 0 || receive != transmit)) {
            transmit.stop();
        }
    }

    /** The kernel's poll is done, and so many pieces of work are pending. */
    void unmask(int frames, int completions, long nowPs) {
        isMasked = false;
        frameCame(frames, completions, nowPs);
        if (receive != transmit) {
            packetSent(frames, completions, nowPs);
        }
    }

    /** The counters after a poll, for moderation that adapts. */
    void adapt(NicQueue counters, long nowPs) {
        receive.adapt(counters.framesReceived(), counters.bytesReceived(), nowPs);
        transmit.adapt(counters.framesSent(), counters.bytesSent(), nowPs);
    }

    long interrupts() {
        return interrupts;
    }

    /** What holds for the transmit direction now. */
    Coalescing transmitSetting() {
        return transmit.setting;
    }

    /** What holds for the receive direction now. */
    Coalescing receiveSetting() {
        return receive.setting;
    }

    private void raise(long nowPs) {
        Nic.Host interrupted = host;
        if (interrupted == null) {
            throw new IllegalStateException("the NIC has no host to interrupt");
        }
        receive.stop();
        transmit.stop();
        isMasked = true;
        interrupts++;
        interrupted.interrupt(queue, nowPs);
    }

    /** Work of one direction, or of both. */
    private final class Cause {
        private final @Nullable AdaptiveModeration adaptive;
        private Coalescing setting;
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

        private Cause(Coalescing setting) {
            this.setting = setting;
            adaptive = null;
        }

        private Cause(AdaptiveModeration adaptive) {
            this.adaptive = adaptive;
            setting = adaptive.setting();
        }

        private void workCame(int pending, long nowPs) {
            if (isMasked || pending == 0) {
                return;
            }
            if (setting.delayPs() == 0 || pending >= setting.frames()) {
                raise(nowPs);
            } else if (!timer.isScheduled()) {
                simulation.schedule(timer, nowPs + setting.delayPs());
            }
        }

        private void stop() {
            simulation.cancel(timer);
        }

        private void adapt(long packets, long bytes, long nowPs) {
            if (adaptive != null && adaptive.polled(interrupts, packets, bytes, nowPs)) {
                setting = adaptive.setting();
            }
        }
    }
}
