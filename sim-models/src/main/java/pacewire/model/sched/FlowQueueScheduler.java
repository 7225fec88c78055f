package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/** What packet schedulers with a queue for each flow have in common that promise nothing: everybody is admitted. */
interface FlowQueueScheduler extends PacketScheduler {
    /** Who holds the packets. */
    FlowQueues queues();

    @Override
    default int packetCount() {
        return queues().packetCount();
    }

    @Override
    default long byteCount() {
        return queues().byteCount();
    }

    @Override
    default Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        queues().open(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    default Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        queues().change(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    default void closeFlow(int flow, long nowPs) {
        queues().close(flow);
    }
}
