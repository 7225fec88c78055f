package pacewire.model.fault;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;

/**
 * A device interrupts the first core without cause, again and again, until the time is over or the kernel turns its interrupt
 * off. A storm that rages already goes on as the new one.
 *
 * <p>The least time between two interrupts is an estimate: no core enters and leaves an interrupt faster, so that it has no
 * time for anything else already.
 */
final class InterruptStorm implements Fault {
    private static final long LEAST_EVERY_PS = 100 * SimTime.NANOSECOND;

    static final FaultSpec SPEC = new FaultSpec(
            "interruptStorm",
            "A device interrupts the first core without cause for a while.",
            FaultSpec.Target.SERVER,
            List.of(
                    ParameterSpec.quantity(
                            "every",
                            Quantity.TIME,
                            "10 us",
                            LEAST_EVERY_PS,
                            SimTime.SECOND,
                            "time from one interrupt to the next"),
                    ParameterSpec.quantity("for", Quantity.TIME, "1 s", 1, SimTime.NEVER - 1, "how long")),
            parameters -> new InterruptStorm(parameters.value("every"), parameters.value("for")));

    private final long everyPs;
    private final long lengthPs;

    private InterruptStorm(long everyPs, long lengthPs) {
        this.everyPs = everyPs;
        this.lengthPs = lengthPs;
    }

    @Override
    public void strike(FaultSite site, long nowPs) {
        site.kernel().interruptStorm(everyPs, nowPs + Math.min(lengthPs, SimTime.NEVER - nowPs));
    }
}
