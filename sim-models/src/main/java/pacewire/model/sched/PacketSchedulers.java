package pacewire.model.sched;

import java.util.List;
import java.util.Optional;

/** Every packet scheduler that ships, one line each. */
public final class PacketSchedulers {
    /** In the order of their names. */
    private static final List<NamedSpec> ALL = List.of(
            new NamedSpec("afq", () -> AfqScheduler.SPEC),
            new NamedSpec("ared", () -> RedScheduler.ADAPTIVE),
            new NamedSpec("cake", () -> CakeScheduler.SPEC),
            new NamedSpec("carousel", () -> CarouselScheduler.SPEC),
            new NamedSpec("cbs", () -> CbsScheduler.SPEC),
            new NamedSpec("codel", () -> CodelScheduler.SPEC),
            new NamedSpec("drr", () -> DrrScheduler.SPEC),
            new NamedSpec("dualpi2", () -> DualPi2Scheduler.SPEC),
            new NamedSpec("edf", () -> EdfScheduler.SPEC),
            new NamedSpec("eiffel", () -> EiffelScheduler.SPEC),
            new NamedSpec("etf", () -> EtfScheduler.SPEC),
            new NamedSpec("fifo", () -> FifoScheduler.SPEC),
            new NamedSpec("fq", () -> FqScheduler.SPEC),
            new NamedSpec("fq_codel", () -> FqCodelScheduler.SPEC),
            new NamedSpec("hfsc", () -> HfscScheduler.SPEC),
            new NamedSpec("htb", () -> HtbScheduler.SPEC),
            new NamedSpec("jitter-edd", () -> JitterEddScheduler.SPEC),
            new NamedSpec("jitter-edf", () -> JitterEdfScheduler.SPEC),
            new NamedSpec("leaky-bucket", () -> LeakyBucketScheduler.SPEC),
            new NamedSpec("pie", () -> PieScheduler.SPEC),
            new NamedSpec("pifo", () -> PifoScheduler.SPEC),
            new NamedSpec("prio", () -> PrioScheduler.SPEC),
            new NamedSpec("qfq+", () -> QfqPlusScheduler.SPEC),
            new NamedSpec("rcsp", () -> RcspScheduler.SPEC),
            new NamedSpec("red", () -> RedScheduler.SPEC),
            new NamedSpec("rr", () -> RoundRobinScheduler.SPEC),
            new NamedSpec("scfq", () -> ScfqScheduler.SPEC),
            new NamedSpec("sfq", () -> SfqScheduler.SPEC),
            new NamedSpec("sp-pifo", () -> SpPifoScheduler.SPEC),
            new NamedSpec("stfq", () -> StfqScheduler.SPEC),
            new NamedSpec("stop-and-go", () -> StopAndGoScheduler.SPEC),
            new NamedSpec("taprio", () -> TaprioScheduler.SPEC),
            new NamedSpec("tbf", () -> TbfScheduler.SPEC),
            new NamedSpec("virtual-clock", () -> VirtualClockScheduler.SPEC),
            new NamedSpec("wf2q+", () -> Wf2qPlusScheduler.SPEC),
            new NamedSpec("wfq", () -> WfqScheduler.SPEC),
            new NamedSpec("wrr", () -> WeightedRoundRobinScheduler.SPEC));

    private PacketSchedulers() {}

    /** All of them, in the order to show them. */
    public static List<SchedulerSpec> all() {
        return ALL.stream().map(NamedSpec::load).toList();
    }

    /** The one with a name. */
    public static Optional<SchedulerSpec> find(String name) {
        return NamedSpec.find(ALL, name);
    }

    /** Their names with what loads them. */
    static List<NamedSpec> named() {
        return ALL;
    }
}
