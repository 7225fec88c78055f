package pacewire.model.os;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.model.os.machine.MachineProfile;

/**
 * The periodic tick of one core: while the core is not idle, an interrupt that does accounting and looks after the timer
 * wheel (Linux {@code tick_nohz_handler} in kernel/time/tick-sched.c with CONFIG_NO_HZ_IDLE). It comes on the points of one
 * grid; a core that goes idle stops it, and one that wakes up waits for the next point.
 */
final class Tick extends InterruptWork {
    private final Simulation simulation;
    private final Core ticking;
    private final long periodPs;
    private final long costPs;
    private final Event next = new Event() {
        @Override
        protected void fire(long nowPs) {
            interrupt(nowPs);
        }

        @Override
        public String toString() {
            return "the tick of core " + ticking.number();
        }
    };

    private long interrupts;

    Tick(Simulation simulation, Core core, MachineProfile profile) {
        this.simulation = simulation;
        ticking = core;
        periodPs = profile.tickPeriodPs();
        costPs = profile.tickPs();
    }

    /** The core is needed: its tick goes on. A tick that still stands from before comes anyway. */
    void coreWakes(long nowPs) {
        if (periodPs > 0 && !next.isScheduled()) {
            simulation.schedule(next, (nowPs / periodPs + 1) * periodPs);
        }
    }

    /** Ticks taken. */
    long interrupts() {
        return interrupts;
    }

    private void interrupt(long nowPs) {
        if (ticking.isAsleep()) {
            return;
        }
        simulation.schedule(next, nowPs + periodPs);
        if (!isRaised()) {
            interrupts++;
            ticking.raise(this, nowPs);
        }
    }

    @Override
    String name() {
        return "tick";
    }

    @Override
    long begin(long nowPs) {
        return costPs;
    }

    @Override
    boolean complete(long nowPs) {
        return false;
    }
}
