package pacewire.model.sched;

import pacewire.core.units.Rational;

/**
 * Self-clocked fair queueing: virtual time is the finish time of the packet in service, and the least finish time goes first
 * (Golestani, "A Self-Clocked Fair Queueing Scheme for Broadband Applications", INFOCOM 1994).
 */
public final class ScfqScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("scfq")
            .summary("Self-clocked fair queueing: virtual time is the finish time of the packet in service.")
            .source("Golestani, \"A Self-Clocked Fair Queueing Scheme for Broadband Applications\", INFOCOM 1994")
            .parameters(SelfClockedScheduler.parameters())
            .claims((setup, environment) -> SelfClockedScheduler.claims(setup, ScfqScheduler::latency))
            .madeBy((setup, environment) ->
                    new SelfClockedScheduler(SelfClockedScheduler.Stamp.FINISH, setup, environment));

    private ScfqScheduler() {}

    /**
     * A packet of every other flow may stand before it (Golestani, "Network Delay Analysis of a Class of Fair Queueing
     * Algorithms", 1995).
     */
    private static Rational latency(Claim.Flow flow) {
        return Rational.of(flow.sumOfLargestBytes() - flow.largestBytes()).dividedBy(flow.line());
    }
}
