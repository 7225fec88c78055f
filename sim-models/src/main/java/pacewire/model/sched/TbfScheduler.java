package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * Token bucket filter: one queue, whose packets leave as soon as a token bucket holds tokens for all of their bytes, and a
 * second, small bucket too, where there is a peak rate. Follows Linux {@code net/sched/sch_tbf.c} (packets are never
 * reordered, those above a bucket are dropped when they come) and ns-3's {@code TbfQueueDisc}, whose defaults it has: the peak
 * bucket is as deep as the line's largest packet, and both are full at first.
 *
 * <p>Deviations: tokens are exact ({@link TokenBucket}), where Linux counts nanoseconds of line time and ns-3 rounds them to
 * whole bytes at every departure. ns-3 takes packets above a bucket, which then stand at the head for ever.
 */
public final class TbfScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("tbf")
            .summary("Token bucket filter: shapes all packets to a rate with a burst, and to a peak rate if wanted.")
            .source("Linux net/sched/sch_tbf.c; ns-3 TbfQueueDisc (defaults, depth of the peak bucket)")
            .parameters(
                    // ns-3: Rate 125KB/s, Burst 125000, PeakRate 0, MaxSize 1000p.
                    ParameterSpec.quantity(
                            "rate", Quantity.RATE, "1 Mbps", 1, DataRate.LARGEST_BITS_PER_SECOND, "rate of the tokens"),
                    ParameterSpec.quantity(
                            "burst", Quantity.SIZE, "125 kB", 1, Long.MAX_VALUE, "depth of the bucket, in wire bytes"),
                    ParameterSpec.optionalQuantity(
                            "peakRate",
                            Quantity.RATE,
                            1,
                            DataRate.LARGEST_BITS_PER_SECOND,
                            "rate of the peak bucket; without it there is none"),
                    ParameterSpec.optionalQuantity(
                            "peakBurst",
                            Quantity.SIZE,
                            1,
                            Long.MAX_VALUE,
                            "depth of the peak bucket, in wire bytes; the line's largest packet if left out"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.optionalQuantity(
                            "limitBytes", Quantity.SIZE, 1, Long.MAX_VALUE, "most bytes held, beside the packets"))
            .claims(TbfScheduler::claims)
            .madeBy(TbfScheduler::new);

    private final PacketFifo queue = new PacketFifo();
    private final TokenBucket bucket;
    private final @Nullable TokenBucket peakBucket;
    private final long largestBytes;
    private final long limitPackets;
    private final long limitBytes;

    TbfScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        bucket = new TokenBucket(new DataRate(parameters.value("rate")), parameters.value("burst"));
        peakBucket = hasPeak(parameters)
                ? new TokenBucket(new DataRate(parameters.value("peakRate")), peakBurst(parameters, environment))
                : null;
        largestBytes =
                peakBucket == null ? bucket.burstBytes() : Math.min(bucket.burstBytes(), peakBucket.burstBytes());
        limitPackets = parameters.value("limit");
        limitBytes = parameters.valueOr("limitBytes", Long.MAX_VALUE);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        long limit = parameters.value("limit");
        long limitBytes = parameters.valueOr("limitBytes", Long.MAX_VALUE);
        boolean isSingle = !hasPeak(parameters);
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.FlowOrder(),
                // Behind two buckets a packet may have to wait for the other one.
                new Claim.Shaped(parameters.value("rate"), parameters.value("burst"), false, isSingle),
                new Claim.Bounded(limit, limitBytes),
                new Claim.DropsOnlyWhenFull(limit, limitBytes),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                new Claim.FlowNumbersAreNames(),
                new Claim.BlindToFlows(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (!isSingle) {
            claims.add(
                    new Claim.Shaped(parameters.value("peakRate"), peakBurst(parameters, environment), false, false));
        }
        return List.copyOf(claims);
    }

    private static boolean hasPeak(ParameterValues parameters) {
        return parameters.valueOr("peakRate", 0) > 0;
    }

    /** ns-3: "Mtu ... If null, it is initialized to the MTU of the receiving NetDevice". */
    private static long peakBurst(ParameterValues parameters, SchedulerEnvironment environment) {
        return parameters.valueOr("peakBurst", environment.largestPacketBytes());
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packet.wireBytes() > largestBytes) {
            return DropReason.TOO_LARGE;
        }
        if (queue.size() >= limitPackets || queue.bytes() > limitBytes - packet.ipBytes()) {
            return DropReason.QUEUE_FULL;
        }
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        Packet packet = queue.poll();
        if (packet != null) {
            bucket.take(packet.wireBytes(), nowPs);
            if (peakBucket != null) {
                peakBucket.take(packet.wireBytes(), nowPs);
            }
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        Packet first = queue.peek();
        if (first == null) {
            return NEVER;
        }
        int bytes = first.wireBytes();
        long readyPs = Math.max(nowPs, bucket.holdsPs(bytes));
        return peakBucket == null ? readyPs : Math.max(readyPs, peakBucket.holdsPs(bytes));
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queue.dropAll(drops, nowPs);
        bucket.reset();
        if (peakBucket != null) {
            peakBucket.reset();
        }
    }

    @Override
    public int packetCount() {
        return queue.size();
    }

    @Override
    public long byteCount() {
        return queue.bytes();
    }

    /** Whole bytes of tokens in the bucket, as ns-3 traces them (TokensInFirstBucket). */
    public long tokens(long nowPs) {
        return bucket.tokens(nowPs);
    }
}
