package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Deficit round robin over classes, as Linux {@code net/sched/sch_drr.c}: each class takes part in the round as a flow does,
 * with any packet scheduler in it, whose next packet is taken into the class's hand to see its length. What no class takes
 * is refused, as {@code drr_classify} does.
 *
 * <p>Deviation: a class whose packet scheduler holds its packets back in its turn leaves the round as if it were empty, and
 * joins at the end once a packet may leave, where Linux warns of it and sends nothing.
 */
final class DrrClasses implements ClassfulScheduler {
    static final ParameterSpec WEIGHT = ParameterSpec.quantity(
            "weight", Quantity.NUMBER, "1", 1, FlowMetrics.LARGEST_WEIGHT, "its quantum is so many times as large");

    static final ParameterSpec QUANTUM = ParameterSpec.optionalQuantity(
            "quantum",
            Quantity.SIZE,
            1,
            DrrScheduler.MOST_QUANTUM,
            "wire bytes a visit for each unit of weight; left out, that of the packet scheduler");

    private final DrrScheduler.Flavour flavour;
    private final long limit;
    private final ClassTree tree;
    private final List<Turn> turns = new ArrayList<>();
    /** Classes with packets, by their indexes; that in front is being visited. */
    private final SlotRing round = new SlotRing();
    /** Whether the class in front has had the quantum of this visit; only in the paper's flavour. */
    private boolean isVisiting;

    /** A class, and what it may still send in its turn. */
    private static final class Turn {
        private final ClassQueue queue;
        private final long quantum;
        private long credit;
        private boolean isInRound;

        Turn(ClassQueue queue, long quantum) {
            this.queue = queue;
            this.quantum = quantum;
        }
    }

    /**
     * @param quantum for each unit of weight, of a class that has no other
     * @param limit most packets held of all classes together
     */
    DrrClasses(
            SchedulerSetup setup,
            DrrScheduler.Flavour flavour,
            long quantum,
            long limit,
            SchedulerEnvironment environment) {
        this.flavour = flavour;
        this.limit = limit;
        tree = new ClassTree(setup, environment);
        for (ClassTree.Leaf leaf : tree.leaves()) {
            turns.add(new Turn(leaf.queue(), quantumOf(leaf.setup(), quantum)));
        }
    }

    /** Wire bytes that a class may send in each visit. */
    static long quantumOf(ClassSetup each, long usual) {
        return each.parameters().valueOr(QUANTUM.name(), usual)
                * each.parameters().value(WEIGHT.name());
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        ClassTree.Leaf leaf = tree.leafOf(packet);
        if (leaf == null) {
            return DropReason.NO_CLASS;
        }
        if (tree.packetCount() >= limit) {
            return DropReason.QUEUE_FULL;
        }
        Verdict verdict = leaf.queue().enqueue(packet, nowPs);
        Turn turn = turns.get(leaf.index());
        if (!turn.isInRound && turn.queue.readyAtPs(nowPs) <= nowPs) {
            join(leaf.index());
        }
        return verdict;
    }

    private void join(int index) {
        Turn turn = turns.get(index);
        turn.credit = flavour == DrrScheduler.Flavour.PAPER ? 0 : turn.quantum;
        turn.isInRound = true;
        round.add(index);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        joinThoseThatMaySendAgain(nowPs);
        while (!round.isEmpty()) {
            Turn turn = turns.get(round.first());
            Packet next = turn.queue.peek(nowPs);
            if (next == null) {
                leaveRound(turn);
            } else if (maySend(turn, next)) {
                return send(turn, nowPs);
            } else {
                endVisit(turn);
            }
        }
        return null;
    }

    private void joinThoseThatMaySendAgain(long nowPs) {
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (!turn.isInRound && turn.queue.readyAtPs(nowPs) <= nowPs) {
                join(i);
            }
        }
    }

    /** Of the class in front, whose visit begins with the first question in the paper's flavour. */
    private boolean maySend(Turn turn, Packet next) {
        if (flavour == DrrScheduler.Flavour.PAPER && !isVisiting) {
            turn.credit += turn.quantum;
            isVisiting = true;
        }
        return flavour == DrrScheduler.Flavour.OVERDRAFT ? turn.credit > 0 : next.wireBytes() <= turn.credit;
    }

    private @Nullable Packet send(Turn turn, long nowPs) {
        Packet packet = turn.queue.dequeue(nowPs);
        if (packet != null) {
            turn.credit -= packet.wireBytes();
        }
        if (turn.queue.isEmpty()) {
            leaveRound(turn);
        }
        return packet;
    }

    private void endVisit(Turn turn) {
        if (flavour != DrrScheduler.Flavour.PAPER) {
            turn.credit += turn.quantum;
        }
        isVisiting = false;
        round.rotate();
    }

    /** The class in front has nothing to send. */
    private void leaveRound(Turn turn) {
        turn.credit = 0;
        turn.isInRound = false;
        round.removeFirst();
        isVisiting = false;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return tree.readyAtPs(nowPs);
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        tree.reset(drops, nowPs);
        round.clear();
        isVisiting = false;
        for (Turn turn : turns) {
            turn.credit = 0;
            turn.isInRound = false;
        }
    }

    @Override
    public ClassTree classes() {
        return tree;
    }
}
