package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * Eiffel's queue of buckets (Saeed and others, "Eiffel: Efficient and Flexible Software Packet Scheduling", NSDI 2019,
 * section 3.1): ranks are rounded down to buckets, and the first full bucket is found by "find first set" in a tree of words.
 * A bucket is first in, first out. Ranks move on without end, so there are two rings of buckets, one behind the other: when
 * the first is empty, they change places (the paper's circular hierarchical queue, cFFS).
 *
 * <p>A rank before the first ring stands in its first bucket, one behind the second ring in its last: there the order is that
 * of arrival. The first packet after an idle time stands in the middle of the first ring.
 */
public final class EiffelScheduler implements RankedScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("eiffel")
            .summary("Eiffel: ranks in buckets, the least found in constant time by find-first-set.")
            .source("Saeed, Zhao, Dukkipati, Ammar, Zegura, Harras, Vahdat 2019 (NSDI), section 3.1")
            .parameters(
                    RankFunction.parameter(),
                    // Section 5.1 of the paper measures rings of 5,000 and 10,000 buckets.
                    ParameterSpec.quantity(
                            "buckets", Quantity.NUMBER, "8192", 2, 1 << 22, "buckets in each of the two rings"),
                    ParameterSpec.quantity(
                            "granularity",
                            Quantity.TIME,
                            "1 us",
                            1,
                            SimTime.SECOND,
                            "width of a bucket where ranks are instants; it is a byte for lengths and start times"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "10000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> claims(setup.parameters(), environment))
            .madeBy((setup, environment) -> new EiffelScheduler(setup.parameters()));

    /** Buckets are numbered within this, far from the end of a long. */
    private static final long FARTHEST = 1L << 61;

    private final RankFunction ranks;
    private final long width;
    private final int size;
    private final long limit;
    private Ring present;
    private Ring following;
    /** Number of the first bucket of the present ring. */
    private long firstBucket;

    private int packets;
    private long bytes;

    private EiffelScheduler(ParameterValues parameters) {
        ranks = RankFunction.of(parameters);
        width = ranks.bucketWidth(parameters.value("granularity"));
        size = (int) parameters.value("buckets");
        limit = parameters.value("limit");
        present = new Ring(size);
        following = new Ring(size);
    }

    /** Priorities are less than 16 apart: with that many buckets before the first packet's the order is exact. */
    private static List<Claim> claims(ParameterValues parameters, SchedulerEnvironment environment) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        long half = parameters.value("buckets") / 2;
        if (half > RankFunction.spread(parameters, environment.largestPacketBytes())) {
            claims.addAll(RankFunction.claimsOfExactOrder(parameters));
        }
        if (RankFunction.isInstant(parameters)) {
            claims.add(new Claim.TimeGrid(parameters.value("granularity")));
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= limit) {
            return DropReason.QUEUE_FULL;
        }
        packet.heldOrder = ranks.rankOf(packet);
        long bucket = Math.max(-FARTHEST, Math.min(FARTHEST, Math.floorDiv(packet.heldOrder, width)));
        if (packets == 0) {
            firstBucket = bucket - size / 2;
        }
        long place = Math.max(0, Math.min(bucket - firstBucket, 2L * size - 1));
        if (place < size) {
            present.add((int) place, packet);
        } else {
            following.add((int) place - size, packet);
        }
        packets++;
        bytes += packet.ipBytes();
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (packets == 0) {
            return null;
        }
        if (present.isEmpty()) {
            turn();
        }
        Packet packet = present.removeFirst();
        packets--;
        bytes -= packet.ipBytes();
        ranks.left(packet, packet.heldOrder, packets == 0);
        return packet;
    }

    private void turn() {
        Ring empty = present;
        present = following;
        following = empty;
        firstBucket += size;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        present.dropAll(drops, nowPs);
        following.dropAll(drops, nowPs);
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

    /** A row of buckets, made when they are first used. */
    private static final class Ring {
        private final @Nullable PacketFifo[] buckets;
        private final BucketBitmap full;

        Ring(int size) {
            buckets = new PacketFifo[size];
            full = new BucketBitmap(size);
        }

        boolean isEmpty() {
            return full.isEmpty();
        }

        void add(int place, Packet packet) {
            PacketFifo bucket = buckets[place];
            if (bucket == null) {
                bucket = new PacketFifo();
                buckets[place] = bucket;
            }
            bucket.add(packet);
            full.set(place);
        }

        /** The first packet of the first full bucket; only when not empty. */
        Packet removeFirst() {
            int place = full.firstFrom(0);
            PacketFifo bucket = buckets[place];
            Packet packet = bucket == null ? null : bucket.poll();
            if (bucket == null || packet == null) {
                throw new IllegalStateException("bucket " + place + " is marked full, and is empty");
            }
            if (bucket.isEmpty()) {
                full.clear(place);
            }
            return packet;
        }

        void dropAll(DropListener drops, long nowPs) {
            while (!full.isEmpty()) {
                drops.dropped(removeFirst(), DropReason.RESET, nowPs);
            }
        }
    }
}
