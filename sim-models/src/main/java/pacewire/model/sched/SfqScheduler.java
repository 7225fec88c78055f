package pacewire.model.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Stochastic fair queueing: flows are hashed into buckets, and buckets with packets take turns, a quantum each, with
 * overdraft (McKenney, "Stochastic Fairness Queueing", INFOCOM 1990). Follows Linux {@code net/sched/sch_sfq.c}: when the
 * limit is passed, a packet of the longest queue is dropped; among equally long ones of that which became so long last; and
 * when all hold one packet, of that whose turn is next.
 *
 * <p>Flows that share a bucket share its turn: of n flows one is alone in m buckets with probability (1 - 1/m)^(n-1).
 * {@code perturb} changes the hash from time to time; packets held move to their new buckets, each flow's in order.
 *
 * <p>Deviations: the hash is of the flow's number, with a seed from the run; time for {@code perturb} begins with the first
 * packet; a flow is dropped from without its RED, which Linux has as an option.
 */
public final class SfqScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("sfq")
            .summary("Stochastic fair queueing: hashed flows take turns, and the longest queue is dropped from.")
            .source("McKenney 1990; Linux net/sched/sch_sfq.c")
            .parameters(
                    ParameterSpec.optionalQuantity(
                            "quantum",
                            Quantity.SIZE,
                            1,
                            1_000_000_000,
                            "wire bytes a turn; left out, the line's largest packet"),
                    // sch_sfq.c: SFQ_MAX_DEPTH 127, SFQ_DEFAULT_FLOWS 128, SFQ_DEFAULT_HASH_DIVISOR 1024.
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "127 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.quantity(
                            "depth", Quantity.PACKETS, "127 packets", 1, 65_535, "most packets held in a bucket"),
                    ParameterSpec.quantity(
                            "flows", Quantity.NUMBER, "128", 1, 65_408, "most buckets that have packets"),
                    ParameterSpec.quantity("divisor", Quantity.NUMBER, "1024", 1, 65_536, "buckets"),
                    ParameterSpec.quantity(
                            "perturb",
                            Quantity.TIME,
                            "0 s",
                            0,
                            1000 * SimTime.SECOND,
                            "time after which the hash changes; 0: never"),
                    ParameterSpec.choice(
                            "drop", List.of("tail", "head"), "which packet of a queue is dropped (headdrop)"))
            .claims(SfqScheduler::claims)
            .madeBy(SfqScheduler::new);

    private static final int DROP_HEAD = 1;

    private final long quantum;
    private final long limit;
    private final int depth;
    private final long perturbPs;
    private final boolean dropsHead;
    private final int flows;
    private final long seed;

    /** The slot that a bucket has while packets of it are held. */
    private final SfqSlots.@Nullable Slot[] buckets;

    private SfqSlots slots;
    /** The slot whose turn is last, which knows the first; null when empty. */
    private SfqSlots.@Nullable Slot lastInTurn;

    /** What the hash is seeded with besides: how many times it has changed. */
    private long perturbation;
    /** When it changes next; {@link #NEVER} before the first packet. */
    private long nextPerturbationPs = NEVER;

    private int packets;
    private long bytes;
    private final DropListener drops;

    SfqScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        quantum = parameters.valueOr("quantum", environment.largestPacketBytes());
        depth = (int) parameters.value("depth");
        flows = (int) parameters.value("flows");
        limit = limitOf(parameters);
        perturbPs = parameters.value("perturb");
        dropsHead = parameters.value("drop") == DROP_HEAD;
        buckets = new SfqSlots.Slot[(int) parameters.value("divisor")];
        slots = new SfqSlots(flows, depth);
        seed = environment.random("hash").nextLong();
        drops = environment.drops();
    }

    /** Linux takes no limit beyond what the queues can hold. */
    private static long limitOf(ParameterValues parameters) {
        return Math.min(parameters.value("limit"), parameters.value("depth") * parameters.value("flows"));
    }

    /** Nothing is claimed of fairness: it depends on who shares a bucket. */
    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        long limit = limitOf(parameters);
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.ScalesWithTheLine(),
                new Claim.Bounded(limit, Long.MAX_VALUE)));
        if (parameters.value("depth") >= limit
                && parameters.value("flows") > limit
                && parameters.value("perturb") == 0) {
            claims.add(new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE));
        }
        if (parameters.valueOr("quantum", environment.largestPacketBytes()) >= environment.largestPacketBytes()) {
            claims.add(new Claim.Cost(Claim.Growth.CONSTANT));
        }
        return List.copyOf(claims);
    }

    /** The bucket of a flow, at present. */
    public int bucketOf(int flow) {
        return (int) Long.remainderUnsigned(mixed(seed + mixed(perturbation) + flow), buckets.length);
    }

    /** A bijection in which every bit depends on every bit: Stafford's variant 13 of MurmurHash3's finaliser, as in SplitMix64. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        perturb(nowPs);
        if (nextPerturbationPs == NEVER && perturbPs > 0) {
            nextPerturbationPs = nowPs + perturbPs;
        }
        SfqSlots.Slot slot = slotOf(packet.flow);
        if (slot == null) {
            return DropReason.QUEUE_FULL;
        }
        if (slot.length() >= depth) {
            if (!dropsHead) {
                return DropReason.QUEUE_FULL;
            }
            pushOut(slots.removeFirst(slot), nowPs);
        }
        add(slot, packet);
        if (packets <= limit) {
            return Verdict.Accepted.ACCEPTED;
        }
        Packet victim = victim();
        remove(victim);
        if (victim == packet) {
            return DropReason.QUEUE_FULL;
        }
        drops.dropped(victim, DropReason.PUSHED_OUT, nowPs);
        return Verdict.Accepted.ACCEPTED;
    }

    /** The slot of a flow's bucket; null when it has none and none is free. */
    private SfqSlots.@Nullable Slot slotOf(int flow) {
        int bucket = bucketOf(flow);
        SfqSlots.Slot slot = buckets[bucket];
        if (slot == null) {
            slot = slots.free();
            if (slot != null) {
                buckets[bucket] = slot;
                slot.hash = bucket;
            }
        }
        return slot;
    }

    private void add(SfqSlots.Slot slot, Packet packet) {
        boolean isNew = slot.length() == 0 && slot.nextInTurn == null;
        slots.append(slot, packet);
        packets++;
        bytes += packet.ipBytes();
        if (isNew) {
            // Behind all others: those that come again and again must not keep others from their turn.
            joinTurns(slot);
            slot.allot = quantum;
        }
    }

    private void joinTurns(SfqSlots.Slot slot) {
        SfqSlots.Slot last = lastInTurn;
        if (last == null) {
            slot.nextInTurn = slot;
        } else {
            slot.nextInTurn = last.nextInTurn;
            last.nextInTurn = slot;
        }
        lastInTurn = slot;
    }

    /** The slot whose turn is next; only when not empty. */
    private static SfqSlots.Slot following(SfqSlots.Slot slot) {
        SfqSlots.Slot next = slot.nextInTurn;
        if (next == null) {
            throw new IllegalStateException("a slot without a turn");
        }
        return next;
    }

    private void leaveTurns(SfqSlots.Slot last, SfqSlots.Slot slot) {
        buckets[slot.hash] = null;
        if (slot == last) {
            lastInTurn = null;
        } else {
            last.nextInTurn = slot.nextInTurn;
        }
        slot.nextInTurn = null;
    }

    /** Takes the packet to drop from the longest queue. */
    private Packet victim() {
        SfqSlots.Slot last = lastInTurn;
        if (last == null) {
            throw new IllegalStateException("full, and without packets");
        }
        SfqSlots.Slot slot = slots.longest();
        if (slots.longestLength() == 1) {
            slot = following(last);
            leaveTurns(last, slot);
        }
        return dropsHead ? slots.removeFirst(slot) : slots.removeLast(slot);
    }

    private void remove(Packet packet) {
        packets--;
        bytes -= packet.ipBytes();
    }

    private void pushOut(Packet packet, long nowPs) {
        remove(packet);
        drops.dropped(packet, DropReason.PUSHED_OUT, nowPs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        perturb(nowPs);
        SfqSlots.Slot last = lastInTurn;
        if (last == null) {
            return null;
        }
        SfqSlots.Slot slot = following(last);
        while (slot.allot <= 0) {
            slot.allot += quantum;
            last = slot;
            slot = following(last);
        }
        lastInTurn = last;
        Packet packet = slots.removeFirst(slot);
        remove(packet);
        if (slot.length() == 0) {
            leaveTurns(last, slot);
        } else {
            slot.allot -= packet.wireBytes();
        }
        return packet;
    }

    /** Changes the hash if its time is over. What happens between two calls makes no difference, so it is done here. */
    private void perturb(long nowPs) {
        if (perturbPs == 0 || nowPs < nextPerturbationPs) {
            return;
        }
        long times = 1 + (nowPs - nextPerturbationPs) / perturbPs;
        perturbation += times;
        nextPerturbationPs += times * perturbPs;
        rehash(nowPs);
    }

    /** As {@code sfq_rehash}: slot by slot, so that no packet overtakes one of its own flow. */
    private void rehash(long nowPs) {
        ArrayDeque<Packet> all = new ArrayDeque<>(packets);
        slots.removeAll(all::addLast);
        clearTurns();
        packets = 0;
        bytes = 0;
        for (Packet packet : all) {
            SfqSlots.Slot slot = slotOf(packet.flow);
            if (slot == null || slot.length() >= depth) {
                drops.dropped(packet, DropReason.PUSHED_OUT, nowPs);
            } else {
                add(slot, packet);
            }
        }
    }

    private void clearTurns() {
        SfqSlots.Slot slot = lastInTurn;
        while (slot != null) {
            SfqSlots.Slot next = slot.nextInTurn;
            slot.nextInTurn = null;
            slot = next;
        }
        lastInTurn = null;
        Arrays.fill(buckets, null);
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        slots.removeAll(packet -> taker.dropped(packet, DropReason.RESET, nowPs));
        slots = new SfqSlots(flows, depth);
        clearTurns();
        perturbation = 0;
        nextPerturbationPs = NEVER;
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
}
