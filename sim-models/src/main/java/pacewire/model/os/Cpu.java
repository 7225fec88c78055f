package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.event.Simulation;
import pacewire.model.os.machine.MachineProfile;

/** The cores of a machine, and where a waking thread goes. */
final class Cpu {
    private final List<Core> cores = new ArrayList<>();

    Cpu(int count, Simulation simulation, MachineProfile profile, Core.Executor executor) {
        for (int i = 0; i < count; i++) {
            cores.add(new Core(i, simulation, profile, executor));
        }
    }

    /**
     * The core that takes the interrupts of the NIC and the pacing timer: the first, as after boot without irqbalance (the
     * default affinity of Linux {@code Documentation/core-api/irq/irq-affinity.rst} prefers the lowest).
     */
    Core interruptCore() {
        return cores.get(0);
    }

    Core core(int number) {
        return cores.get(number);
    }

    int count() {
        return cores.size();
    }

    /**
     * Puts a ready thread on a core: where it ran last if that is idle, else on the idle core with the highest number (the
     * lowest one takes the interrupts), else on the one with the fewest threads. The order of choice of Linux {@code
     * select_idle_sibling}, without cache domains.
     */
    void makeReady(OsThread thread, long nowPs) {
        Core last = thread.lastCore();
        Core chosen = last != null && last.isIdle() ? last : leastLoaded();
        chosen.makeReady(thread, nowPs);
    }

    private Core leastLoaded() {
        Core best = cores.get(cores.size() - 1);
        for (int i = cores.size() - 1; i >= 0; i--) {
            Core core = cores.get(i);
            if (core.isIdle()) {
                return core;
            }
            if (core.load() < best.load()) {
                best = core;
            }
        }
        return best;
    }

    long contextSwitches() {
        return cores.stream().mapToLong(Core::contextSwitches).sum();
    }

    long timerInterrupts() {
        return cores.stream().mapToLong(core -> core.timers().interrupts()).sum();
    }

    long timerExpiries() {
        return cores.stream().mapToLong(core -> core.timers().expiries()).sum();
    }

    long busyPs(long nowPs) {
        return cores.stream().mapToLong(core -> core.busyPs(nowPs)).sum();
    }
}
