package pacewire.model.sched;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * SP-PIFO: a push-in, first-out queue approximated by a few first-in, first-out queues of strict priority (Alcoz, Dietmüller and
 * Vanbever, "SP-PIFO: Approximating Push-In First-Out Behaviors using Strict-Priority Queues", NSDI 2020). Each queue has a
 * bound. A packet goes to the first queue, from the lowest priority up, whose bound is not above its rank, and raises the
 * bound to its rank (push-up). A packet below the highest queue's bound goes there all the same, and lowers all bounds by
 * as much as it is below (push-down).
 *
 * <p>There is no bound on how far the order may be from the exact one.
 */
public final class SpPifoScheduler implements RankedScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("sp-pifo")
            .summary("SP-PIFO: ranks approximated by a few strict-priority queues with adaptive bounds.")
            .source("Alcoz, Dietmüller, Vanbever 2020 (NSDI), section 3")
            .parameters(
                    RankFunction.parameter(),
                    // Section 6: 8 queues, as switches have for each port.
                    ParameterSpec.quantity("queues", Quantity.NUMBER, "8", 1, 1024, "queues of strict priority"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> claims(setup.parameters()))
            .madeBy((setup, environment) -> new SpPifoScheduler(setup.parameters()));

    /** Of a queue that had no packet yet: below every rank. (The paper begins with 0, the least of its ranks.) */
    private static final long NO_BOUND = Long.MIN_VALUE;

    private final PacketFifo[] queues;
    /** Of each queue, highest priority first. */
    private final long[] bounds;

    private final RankFunction ranks;
    private final long limit;
    private int packets;
    private long bytes;

    private SpPifoScheduler(ParameterValues parameters) {
        ranks = RankFunction.of(parameters);
        limit = parameters.value("limit");
        queues = new PacketFifo[(int) parameters.value("queues")];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new PacketFifo();
        }
        bounds = new long[queues.length];
        Arrays.fill(bounds, NO_BOUND);
    }

    /** With one queue it is first in, first out; with several even a flow whose ranks grow may be reordered by a push-down. */
    private static List<Claim> claims(ParameterValues parameters) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (parameters.value("queues") == 1 || RankFunction.isConstant(parameters)) {
            claims.add(new Claim.FlowOrder());
        }
        return List.copyOf(claims);
    }

    /** The bound of a queue; 0 is that of highest priority. */
    public long bound(int queue) {
        return bounds[queue];
    }

    /** Packets in a queue; 0 is that of highest priority. */
    public int packetCount(int queue) {
        return queues[queue].size();
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= limit) {
            return DropReason.QUEUE_FULL;
        }
        packet.heldOrder = ranks.rankOf(packet);
        queues[queueFor(packet.heldOrder)].add(packet);
        packets++;
        bytes += packet.ipBytes();
        return Verdict.Accepted.ACCEPTED;
    }

    /** Finds the queue for a rank, and moves the bounds. */
    private int queueFor(long rank) {
        int queue = queues.length - 1;
        while (queue > 0 && rank < bounds[queue]) {
            queue--;
        }
        if (rank < bounds[queue]) {
            lowerBounds(below(bounds[queue], rank));
        }
        bounds[queue] = rank;
        return queue;
    }

    private void lowerBounds(long cost) {
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = below(bounds[i], cost);
        }
    }

    /** A difference that stays within a long: ranks may be instants, or none at all. */
    private static long below(long value, long other) {
        long difference = value - other;
        boolean isBeyond = ((value ^ other) & (value ^ difference)) < 0;
        return isBeyond ? (value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        for (PacketFifo queue : queues) {
            Packet packet = queue.peek();
            if (packet != null) {
                return leave(packet, queue);
            }
        }
        return null;
    }

    private Packet leave(Packet packet, PacketFifo queue) {
        queue.poll();
        packets--;
        bytes -= packet.ipBytes();
        ranks.left(packet, packet.heldOrder, packets == 0);
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        for (PacketFifo queue : queues) {
            queue.dropAll(drops, nowPs);
        }
        Arrays.fill(bounds, NO_BOUND);
        ranks.reset();
        packets = 0;
        bytes = 0;
    }

    @Override
    public int packetCount() {
        return packets;
    }

    @Override
    public long byteCount() {
        return bytes;
    }

    @Override
    public RankFunction ranks() {
        return ranks;
    }
}
