package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/** What packet schedulers have in common that share the line by weights and stamps: never idle, and everybody is admitted. */
interface FairScheduler extends PacketScheduler {
    /** Who holds the packets. */
    FairFlows flows();

    @Override
    default long readyAtPs(long nowPs) {
        return flows().packets() == 0 ? NEVER : nowPs;
    }

    @Override
    default int packetCount() {
        return flows().packets();
    }

    @Override
    default long byteCount() {
        return flows().bytes();
    }

    @Override
    default Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        flows().open(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    default Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        flows().change(flow, metrics);
        return Admission.ADMITTED;
    }
}
