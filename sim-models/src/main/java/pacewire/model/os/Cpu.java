package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Simulation;
import pacewire.model.os.machine.MachineProfile;

/** The cores of a machine, and where a waking thread goes. */
final class Cpu {
    /** Name of the process whose threads run what soft interrupts leave, one on each core. */
    static final String SOFT_THREADS = "ksoftirqd";

    private final List<Core> cores = new ArrayList<>();
    private final Core pacingCore;
    private final OsProcess softThreads;
    private final CpuTracer tracer;

    Cpu(int count, Simulation simulation, MachineProfile profile, Core.Executor executor) {
        this(count, false, simulation, profile, executor, CpuTracer.NONE);
    }

    /**
     * The cores.
     *
     * @param isPacingIsolated whether the last one is there for the packet scheduler alone; then there must be another
     */
    Cpu(
            int count,
            boolean isPacingIsolated,
            Simulation simulation,
            MachineProfile profile,
            Core.Executor executor,
            CpuTracer tracer) {
        if (isPacingIsolated && count < 2) {
            throw new IllegalArgumentException(
                    "a core of its own for the packet scheduler leaves no other of " + count);
        }
        this.tracer = tracer;
        LoadBalancer balancer = new LoadBalancer(simulation);
        softThreads = new OsProcess(
                SOFT_THREADS, 0, ThreadSettings.silent(pacewire.model.os.cpu.SchedulingPolicy.NORMAL, List.of()));
        Core.Surroundings surroundings = new Core.Surroundings(simulation, profile, count, executor, tracer, balancer);
        for (int i = 0; i < count; i++) {
            boolean isIsolated = isPacingIsolated && i == count - 1;
            Core core = new Core(i, isIsolated ? Core.Use.ISOLATED : Core.Use.ALL, surroundings, softThreads);
            cores.add(core);
            if (!isIsolated) {
                balancer.add(core);
            }
        }
        pacingCore = isPacingIsolated ? cores.get(count - 1) : cores.get(0);
    }

    /**
     * The core that takes the interrupts of the devices: the first, as after boot without irqbalance (the
     * default affinity of Linux {@code Documentation/core-api/irq/irq-affinity.rst} prefers the lowest).
     */
    Core interruptCore() {
        return cores.get(0);
    }

    /** The core that takes the pacing timer: its own one, or else that of the other interrupts. */
    Core pacingCore() {
        return pacingCore;
    }

    /** The core that takes the interrupt of a NIC's queue: those that are not isolated, in turns. */
    Core queueCore(int queue) {
        return cores.get(queue % (pacingCore.isIsolated() ? cores.size() - 1 : cores.size()));
    }

    Core core(int number) {
        return cores.get(number);
    }

    int count() {
        return cores.size();
    }

    /** Takes a thread that is ready to run: woken, or new. */
    void makeReady(OsThread thread, long nowPs) {
        Core last = thread.lastCore();
        if (last != null) {
            last.letGo(thread);
        }
        thread.wakeUp(nowPs);
        Core chosen = choose(thread, last);
        tracer.ready(chosen.number(), thread, nowPs);
        chosen.take(thread, nowPs);
    }

    /**
     * Where it ran last if that is idle, else the idle core with the highest number (the lowest one takes the interrupts), else,
     * for a real-time thread, where it goes before who runs; else where it ran last, or for a new thread, where the fewest are.
     * The order of choice of Linux ({@code select_idle_sibling}, {@code find_lowest_rq}, {@code sched_balance_find_dst_cpu}),
     * without cache domains.
     */
    private Core choose(OsThread thread, @Nullable Core last) {
        boolean mayStay = last != null && thread.mayRunOn(last);
        if (last != null && mayStay && last.isIdle()) {
            return last;
        }
        Core idle = idle(thread);
        if (idle != null) {
            return idle;
        }
        Core lower = thread.policy().isRealTime() ? runningLower(thread, last) : null;
        if (lower != null) {
            return lower;
        }
        return last != null && mayStay ? last : leastLoaded(thread);
    }

    private @Nullable Core idle(OsThread thread) {
        for (int i = cores.size() - 1; i >= 0; i--) {
            Core core = cores.get(i);
            if (core.isIdle() && thread.mayRunOn(core)) {
                return core;
            }
        }
        return null;
    }

    /** The core that runs the least important thread, if that is less important; the last one if it will do. */
    private @Nullable Core runningLower(OsThread thread, @Nullable Core last) {
        int own = thread.policy().priority();
        if (last != null && thread.mayRunOn(last) && priorityOn(last) < own) {
            return last;
        }
        Core lowest = null;
        for (int i = cores.size() - 1; i >= 0; i--) {
            Core core = cores.get(i);
            int mostPriority = lowest == null ? own : priorityOn(lowest);
            if (thread.mayRunOn(core) && priorityOn(core) < mostPriority) {
                lowest = core;
            }
        }
        return lowest;
    }

    private static int priorityOn(Core core) {
        OsThread running = core.current();
        return running == null ? 0 : running.policy().priority();
    }

    private Core leastLoaded(OsThread thread) {
        Core best = null;
        for (int i = cores.size() - 1; i >= 0; i--) {
            Core core = cores.get(i);
            if (thread.mayRunOn(core) && (best == null || core.load() < best.load())) {
                best = core;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(thread + " may run on none of the " + cores.size() + " cores");
        }
        return best;
    }

    long contextSwitches() {
        return cores.stream().mapToLong(Core::contextSwitches).sum();
    }

    long timerInterrupts() {
        return cores.stream()
                .mapToLong(core -> core.timers().interrupts() + core.tick().interrupts())
                .sum();
    }

    long timerExpiries() {
        return cores.stream().mapToLong(core -> core.timers().expiries()).sum();
    }

    long busyPs(long nowPs) {
        return cores.stream().mapToLong(core -> core.usage(nowPs).busyPs()).sum();
    }

    /**
     * What the cores and some processes have spent their time in.
     *
     * @param processes all that have threads
     */
    CpuUsage usage(List<OsProcess> processes, long nowPs) {
        List<CpuUsage.ProcessShare> shares = new ArrayList<>();
        processes.forEach(process -> shares.add(share(process, nowPs)));
        shares.add(share(softThreads, nowPs));
        return new CpuUsage(cores.stream().map(core -> core.usage(nowPs)).toList(), shares);
    }

    /** With what its threads that run now have done and is not yet charged. */
    private CpuUsage.ProcessShare share(OsProcess process, long nowPs) {
        ProcessUsage usage = process.usage();
        return new CpuUsage.ProcessShare(
                process.name(),
                usage.userPs + unchargedPs(process, false, nowPs),
                usage.systemPs + unchargedPs(process, true, nowPs),
                usage.softInterruptPs,
                usage.runQueuePs,
                usage.voluntarySwitches,
                usage.involuntarySwitches,
                usage.migrations);
    }

    private long unchargedPs(OsProcess process, boolean inKernel, long nowPs) {
        long ps = 0;
        for (Core core : cores) {
            OsThread running = core.current();
            if (running != null && running.process() == process) {
                ps += core.unchargedPs(inKernel, nowPs);
            }
        }
        return ps;
    }
}
