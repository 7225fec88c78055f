package pacewire.model.os;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;

/**
 * Moves waiting threads between cores. A core that is about to idle takes one from the core where most wait (Linux {@code
 * sched_balance_newidle} in {@code kernel/sched/fair.c}); and while threads wait, the fullest and the emptiest core are compared
 * from time to time. Threads count alike, whatever their weights; caches that cores share are left out.
 */
final class LoadBalancer {
    /** Who ran so recently is left where its caches are (Linux {@code sysctl_sched_migration_cost}, 0.5 ms). */
    static final long CACHE_HOT_PS = 500 * SimTime.MICROSECOND;

    /**
     * Time between comparisons: a millisecond for each core, and 16 times as long since the cores are busy (Linux {@code
     * kernel/sched/topology.c}: {@code min_interval}, {@code busy_factor}).
     */
    private static final long INTERVAL_PER_CORE_PS = 16 * SimTime.MILLISECOND;

    /** After more comparisons in vain, caches count no more (Linux {@code sd->cache_nice_tries} of a processor's cores). */
    private static final int CACHE_NICE_TRIES = 1;

    private final Simulation simulation;
    private final List<Core> cores = new ArrayList<>();
    private final Movable movable = new Movable();
    private int waiting;
    /** Comparisons since the last one that moved a thread, or found none to move. */
    private int inVain;

    private final Event comparison = new Event() {
        @Override
        protected void fire(long nowPs) {
            balance(nowPs);
        }
    };

    LoadBalancer(Simulation simulation) {
        this.simulation = simulation;
    }

    void add(Core core) {
        cores.add(core);
    }

    /** A thread waits for a core from here on. */
    void waits(long nowPs) {
        waiting++;
        if (cores.size() > 1 && !comparison.isScheduled()) {
            simulation.schedule(comparison, nowPs + INTERVAL_PER_CORE_PS * cores.size());
        }
    }

    /** A thread runs that waited. */
    void waitsNoMore() {
        waiting--;
    }

    /** Moves a waiting thread to the run queue of a core that has none; returns whether there was one. */
    boolean pullTo(Core idle, long nowPs) {
        if (waiting == 0) {
            return false;
        }
        Core fullest = null;
        for (Core core : cores) {
            int threads = core.runQueue().waiting();
            if (core != idle
                    && threads > (fullest == null ? 0 : fullest.runQueue().waiting())) {
                fullest = core;
            }
        }
        OsThread pulled = fullest == null ? null : movable.find(fullest, idle, true, nowPs);
        if (fullest == null || pulled == null) {
            return false;
        }
        fullest.giveAway(pulled, nowPs);
        pulled.lineUp(idle);
        idle.runQueue().enqueue(pulled);
        waiting++;
        return true;
    }

    private void balance(long nowPs) {
        Core fullest = cores.get(0);
        Core emptiest = cores.get(0);
        for (Core core : cores) {
            fullest = core.load() > fullest.load() ? core : fullest;
            emptiest = core.load() < emptiest.load() ? core : emptiest;
        }
        if (fullest.load() - emptiest.load() >= 2) {
            move(fullest, emptiest, nowPs);
        } else {
            inVain = 0;
        }
        if (waiting > 0 && !comparison.isScheduled()) {
            simulation.schedule(comparison, nowPs + INTERVAL_PER_CORE_PS * cores.size());
        }
    }

    private void move(Core from, Core to, long nowPs) {
        OsThread moved = movable.find(from, to, inVain <= CACHE_NICE_TRIES, nowPs);
        if (moved == null) {
            inVain++;
        } else {
            inVain = 0;
            from.giveAway(moved, nowPs);
            to.take(moved, nowPs);
        }
    }

    /** Which waiting threads may move to a core now; one object for all searches, so that they allocate nothing. */
    private static final class Movable implements Predicate<OsThread> {
        private @Nullable Core target;
        private boolean sparesCaches;
        private long nowPs;

        /** @param spareCaches whether those are left out that ran a moment ago */
        @Nullable
        OsThread find(Core from, Core to, boolean spareCaches, long instantPs) {
            target = to;
            sparesCaches = spareCaches;
            nowPs = instantPs;
            return from.runQueue().find(this);
        }

        @Override
        public boolean test(OsThread thread) {
            boolean isCacheHot = sparesCaches && !thread.isWoken() && nowPs - thread.readyPs() < CACHE_HOT_PS;
            return target != null && thread.mayRunOn(target) && !isCacheHot;
        }
    }
}
