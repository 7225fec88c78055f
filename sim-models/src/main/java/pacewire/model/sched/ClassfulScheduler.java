package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

/** What packet schedulers over classes have in common: their packets and flows are those of the classes. */
interface ClassfulScheduler extends PacketScheduler {
    /** Who holds the packets. */
    ClassTree classes();

    @Override
    default int packetCount() {
        return classes().packetCount();
    }

    @Override
    default long byteCount() {
        return classes().byteCount();
    }

    @Override
    default Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return classes().openFlow(flow, metrics, envelope, nowPs);
    }

    @Override
    default Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        return classes().changeFlow(flow, metrics, envelope, nowPs);
    }

    @Override
    default void closeFlow(int flow, long nowPs) {
        classes().closeFlow(flow, nowPs);
    }
}
