package pacewire.model.fault;

import java.util.List;

import pacewire.core.units.SimTime;

/**
 * The NIC neither sends nor receives for a while, as when the device or its bus hangs: what is on the line is sent to its end,
 * what waits goes on waiting. At most as long as Linux lets a queue stand still before it resets the device, which is not part
 * of the simulation: 5 s ({@code netdev_watchdog_up} and {@code dev_watchdog} of {@code net/sched/sch_generic.c}, {@code
 * watchdog_timeo = 5 * HZ}).
 */
final class NicStall {
    static final FaultSpec SPEC = new FaultSpec(
            "nicStall",
            "The NIC sends and receives nothing for a while.",
            FaultSpec.Target.SERVER,
            List.of(FaultSpec.howLong(5 * SimTime.SECOND)),
            parameters -> {
                long lengthPs = parameters.value("for");
                return (site, nowPs) -> site.kernel().stallNic(nowPs + lengthPs);
            });

    private NicStall() {}
}
