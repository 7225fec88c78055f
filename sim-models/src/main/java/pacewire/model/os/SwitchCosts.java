package pacewire.model.os;

import org.jspecify.annotations.Nullable;

import pacewire.model.os.machine.MachineProfile;

/** What it costs a core to switch to a thread. */
final class SwitchCosts {
    private final long switchPs;
    private final long wakeupPs;
    private final long refillPs;
    private final long migrationPs;

    SwitchCosts(MachineProfile profile) {
        switchPs = profile.contextSwitchPs();
        wakeupPs = profile.threadWakeupPs();
        refillPs = profile.cacheRefillPs();
        migrationPs = profile.migrationPs();
    }

    /**
     * The switch itself, the wake-up of a thread that was asleep, and the data that the caches lack. A thread that never ran has
     * none yet.
     *
     * @param cached whose data the core's caches have; null: nobody's
     */
    long of(OsThread next, Core core, @Nullable OsThread cached) {
        long ps = switchPs + (next.isWoken() ? wakeupPs : 0);
        if (next == cached || next.ranOn() == null) {
            return ps;
        }
        return ps + (next.ranOn() == core ? refillPs : migrationPs);
    }
}
