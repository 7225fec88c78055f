package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * A push-in, first-out queue: a packet is given a rank when it comes, which stays; the least rank leaves first, and of equal
 * ranks the one that came first (Sivaraman and others, "Programmable Packet Scheduling at Line Rate", SIGCOMM 2016).
 *
 * <p>With classes it is a tree of such queues: each class gets its share by weight of what the class above it gets. A leaf for
 * which no packet scheduler is named is a queue with this one's ranks; a packet that no class takes is refused.
 */
public final class PifoScheduler implements RankedScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("pifo")
            .summary("Push-in, first-out queue: the least rank first, by a rank function of choice.")
            .source("Sivaraman, Subramanian, Alizadeh and others 2016 (SIGCOMM)")
            .parameters(
                    RankFunction.parameter(),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .classes(ClassSpec.tree("who shares with whom; left out, it is one queue", PifoTree.WEIGHT))
            .checkedBy(setup -> problem(setup.classes()))
            .claims(PifoScheduler::claims)
            .madeBy(PifoScheduler::make);

    /** Those that send while they hold a packet and drop none that they took, as the references to them count packets. */
    private static final List<String> INNER = List.of("fifo", "pifo");

    private final PacketHeap heap = new PacketHeap();
    private final RankFunction ranks;
    private final long limit;

    private PifoScheduler(ParameterValues parameters) {
        ranks = RankFunction.of(parameters);
        limit = parameters.value("limit");
    }

    private static PacketScheduler make(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        return setup.classes().isEmpty()
                ? new PifoScheduler(parameters)
                : new PifoTree(withQueues(setup), parameters.value("limit"), environment);
    }

    private static SchedulerSetup withQueues(SchedulerSetup setup) {
        return setup.withQueueIfNone(new SchedulerSetup(setup.spec(), setup.parameters(), Map.of()));
    }

    private static Optional<String> problem(List<ClassSetup> classes) {
        for (ClassSetup each : classes) {
            SchedulerSetup queue = each.queue();
            if (queue != null && !INNER.contains(queue.spec().name())) {
                return Optional.of("class '" + each.name() + "' has a "
                        + queue.spec().name() + ", and can have " + String.join(" or ", INNER) + " only");
            }
            Optional<String> below = problem(each.classes());
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        if (setup.classes().isEmpty()) {
            return claimsOfQueue(setup.parameters());
        }
        List<Claim> claims = ClassClaims.of(withQueues(setup), environment);
        claims.add(new Claim.Cost(Claim.Growth.LOGARITHMIC));
        if (PifoTree.isExact(setup.classes()) && setup.classes().stream().allMatch(each -> keepsArrival(each, setup))) {
            List<Claim.ClassShare> shares = setup.classes().stream()
                    .map(each -> new Claim.ClassShare(
                            each.name(),
                            ClassClaims.membersOf(setup, each),
                            each.parameters().value(PifoTree.WEIGHT.name())))
                    .toList();
            // As stfq (Goyal, Vin and Cheng 1996, theorem 1): a reference has the length of the packet that leaves for
            // it.
            claims.add(new Claim.ClassesFair(
                    shares,
                    (one, largestOfOne, other, largestOfOther) ->
                            Rational.of(largestOfOne, one.share()).plus(Rational.of(largestOfOther, other.share()))));
        }
        return List.copyOf(claims);
    }

    /** Whether a class is a leaf that sends its packets in the order in which they come. */
    private static boolean keepsArrival(ClassSetup each, SchedulerSetup setup) {
        SchedulerSetup queue = each.queue();
        return each.isLeaf()
                && (queue == null
                        ? RankFunction.isConstant(setup.parameters())
                        : queue.spec().name().equals("fifo") || RankFunction.isConstant(queue.parameters()));
    }

    private static List<Claim> claimsOfQueue(ParameterValues parameters) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.ClassCost(Claim.Growth.LINEAR),
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
    public RankFunction ranks() {
        return ranks;
    }
}
