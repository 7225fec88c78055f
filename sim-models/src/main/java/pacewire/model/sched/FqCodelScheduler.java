package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * FQ-CoDel, RFC 8290 (Hoeiland-Joergensen, McKenney, Taht, Gettys and Dumazet, "The Flow Queue CoDel Packet Scheduler and
 * Active Queue Management Algorithm", 2018): flows are hashed into queues, each is managed by {@link Codel}, and they take
 * turns by deficit round robin with overdraft, those that have just become active first. A queue that was new and is empty goes
 * behind the old ones before it is forgotten, so that a flow cannot stay new by stopping again and again.
 *
 * <p>Turns are counted in wire bytes, limits in IP bytes (Linux: in bytes of the buffers). Where one overflow leaves more than
 * the limits allow, it is followed by another, so that the limits hold; Linux goes on one batch at a time.
 */
public final class FqCodelScheduler implements PacketScheduler {
    // RFC 8290, section 5.2 and Linux sch_fq_codel.c, fq_codel_init: ECN is on.
    private static final ParameterSpec ECN =
            ParameterSpec.choice("ecn", List.of("on", "off"), "mark ECN-capable packets instead of dropping them");

    public static final SchedulerSpec SPEC = SchedulerSpec.named("fq_codel")
            .summary("Flows hashed into queues that take turns, each kept short by CoDel; new flows go first.")
            .source("RFC 8290; Linux net/sched/sch_fq_codel.c; ns-3.37 fq-codel-queue-disc.cc")
            .parameters(
                    CodelSettings.FLAVOUR,
                    CodelSettings.TARGET,
                    CodelSettings.INTERVAL,
                    CodelSettings.MTU,
                    // RFC 8290, section 5.2; Linux has the same: 1024 queues, one MTU with its Ethernet header, 10240
                    // packets.
                    ParameterSpec.quantity(
                            "flows", Quantity.NUMBER, "1024", 1, 65_536, "number of queues to hash flows into"),
                    ParameterSpec.quantity("quantum", Quantity.SIZE, "1514 B", 64, 1_000_000, "wire bytes of a turn"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "10240 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.quantity(
                            "memoryLimit", Quantity.SIZE, "32 MiB", 1, Long.MAX_VALUE, "most IP bytes held"),
                    ParameterSpec.quantity(
                            "dropBatch",
                            Quantity.PACKETS,
                            "64 packets",
                            1,
                            Integer.MAX_VALUE,
                            "most packets pushed out at once"),
                    ECN)
            .claims(FqCodelScheduler::claimsOf)
            .madeBy(FqCodelScheduler::new);

    /** Where a flow's queue stands. */
    public enum Turn {
        /** Among those that have just become active. */
        NEW,
        OLD,
        INACTIVE
    }

    private final CodelSettings settings;
    private final long quantum;
    private final int limitPackets;
    private final long limitBytes;
    private final int dropBatch;
    private final DropListener drops;
    private final FlowHash hash;
    /** By hash; made when first needed. */
    private final @Nullable FlowsQueue[] queues;

    private final Chain<FlowsQueue> newQueues = new Chain<>();
    private final Chain<FlowsQueue> oldQueues = new Chain<>();
    private int heldPackets;
    private long heldBytes;

    FqCodelScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        settings = settingsOf(setup);
        quantum = setup.parameters().value("quantum");
        limitPackets = (int) setup.parameters().value("limit");
        limitBytes = setup.parameters().value("memoryLimit");
        dropBatch = (int) setup.parameters().value("dropBatch");
        drops = environment.drops();
        hash = new FlowHash(environment.random("hash"));
        queues = new FlowsQueue[(int) setup.parameters().value("flows")];
    }

    private static CodelSettings settingsOf(SchedulerSetup setup) {
        return CodelSettings.of(setup.parameters(), setup.parameters().value(ECN.name()) == 0);
    }

    private static List<Claim> claimsOf(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = setup.parameters().value("limit");
        long memory = setup.parameters().value("memoryLimit");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.Bounded(limit, memory),
                new Claim.DropsOnlyWhenFull(limit, memory),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        claims.addAll(settingsOf(setup).claims(true));
        return claims;
    }

    /** What the queue of a flow may still send in its turn, in wire bytes; 0 when it was never active. */
    public long deficitBytes(int flow) {
        FlowsQueue queue = queues[hash.bucket(flow, queues.length)];
        return queue == null ? 0 : queue.deficit;
    }

    /** Where the queue of a flow stands. */
    public Turn turn(int flow) {
        FlowsQueue queue = queues[hash.bucket(flow, queues.length)];
        if (queue == null || queue.chain == null) {
            return Turn.INACTIVE;
        }
        return queue.chain == newQueues ? Turn.NEW : Turn.OLD;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packet.ipBytes() > limitBytes) {
            return DropReason.QUEUE_FULL;
        }
        FlowsQueue queue = queueOf(packet);
        packet.heldSincePs = nowPs;
        queue.packets.add(packet);
        heldPackets++;
        heldBytes += packet.ipBytes();
        if (queue.chain == null) {
            queue.deficit = quantum;
            newQueues.addLast(queue);
        }
        boolean isTaken = true;
        while (heldPackets > limitPackets || heldBytes > limitBytes) {
            isTaken &= pushOut(fattest(), packet, nowPs);
        }
        return isTaken ? Verdict.Accepted.ACCEPTED : DropReason.QUEUE_FULL;
    }

    private FlowsQueue queueOf(Packet packet) {
        int bucket = hash.bucket(packet.flow, queues.length);
        FlowsQueue queue = queues[bucket];
        if (queue == null) {
            queue = new FlowsQueue();
            queues[bucket] = queue;
        }
        return queue;
    }

    /** The queue with the most bytes, the first in order of hashes of those with as many. */
    private FlowsQueue fattest() {
        FlowsQueue fattest = null;
        for (FlowsQueue queue : queues) {
            if (queue != null && (fattest == null || queue.packets.bytes() > fattest.packets.bytes())) {
                fattest = queue;
            }
        }
        if (fattest == null) {
            throw new IllegalStateException("over the limit without a queue");
        }
        return fattest;
    }

    /**
     * Half of a queue's bytes from its head, but no more than a batch: searching for the queue is what costs (RFC 8290,
     * section 5.2.3).
     *
     * @return whether the packet that is just coming was not among them: that one is still the caller's
     */
    private boolean pushOut(FlowsQueue queue, Packet coming, long nowPs) {
        long half = queue.packets.bytes() >> 1;
        long pushedBytes = 0;
        int pushed = 0;
        boolean isComingKept = true;
        do {
            Packet victim = queue.poll();
            if (victim == null) {
                break;
            }
            pushed++;
            pushedBytes += victim.ipBytes();
            if (victim == coming) {
                isComingKept = false;
            } else {
                drops.dropped(victim, DropReason.PUSHED_OUT, nowPs);
            }
        } while (pushed < dropBatch && pushedBytes < half);
        if (settings.flavour() == CodelFlavour.LINUX) {
            // fq_codel_drop: "tell codel to increase its signal strength also"; neither the RFC nor ns-3 does.
            queue.codel.countMore(pushed);
        }
        return isComingKept;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        while (true) {
            Chain<FlowsQueue> chain = newQueues.isEmpty() ? oldQueues : newQueues;
            FlowsQueue queue = chain.first();
            if (queue == null) {
                return null;
            }
            if (queue.deficit <= 0) {
                queue.deficit += quantum;
                chain.moveFirstTo(oldQueues);
                continue;
            }
            Packet packet = queue.codel.dequeue(queue, nowPs);
            if (packet != null) {
                queue.deficit -= packet.wireBytes();
                return packet;
            }
            endTurns(queue, chain);
        }
    }

    /** RFC 8290, section 4.2: an empty new queue passes once through the old ones, if there are any. */
    private void endTurns(FlowsQueue queue, Chain<FlowsQueue> chain) {
        chain.remove(queue);
        if (chain == newQueues && !oldQueues.isEmpty()) {
            oldQueues.addLast(queue);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        return heldPackets == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        for (FlowsQueue queue : queues) {
            if (queue != null) {
                queue.reset(taker, nowPs);
            }
        }
        heldPackets = 0;
        heldBytes = 0;
    }

    @Override
    public int packetCount() {
        return heldPackets;
    }

    @Override
    public long byteCount() {
        return heldBytes;
    }

    private final class FlowsQueue extends ChainedQueue<FlowsQueue> implements CodelQueue {
        final Codel codel = new Codel(settings);

        @Override
        public @Nullable Packet poll() {
            Packet packet = packets.poll();
            if (packet != null) {
                heldPackets--;
                heldBytes -= packet.ipBytes();
            }
            return packet;
        }

        /** Linux: of all queues, so that one is not cut down while others wait; ns-3: its own. */
        @Override
        public long backlogBytes() {
            return settings.flavour() == CodelFlavour.NS3 ? packets.bytes() : heldBytes;
        }

        @Override
        public void dropEarly(Packet packet, long nowPs) {
            drops.dropped(packet, DropReason.EARLY, nowPs);
        }

        void reset(DropListener taker, long nowPs) {
            packets.dropAll(taker, nowPs);
            codel.reset();
            deficit = 0;
            if (chain != null) {
                chain.remove(this);
            }
        }
    }
}
