package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Hierarchical token bucket, as Linux {@code net/sched/sch_htb.c}: each class has a guaranteed rate and a ceil. A leaf within
 * its rate sends; one beyond it, and within its ceil, borrows from the nearest class above that is within its own rate. Who
 * borrows from a lower level goes first, then the lower priority number; among equals deficit round robin by quantum, in the
 * order written. Buckets lend: a packet goes when the bucket owes nothing, and is charged in full. Packets that no class
 * takes ({@code direct} in Linux, where no default class is set) are not shaped and go before all others; a last class without
 * {@code match} takes them instead.
 *
 * <p>Deviations: tokens are exact, where Linux rounds to nanoseconds. A leaf whose inner packet scheduler holds its packets
 * back has nothing to send meanwhile, where Linux warns of it. Hysteresis is off, as it is in Linux by default.
 */
public final class HtbScheduler implements ClassfulScheduler {
    /** {@code pkt_sched.h}: TC_HTB_MAXDEPTH. */
    static final int MOST_LEVELS = 8;

    private static final int PRIORITIES = 8;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("htb")
            .summary(
                    "Hierarchical token bucket: classes with guaranteed rates that borrow from each other up to a ceil.")
            .source("Linux net/sched/sch_htb.c; Devera, \"Hierarchical token bucket theory\"")
            .parameters(
                    ParameterSpec.quantity(
                            "r2q",
                            Quantity.NUMBER,
                            "10",
                            1,
                            1_000_000,
                            "divides a rate in bytes a second into the quantum"),
                    // Linux: direct_qlen is the device's tx_queue_len.
                    ParameterSpec.quantity(
                            "directLimit",
                            Quantity.PACKETS,
                            "1000 packets",
                            1,
                            Integer.MAX_VALUE,
                            "most packets held that no class takes"))
            .classes(ClassSpec.tree(
                    "who is guaranteed what; without classes nothing is shaped",
                    HtbClass.RATE,
                    HtbClass.CEIL,
                    HtbClass.BURST,
                    HtbClass.CEIL_BURST,
                    HtbClass.PRIORITY,
                    HtbClass.QUANTUM))
            .checkedBy(setup -> problem(setup.classes(), 1))
            .claims(HtbScheduler::claims)
            .madeBy(HtbScheduler::new);

    private final ClassTree tree;
    private final FifoScheduler direct;
    private final List<HtbClass> leaves = new ArrayList<>();
    private final List<List<HtbClass>> levels = new ArrayList<>();
    /** By level and priority: the place of the class whose turn it is. */
    private final int[][] turns = new int[MOST_LEVELS][PRIORITIES];

    private long searches;

    HtbScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        tree = new ClassTree(setup, environment);
        direct = new FifoScheduler((int) setup.parameters().value("directLimit"), Long.MAX_VALUE);
        for (int level = 0; level < MOST_LEVELS; level++) {
            levels.add(new ArrayList<>());
        }
        long r2q = setup.parameters().value("r2q");
        for (ClassTree.Node root : tree.roots()) {
            enter(new HtbClass(root, null, 0, 0, r2q));
        }
    }

    private void enter(HtbClass entered) {
        List<HtbClass> level = levels.get(entered.level);
        entered.placeInLevel = level.size();
        level.add(entered);
        if (entered.queue != null) {
            leaves.add(entered);
        }
        entered.children.forEach(this::enter);
    }

    private static Optional<String> problem(List<ClassSetup> classes, int depth) {
        if (!classes.isEmpty() && depth > MOST_LEVELS) {
            return Optional.of("classes stand in " + MOST_LEVELS + " levels at most");
        }
        return classes.stream()
                .map(each -> problem(each).or(() -> problem(each.classes(), depth + 1)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> problem(ClassSetup each) {
        ParameterValues values = each.parameters();
        long rate = values.valueOr(HtbClass.RATE.name(), 0);
        if (rate == 0) {
            return Optional.of("class '" + each.name() + "' needs a rate");
        }
        if (values.valueOr(HtbClass.CEIL.name(), rate) < rate) {
            return Optional.of("the ceil of class '" + each.name() + "' is below its rate");
        }
        return Optional.empty();
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<Claim> claims = new ArrayList<>(List.of(new Claim.ClassCost(Claim.Growth.LINEAR)));
        if (setup.classes().isEmpty()) {
            SchedulerSetup direct = SchedulerSetup.of(
                    FifoScheduler.SPEC, Map.of("limit", setup.parameters().value("directLimit")));
            claims.addAll(FifoScheduler.SPEC.claims().of(direct, environment));
            return List.copyOf(claims);
        }
        claims.add(new Claim.Cost(Claim.Growth.CONSTANT));
        for (ClassSetup leaf : ClassClaims.leaves(setup.classes())) {
            long rate = leaf.parameters().value(HtbClass.RATE.name());
            long ceil = leaf.parameters().valueOr(HtbClass.CEIL.name(), rate);
            long burst = leaf.parameters().valueOr(HtbClass.CEIL_BURST.name(), HtbClass.burst(ceil));
            // Whoever finds the bucket not empty takes a whole packet.
            claims.add(new Claim.ClassShaped(
                    leaf.name(), ClassClaims.membersOf(setup, leaf), ceil, burst + environment.largestPacketBytes()));
        }
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        ClassTree.Leaf leaf = tree.leafOf(packet);
        return leaf == null ? direct.enqueue(packet, nowPs) : leaf.queue().enqueue(packet, nowPs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        Packet unshaped = direct.dequeue(nowPs);
        if (unshaped != null) {
            return unshaped;
        }
        HtbClass first = findLender(nowPs);
        while (first != null) {
            int priority = first.priority;
            HtbClass lender = Objects.requireNonNull(first.lender(nowPs));
            HtbClass leaf = lookUp(lender.level, priority);
            HtbClass paying = Objects.requireNonNull(leaf.lender(nowPs));
            ClassQueue queue = Objects.requireNonNull(leaf.queue);
            int held = queue.packetCount();
            Packet packet = queue.dequeue(nowPs);
            if (packet != null) {
                sent(packet, leaf, paying, nowPs);
                return packet;
            }
            if (queue.packetCount() == held) {
                throw new IllegalStateException("class '" + leaf.name + "' says it is ready, and gives no packet");
            }
            // Its active queue management dropped what it had: another's turn.
            passTurn(leaf, paying.level, priority);
            first = findLender(nowPs);
        }
        return null;
    }

    /**
     * Marks all leaves that may send now, at the lowest level and there of the lowest priority number, and the classes between
     * them and those who lend to them; returns one of those leaves, null when none may send.
     */
    private @Nullable HtbClass findLender(long nowPs) {
        HtbClass best = null;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i < leaves.size(); i++) {
            HtbClass leaf = leaves.get(i);
            int rank = rank(leaf, nowPs);
            if (rank < bestRank) {
                best = leaf;
                bestRank = rank;
            }
        }
        if (best == null) {
            return null;
        }
        searches++;
        for (int i = 0; i < leaves.size(); i++) {
            HtbClass leaf = leaves.get(i);
            if (rank(leaf, nowPs) == bestRank) {
                mark(leaf, Objects.requireNonNull(leaf.lender(nowPs)));
            }
        }
        return best;
    }

    /** Level and priority at which a leaf may send; the greatest number when it may not. */
    private static int rank(HtbClass leaf, long nowPs) {
        if (leaf.queue == null || leaf.queue.readyAtPs(nowPs) > nowPs) {
            return Integer.MAX_VALUE;
        }
        HtbClass lender = leaf.lender(nowPs);
        return lender == null ? Integer.MAX_VALUE : lender.level * PRIORITIES + leaf.priority;
    }

    private void mark(HtbClass leaf, HtbClass lender) {
        for (HtbClass each = leaf; each != null; each = each.parent) {
            each.mark = searches;
            if (each == lender) {
                return;
            }
        }
    }

    /**
     * The leaf whose turn it is ({@code htb_lookup_leaf}): from the class of the level down, each time to the child whose turn
     * it is, or the next that has something to send. When all of a class's children have had their turn, it is the next
     * class's.
     */
    private HtbClass lookUp(int level, int priority) {
        int[] levelTurns = turns[level];
        List<HtbClass> row = levels.get(level);
        while (true) {
            int place = nextMarked(row, levelTurns[priority]);
            if (place == row.size()) {
                levelTurns[priority] = 0;
                continue;
            }
            levelTurns[priority] = place;
            HtbClass leaf = below(row.get(place), priority);
            if (leaf != null) {
                return leaf;
            }
            levelTurns[priority] = place + 1;
        }
    }

    /** The leaf below a class whose turn it is; null when all have had theirs, and a new round begins with the next call. */
    private @Nullable HtbClass below(HtbClass parent, int priority) {
        if (parent.queue != null) {
            return parent;
        }
        while (true) {
            int place = nextMarked(parent.children, parent.turns[priority]);
            if (place == parent.children.size()) {
                parent.turns[priority] = 0;
                return null;
            }
            parent.turns[priority] = place;
            HtbClass leaf = below(parent.children.get(place), priority);
            if (leaf != null) {
                return leaf;
            }
            parent.turns[priority] = place + 1;
        }
    }

    private int nextMarked(List<HtbClass> classes, int from) {
        int place = from;
        while (place < classes.size() && classes.get(place).mark != searches) {
            place++;
        }
        return Math.min(place, classes.size());
    }

    private void sent(Packet packet, HtbClass leaf, HtbClass lender, long nowPs) {
        int level = lender.level;
        leaf.deficits[level] -= packet.wireBytes();
        if (leaf.deficits[level] < 0) {
            leaf.deficits[level] += leaf.quantum;
            passTurn(leaf, level, leaf.priority);
        }
        leaf.charge(packet.wireBytes(), lender, nowPs);
        leaveRow(lender, leaf.priority, nowPs);
    }

    /** It is the turn of the next that has something to send ({@code htb_next_rb_node}). */
    private void passTurn(HtbClass leaf, int level, int priority) {
        if (level > 0 && leaf.parent != null) {
            leaf.parent.turns[priority] = nextMarked(leaf.parent.children, leaf.place + 1);
        } else {
            turns[level][priority] = nextMarked(levels.get(level), leaf.placeInLevel + 1);
        }
    }

    /** A class that has its turn in its level and is no longer to send there passes it on ({@code htb_remove_class_from_row}). */
    private void leaveRow(HtbClass lender, int priority, long nowPs) {
        int[] levelTurns = turns[lender.level];
        boolean stays = lender.ceil.lendsAt(nowPs)
                && lender.rate.lendsAt(nowPs)
                && (lender.queue == null || !lender.queue.isEmpty());
        if (!stays && levelTurns[priority] == lender.placeInLevel) {
            levelTurns[priority] = nextMarked(levels.get(lender.level), lender.placeInLevel + 1);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        if (direct.packetCount() > 0) {
            return nowPs;
        }
        long earliestPs = NEVER;
        for (int i = 0; i < leaves.size(); i++) {
            HtbClass leaf = leaves.get(i);
            ClassQueue queue = leaf.queue;
            if (queue != null) {
                long queuePs = queue.readyAtPs(nowPs);
                if (queuePs != NEVER) {
                    earliestPs = Math.min(earliestPs, Math.max(queuePs, Math.max(nowPs, leaf.lenderFromPs())));
                }
            }
        }
        return earliestPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        direct.reset(drops, nowPs);
        tree.reset(drops, nowPs);
        for (int level = 0; level < MOST_LEVELS; level++) {
            levels.get(level).forEach(HtbClass::reset);
            java.util.Arrays.fill(turns[level], 0);
        }
    }

    @Override
    public int packetCount() {
        return direct.packetCount() + tree.packetCount();
    }

    @Override
    public long byteCount() {
        return direct.byteCount() + tree.byteCount();
    }

    @Override
    public ClassTree classes() {
        return tree;
    }
}
