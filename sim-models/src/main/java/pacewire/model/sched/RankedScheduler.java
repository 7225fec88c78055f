package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/** What packet schedulers have in common that order packets by a rank function: it knows the flows, and everybody is admitted. */
interface RankedScheduler extends PacketScheduler {
    /** What ranks packets. */
    RankFunction ranks();

    @Override
    default Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ranks().open(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    default Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ranks().change(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    default void closeFlow(int flow, long nowPs) {
        ranks().close(flow);
    }
}
