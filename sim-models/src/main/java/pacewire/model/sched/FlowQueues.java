package pacewire.model.sched;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/** A queue for each flow, with the flow's weight and the limits: what every round robin is made of. */
final class FlowQueues {
    /** As long as the queue of a class of Linux's drr: a pfifo of the device's tx_queue_len. */
    static final ParameterSpec FLOW_LIMIT = ParameterSpec.quantity(
            "flowLimit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held of one flow");

    static final ParameterSpec LIMIT = ParameterSpec.optionalQuantity(
            "limit", Quantity.PACKETS, 1, Integer.MAX_VALUE, "most packets held of all flows together");

    private final FlowTable<QueuedFlow> flows = new FlowTable<>(QueuedFlow::new);
    private final long flowLimit;
    private final long limit;
    private int packets;
    private long bytes;

    /** With the limits among the values. */
    FlowQueues(ParameterValues values) {
        flowLimit = values.value(FLOW_LIMIT.name());
        limit = limitOf(values);
    }

    /** Most packets held of all flows together. */
    static long limitOf(ParameterValues values) {
        return values.valueOr(LIMIT.name(), Integer.MAX_VALUE);
    }

    /** A queue as long as that of a flow. */
    static SchedulerSetup fifo(ParameterValues values) {
        return SchedulerSetup.of(FifoScheduler.SPEC, Map.of("limit", values.value(FLOW_LIMIT.name())));
    }

    int packetCount() {
        return packets;
    }

    long byteCount() {
        return bytes;
    }

    QueuedFlow at(int slot) {
        return flows.at(slot);
    }

    @Nullable
    QueuedFlow find(int number) {
        return flows.find(number);
    }

    /** Appends a packet to its flow's queue; null when a limit is reached. */
    @Nullable
    QueuedFlow add(Packet packet) {
        if (packets >= limit) {
            return null;
        }
        QueuedFlow flow = flows.findOrAdd(packet.flow);
        if (flow.packets.size() >= flowLimit) {
            return null;
        }
        flow.packets.add(packet);
        packets++;
        bytes += packet.ipBytes();
        return flow;
    }

    /** The packet of a flow that leaves next; only when it has one. */
    static Packet first(QueuedFlow flow) {
        Packet packet = flow.packets.peek();
        if (packet == null) {
            throw new IllegalStateException("flow " + flow.number + " has no packet");
        }
        return packet;
    }

    /** Takes the packet of a flow that leaves next; only when it has one. */
    Packet take(QueuedFlow flow) {
        Packet packet = flow.packets.poll();
        if (packet == null) {
            throw new IllegalStateException("flow " + flow.number + " has no packet");
        }
        packets--;
        bytes -= packet.ipBytes();
        return packet;
    }

    /** Forgets a flow that has no packets and no metrics. */
    void forgetIfIdle(QueuedFlow flow) {
        if (flow.packets.isEmpty() && !flow.isOpen) {
            flows.remove(flow);
        }
    }

    void open(int number, FlowMetrics metrics) {
        if (flows.find(number) != null) {
            throw new IllegalStateException("flow " + number + " is open, or has packets");
        }
        QueuedFlow flow = flows.add(number);
        flow.isOpen = true;
        flow.weight = metrics.weight();
    }

    void change(int number, FlowMetrics metrics) {
        QueuedFlow flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            flow.weight = metrics.weight();
        }
    }

    /** Packets still held leave with the weight that the flow had. */
    void close(int number) {
        QueuedFlow flow = flows.find(number);
        if (flow != null) {
            flow.isOpen = false;
            forgetIfIdle(flow);
        }
    }

    void reset(DropListener drops, long nowPs) {
        flows.forEach(flow -> flow.packets.dropAll(drops, nowPs));
        flows.clear();
        packets = 0;
        bytes = 0;
    }
}
