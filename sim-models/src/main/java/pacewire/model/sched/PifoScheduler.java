package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * A push-in, first-out queue: a packet is given a rank when it comes, which stays; the least rank leaves first, and of equal
 * ranks the one that came first (Sivaraman and others, "Programmable Packet Scheduling at Line Rate", SIGCOMM 2016).
 */
public final class PifoScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("pifo")
            .summary("Push-in, first-out queue: the least rank first, by a rank function of choice.")
            .source("Sivaraman, Subramanian, Alizadeh and others 2016 (SIGCOMM)")
            .parameters(
                    RankFunction.parameter(),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> claims(setup.parameters()))
            .madeBy((setup, environment) -> new PifoScheduler(setup.parameters()));

    private final PacketHeap heap = new PacketHeap();
    private final RankFunction ranks;
    private final long limit;

    private PifoScheduler(ParameterValues parameters) {
        ranks = RankFunction.of(parameters);
        limit = parameters.value("limit");
    }

    private static List<Claim> claims(ParameterValues parameters) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.LOGARITHMIC)));
        claims.addAll(RankFunction.claimsOfExactOrder(parameters));
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (heap.size() >= limit) {
            return DropReason.QUEUE_FULL;
        }
        heap.add(packet, ranks.rankOf(packet));
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (heap.isEmpty()) {
            return null;
        }
        long rank = heap.firstRank();
        Packet packet = heap.removeFirst();
        ranks.left(packet, rank, heap.isEmpty());
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return heap.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        heap.dropAll(drops, nowPs);
        ranks.reset();
    }

    @Override
    public int packetCount() {
        return heap.size();
    }

    @Override
    public long byteCount() {
        return heap.bytes();
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ranks.open(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ranks.change(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int flow, long nowPs) {
        ranks.close(flow);
    }
}
