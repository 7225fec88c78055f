package pacewire.model.transport;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;

/** A timer of a connection. */
final class TcpTimer extends Event {
    private final Simulation simulation;
    private final Expiry expiry;

    /** What happens when the timer runs out. */
    @FunctionalInterface
    interface Expiry {
        void expired(long nowPs);
    }

    TcpTimer(Simulation simulation, Expiry expiry) {
        this.simulation = simulation;
        this.expiry = expiry;
    }

    boolean isRunning() {
        return isScheduled();
    }

    /** Starts the timer, or starts it again. */
    void start(long expiresPs) {
        simulation.reschedule(this, expiresPs);
    }

    void stop() {
        simulation.cancel(this);
    }

    @Override
    protected void fire(long nowPs) {
        expiry.expired(nowPs);
    }
}
