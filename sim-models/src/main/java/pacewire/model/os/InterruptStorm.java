package pacewire.model.os;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.MachineProfile;

/**
 * A device that interrupts without cause, again and again: each interrupt costs the core its entry and exit, pre-empts what
 * runs, and delays the interrupts behind it. One that comes while the last is still waiting or running is lost in it.
 *
 * <p>After {@value #MOST_UNHANDLED} of them without work Linux gives up ("nobody cared") and turns the interrupt off ({@code
 * note_interrupt} in kernel/irq/spurious.c: 99,900 of 100,000 unhandled).
 */
final class InterruptStorm extends InterruptWork {
    static final int MOST_UNHANDLED = 99_900;

    private final Simulation simulation;
    private final Core interruptCore;
    private final long costPs;
    private final Event next = new Event() {
        @Override
        protected void fire(long nowPs) {
            interrupt(nowPs);
        }

        @Override
        public String toString() {
            return "the next interrupt of a storm";
        }
    };

    private long periodPs;
    private long untilPs;
    private long unhandled;
    private long interrupts;

    InterruptStorm(Simulation simulation, Core core, MachineProfile profile) {
        this.simulation = simulation;
        interruptCore = core;
        costPs = profile.interruptPs();
    }

    /** Interrupts now and every so often until an instant; a storm that rages already goes on as this one. */
    void start(long everyPs, long endPs, long nowPs) {
        if (everyPs < 1) {
            throw new IllegalArgumentException("a storm needs time between its interrupts: " + SimTime.format(everyPs));
        }
        periodPs = everyPs;
        untilPs = endPs;
        unhandled = 0;
        simulation.cancel(next);
        interrupt(nowPs);
    }

    /** Interrupts taken. */
    long interrupts() {
        return interrupts;
    }

    private void interrupt(long nowPs) {
        if (nowPs >= untilPs || unhandled == MOST_UNHANDLED) {
            return;
        }
        simulation.schedule(next, nowPs + periodPs);
        if (!isRaised()) {
            interrupts++;
            unhandled++;
            interruptCore.raise(this, nowPs);
        }
    }

    @Override
    long begin(long nowPs) {
        return costPs;
    }

    @Override
    boolean complete(long nowPs) {
        return false;
    }

    @Override
    String name() {
        return "interrupt storm";
    }
}
