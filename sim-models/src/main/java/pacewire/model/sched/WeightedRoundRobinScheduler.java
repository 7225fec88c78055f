package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Rational;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Weighted round robin: in a round each flow may send as many packets as its weight says (Katevenis, Sidiropoulos and
 * Courcoubetis, "Weighted Round-Robin Cell Multiplexing in a General-Purpose ATM Switch Chip", JSAC 1991). Fair in packets;
 * in bytes only when packets are of one size.
 *
 * <p>Flavours: {@code bursty} sends a flow's packets one after another; {@code interleaved} goes round in cycles, in each of
 * which a flow sends one packet, and takes part in as many cycles of the round as its weight says (Tabatabaee, Le Boudec and
 * Boyer, "Interleaved Weighted Round-Robin: A Network Calculus Analysis", 2021).
 *
 * <p>A flow that comes waits until all others had their visit, or until the next round: one that is empty for a moment gains
 * nothing by it, and what it had left of its round is gone.
 */
public final class WeightedRoundRobinScheduler implements FlowQueueScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("wrr")
            .summary("Weighted round robin: as many packets of each flow in turn as its weight says.")
            .source("Katevenis, Sidiropoulos, Courcoubetis 1991; Tabatabaee, Le Boudec, Boyer 2021 (interleaved)")
            .parameters(
                    ParameterSpec.choice(
                            "flavour",
                            List.of("bursty", "interleaved"),
                            "a flow's packets of a round one after another, or one in each cycle of the round"),
                    FlowQueues.FLOW_LIMIT,
                    FlowQueues.LIMIT)
            .claims((setup, environment) -> List.of(
                    new Claim.WorkConserving(),
                    new Claim.FlowOrder(),
                    new Claim.KeepsWhatItTook(),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.ScalesWithTheLine(),
                    new Claim.ServedWithin(flow -> servedWithin(flow, isInterleaved(setup))),
                    new Claim.Bounded(FlowQueues.limitOf(setup.parameters()), Long.MAX_VALUE),
                    new Claim.Cost(Claim.Growth.CONSTANT)))
            .madeBy((setup, environment) -> new WeightedRoundRobinScheduler(setup));

    private final FlowQueues queues;
    private final Turns turns;

    WeightedRoundRobinScheduler(SchedulerSetup setup) {
        queues = new FlowQueues(setup.parameters());
        turns = isInterleaved(setup) ? new InterleavedTurns(queues) : new BurstyTurns(queues);
    }

    private static boolean isInterleaved(SchedulerSetup setup) {
        return setup.parameters().value("flavour") == 1;
    }

    /**
     * The packet on the line, all that others may send in a round, and one of its own. One that comes into a round of cycles
     * waits for all of that, and in the first cycle of the next one for one of each other flow.
     */
    private static Rational servedWithin(Claim.Flow flow, boolean isInterleaved) {
        long others = flow.totalWeight() - flow.weight() + (isInterleaved ? flow.flows() - 1 : 0);
        return Rational.of((1 + others) * flow.largestBytesOfAll() + flow.largestBytes())
                .dividedBy(flow.line());
    }

    /** Whose turn it is. */
    private sealed interface Turns permits BurstyTurns, InterleavedTurns {
        /** A flow that has its first packet. */
        void join(QueuedFlow flow);

        /** The flow whose turn it is; only when there is one with packets. */
        QueuedFlow next();

        /** That flow has sent a packet. */
        void sent(QueuedFlow flow);

        void clear();
    }

    /** A flow stays in front until it has sent what it may, or has no more. */
    private static final class BurstyTurns implements Turns {
        private final FlowQueues queues;
        private final SlotRing round = new SlotRing();

        BurstyTurns(FlowQueues queues) {
            this.queues = queues;
        }

        @Override
        public void join(QueuedFlow flow) {
            flow.credit = 0;
            round.add(flow.slot);
        }

        @Override
        public QueuedFlow next() {
            QueuedFlow flow = queues.at(round.first());
            if (flow.credit == 0) {
                flow.credit = flow.weight;
            }
            return flow;
        }

        @Override
        public void sent(QueuedFlow flow) {
            flow.credit--;
            if (flow.packets.isEmpty()) {
                round.removeFirst();
            } else if (flow.credit == 0) {
                round.rotate();
            }
        }

        @Override
        public void clear() {
            round.clear();
        }
    }

    /**
     * The first cycle of a round goes along all flows in the order in which they came, the further ones along those that
     * have something left of their weight.
     */
    private static final class InterleavedTurns implements Turns {
        private final FlowQueues queues;
        /** Flows with packets, in the order in which they came; null when there is none. */
        private @Nullable QueuedFlow oldest;

        private @Nullable QueuedFlow newest;
        /** The flow in this order that is next in the first cycle; null when that is over. */
        private @Nullable QueuedFlow nextInOrder;
        /** Flows that take part in further cycles of this round. */
        private final SlotRing further = new SlotRing();

        private long round;

        InterleavedTurns(FlowQueues queues) {
            this.queues = queues;
        }

        @Override
        public void join(QueuedFlow flow) {
            flow.joinedRound = round;
            flow.before = newest;
            flow.after = null;
            if (newest == null) {
                oldest = flow;
            } else {
                newest.after = flow;
            }
            newest = flow;
        }

        @Override
        public QueuedFlow next() {
            // Whoever came during this round stands behind all that were there, and waits for the next one.
            if (nextInOrder != null && nextInOrder.joinedRound < round) {
                return nextInOrder;
            }
            if (!further.isEmpty()) {
                return queues.at(further.first());
            }
            if (oldest == null) {
                throw new IllegalStateException("no flow has packets");
            }
            round++;
            nextInOrder = oldest;
            return oldest;
        }

        @Override
        public void sent(QueuedFlow flow) {
            if (flow == nextInOrder) {
                nextInOrder = flow.after;
                flow.credit = flow.weight;
            } else {
                further.removeFirst();
            }
            flow.credit--;
            if (flow.packets.isEmpty()) {
                leave(flow);
            } else if (flow.credit > 0) {
                further.add(flow.slot);
            }
        }

        private void leave(QueuedFlow flow) {
            QueuedFlow before = flow.before;
            QueuedFlow after = flow.after;
            if (before == null) {
                oldest = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                newest = before;
            } else {
                after.before = before;
            }
        }

        @Override
        public void clear() {
            oldest = null;
            newest = null;
            nextInOrder = null;
            further.clear();
            round = 0;
        }
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        QueuedFlow flow = queues.add(packet);
        if (flow == null) {
            return DropReason.QUEUE_FULL;
        }
        if (flow.packets.size() == 1) {
            turns.join(flow);
        }
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (queues.packetCount() == 0) {
            return null;
        }
        QueuedFlow flow = turns.next();
        Packet packet = queues.take(flow);
        turns.sent(flow);
        queues.forgetIfIdle(flow);
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queues.packetCount() == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queues.reset(drops, nowPs);
        turns.clear();
    }

    @Override
    public FlowQueues queues() {
        return queues;
    }
}
