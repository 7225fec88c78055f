package pacewire.model.sched;

import pacewire.core.units.Rational;

/**
 * Start-time fair queueing: virtual time is the start time of the packet in service, and the least start time goes first
 * (Goyal, Vin and Cheng, "Start-time Fair Queueing: A Scheduling Algorithm for Integrated Services Packet Switching
 * Networks", SIGCOMM 1996).
 */
public final class StfqScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("stfq")
            .summary("Start-time fair queueing: virtual time is the start time of the packet in service.")
            .source("Goyal, Vin and Cheng, \"Start-time Fair Queueing\", SIGCOMM 1996")
            .parameters(SelfClockedScheduler.parameters())
            .claims((setup, environment) -> SelfClockedScheduler.claims(setup, StfqScheduler::latency))
            .madeBy((setup, environment) ->
                    new SelfClockedScheduler(SelfClockedScheduler.Stamp.START, setup, environment));

    private StfqScheduler() {}

    /**
     * Theorem 4 of the paper: a packet has left by its expected arrival time, a packet of every other flow, and its own on the
     * line. The guaranteed-rate clock has its length at the flow's rate in it, which is no less than its own on the line.
     */
    private static Rational latency(Claim.Flow flow) {
        return Rational.of(flow.sumOfLargestBytes() - flow.largestBytes()).dividedBy(flow.line());
    }
}
