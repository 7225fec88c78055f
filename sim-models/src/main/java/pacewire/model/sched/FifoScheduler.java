package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * First in, first out, with a limit in packets or bytes. Follows Linux {@code net/sched/sch_fifo.c}, which compares before
 * it adds: a packet is taken while {@code qlen < limit} (pfifo), or while {@code backlog + len <= limit} (bfifo).
 */
public final class FifoScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("fifo")
            .summary("First in, first out; drops arrivals at the limit.")
            .source("Linux net/sched/sch_fifo.c (pfifo and bfifo)")
            .parameters(
                    // Linux: the default of pfifo is the device's tx_queue_len, 1000.
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.optionalQuantity(
                            "limitBytes", Quantity.SIZE, 1, Long.MAX_VALUE, "most bytes held, beside the packets"))
            .claims((setup, environment) -> {
                long packets = setup.parameters().value("limit");
                long bytes = setup.parameters().valueOr("limitBytes", Long.MAX_VALUE);
                return List.of(
                        new Claim.WorkConserving(),
                        new Claim.FlowOrder(),
                        new Claim.Bounded(packets, bytes),
                        new Claim.DropsOnlyWhenFull(packets, bytes),
                        new Claim.KeepsWhatItTook(),
                        new Claim.ScalesWithTheLine(),
                        new Claim.FlowNumbersAreNames(),
                        new Claim.BlindToFlows(),
                        new Claim.Cost(Claim.Growth.CONSTANT));
            })
            .madeBy((setup, environment) -> new FifoScheduler(
                    (int) setup.parameters().value("limit"), setup.parameters().valueOr("limitBytes", Long.MAX_VALUE)));

    private final PacketFifo queue = new PacketFifo();
    private final int limitPackets;
    private final long limitBytes;

    /** A queue of at most so many packets and so many IP bytes. */
    public FifoScheduler(int limitPackets, long limitBytes) {
        this.limitPackets = limitPackets;
        this.limitBytes = limitBytes;
    }

    /** Most packets held. */
    public int limitPackets() {
        return limitPackets;
    }

    /** Most IP bytes held. */
    public long limitBytes() {
        return limitBytes;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (queue.size() >= limitPackets || queue.bytes() > limitBytes - packet.ipBytes()) {
            return DropReason.QUEUE_FULL;
        }
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        return queue.poll();
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queue.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queue.dropAll(drops, nowPs);
    }

    @Override
    public int packetCount() {
        return queue.size();
    }

    @Override
    public long byteCount() {
        return queue.bytes();
    }
}
