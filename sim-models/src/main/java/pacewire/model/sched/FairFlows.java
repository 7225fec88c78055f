package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * Flows with weights, and a queue with a limit for each. A flow is known while it is open, holds packets, or its packet
 * scheduler has not {@link #forget forgotten} it yet.
 */
final class FairFlows {
    private static final String LIMIT = "limit";

    private final FlowTable<FairFlow> table = new FlowTable<>(FairFlow::new);
    private final int limitPackets;
    private int packets;
    private long bytes;
    private long totalWeight;
    private long arrivals;

    /** With the limit of a set-up that has the parameter {@link #limit}. */
    FairFlows(SchedulerSetup setup) {
        limitPackets = (int) setup.parameters().value(LIMIT);
    }

    /** The parameter that limits each flow. */
    static ParameterSpec limit() {
        return ParameterSpec.quantity(
                LIMIT, Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held of one flow");
    }

    int packets() {
        return packets;
    }

    /** Sum of {@link Packet#ipBytes()}. */
    long bytes() {
        return bytes;
    }

    /** Weights of all flows known. */
    long totalWeight() {
        return totalWeight;
    }

    FairFlow at(int slot) {
        return table.at(slot);
    }

    /** The flow of a number; one that is not open weighs 1 as soon as it is empty. */
    FairFlow of(int number) {
        FairFlow flow = table.find(number);
        if (flow == null) {
            flow = table.add(number);
            totalWeight += flow.weight;
        } else if (!flow.isOpen && flow.queue.isEmpty()) {
            weigh(flow, FlowMetrics.BEST_EFFORT.weight());
        }
        return flow;
    }

    boolean isFull(FairFlow flow) {
        return flow.queue.size() >= limitPackets;
    }

    /** Appends a packet to its flow, which is not full. */
    void add(FairFlow flow, Packet packet) {
        packet.heldOrder = arrivals++;
        flow.queue.add(packet);
        packets++;
        bytes += packet.ipBytes();
    }

    /** Takes the first packet of a flow that has one. */
    Packet poll(FairFlow flow) {
        Packet packet = first(flow);
        flow.queue.poll();
        packets--;
        bytes -= packet.ipBytes();
        return packet;
    }

    /** The flow of a number, if it is known. */
    @Nullable
    FairFlow find(int number) {
        return table.find(number);
    }

    /** The first packet of a flow that has one. */
    static Packet first(FairFlow flow) {
        Packet packet = flow.queue.peek();
        if (packet == null) {
            throw new IllegalStateException("flow " + flow.number + " has no packet");
        }
        return packet;
    }

    /** @throws IllegalStateException when it is open already, or packets of it are held */
    void open(int number, FlowMetrics metrics) {
        FairFlow flow = of(number);
        if (flow.isOpen || !flow.queue.isEmpty()) {
            throw new IllegalStateException("flow " + number + " is open already, or packets of it are held");
        }
        flow.isOpen = true;
        weigh(flow, metrics.weight());
    }

    /** Gives an open flow another weight; does nothing for one that is not open. */
    void change(int number, FlowMetrics metrics) {
        FairFlow flow = table.find(number);
        if (flow != null && flow.isOpen) {
            weigh(flow, metrics.weight());
        }
    }

    /** Closes a flow; the flow, if it was open. */
    @Nullable
    FairFlow close(int number) {
        FairFlow flow = table.find(number);
        if (flow == null || !flow.isOpen) {
            return null;
        }
        flow.isOpen = false;
        return flow;
    }

    /** Forgets a flow that is not open and holds no packet; does nothing for others. */
    void forget(FairFlow flow) {
        if (!flow.isOpen && flow.queue.isEmpty()) {
            totalWeight -= flow.weight;
            table.remove(flow);
        }
    }

    /** Stamps of the flows in a heap, and its keys, in a finer unit. */
    void multiplyStamps(TagHeap heap, long factor) {
        heap.multiplyKeys(factor);
        for (int place = 0; place < heap.size(); place++) {
            FairFlow flow = at(heap.slotAt(place));
            flow.start.multiply(factor);
            flow.finish.multiply(factor);
        }
    }

    /** Drops all packets and forgets all flows. */
    void reset(DropListener drops, long nowPs) {
        packets = 0;
        bytes = 0;
        table.forEach(flow -> flow.queue.dropAll(drops, nowPs));
        table.clear();
        totalWeight = 0;
        arrivals = 0;
    }

    private void weigh(FairFlow flow, int weight) {
        totalWeight += weight - flow.weight;
        flow.weight = weight;
    }
}
