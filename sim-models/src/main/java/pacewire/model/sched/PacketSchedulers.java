package pacewire.model.sched;

import java.util.List;
import java.util.Optional;

/** Every packet scheduler that ships, one line each. */
public final class PacketSchedulers {
    /** In the order of their names. */
    private static final List<SchedulerSpec> ALL = List.of(
            AfqScheduler.SPEC,
            RedScheduler.ADAPTIVE,
            CakeScheduler.SPEC,
            CarouselScheduler.SPEC,
            CbsScheduler.SPEC,
            CodelScheduler.SPEC,
            DrrScheduler.SPEC,
            DualPi2Scheduler.SPEC,
            EdfScheduler.SPEC,
            EiffelScheduler.SPEC,
            EtfScheduler.SPEC,
            FifoScheduler.SPEC,
            FqScheduler.SPEC,
            FqCodelScheduler.SPEC,
            HfscScheduler.SPEC,
            HtbScheduler.SPEC,
            JitterEddScheduler.SPEC,
            JitterEdfScheduler.SPEC,
            LeakyBucketScheduler.SPEC,
            PieScheduler.SPEC,
            PifoScheduler.SPEC,
            PrioScheduler.SPEC,
            QfqPlusScheduler.SPEC,
            RcspScheduler.SPEC,
            RedScheduler.SPEC,
            RoundRobinScheduler.SPEC,
            ScfqScheduler.SPEC,
            SfqScheduler.SPEC,
            SpPifoScheduler.SPEC,
            StfqScheduler.SPEC,
            StopAndGoScheduler.SPEC,
            TaprioScheduler.SPEC,
            TbfScheduler.SPEC,
            VirtualClockScheduler.SPEC,
            Wf2qPlusScheduler.SPEC,
            WfqScheduler.SPEC,
            WeightedRoundRobinScheduler.SPEC);

    private PacketSchedulers() {}

    /** All of them, in the order to show them. */
    public static List<SchedulerSpec> all() {
        return ALL;
    }

    /** The one with a name. */
    public static Optional<SchedulerSpec> find(String name) {
        return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }
}
