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
final class InterruptStorm {
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
                    FaultSpec.howLong(SimTime.NEVER - 1)),
            parameters -> {
                long everyPs = parameters.value("every");
                long lengthPs = parameters.value("for");
                return (site, nowPs) ->
                        site.kernel().interruptStorm(everyPs, nowPs + Math.min(lengthPs, SimTime.NEVER - nowPs));
            });

    private InterruptStorm() {}
}
