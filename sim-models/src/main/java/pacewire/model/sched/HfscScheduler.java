package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterValues;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Hierarchical fair service curves (Stoica, Zhang and Ng, "A Hierarchical Fair Service Curve Algorithm for Link-Sharing,
 * Real-Time and Priority Services", SIGCOMM 1997), as Linux {@code net/sched/sch_hfsc.c}. A leaf with a real-time curve sends
 * when it must so that deadlines can be kept, of several the one of the least deadline; what is left is shared down the tree
 * by virtual time. Service by the link share is not charged to the real-time curve. What no class takes is dropped
 * ({@link DropReason#NO_CLASS}); without classes there is one, which has the whole line.
 *
 * <p>Deviations: curves are exact to the picosecond ({@link RuntimeCurve}), where Linux has ticks of 64 ns and slopes in
 * shifted integers. The head of every leaf is taken from its inner packet scheduler in advance, in Linux only that of a leaf
 * with a real-time curve. A leaf whose inner packet scheduler holds back, or has dropped all, is passive meanwhile.
 */
public final class HfscScheduler implements ClassfulScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("hfsc")
            .summary("Hierarchical fair service curves: delay and rate set apart, and the rest shared down a tree.")
            .source("Stoica, Zhang, Ng 1997; Linux net/sched/sch_hfsc.c; tc-hfsc(8) (umax, dmax, rate)")
            .classes(ClassSpec.tree(
                    "who is promised what; without classes there is one with the whole line", HfscCurves.parameters()))
            .checkedBy(setup -> problem(setup.classes()))
            .claims(HfscScheduler::claims)
            .madeBy(HfscScheduler::new);

    private final ClassTree tree;
    private final HfscClass root;
    private final List<HfscClass> leaves = new ArrayList<>();
    /** Active leaves with a real-time curve by eligible time; of equal ones that which came to it first. */
    private final List<HfscClass> byEligibleTime = new ArrayList<>();
    /** How many leaves have packets and are not active, as their packet schedulers hold them back. */
    private int waiting;

    HfscScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        tree = new ClassTree(setup.classes().isEmpty() ? wholeLine(setup, environment) : setup, environment);
        root = new HfscClass(tree.roots(), new WideDivision());
        addLeaves(root);
    }

    private static SchedulerSetup wholeLine(SchedulerSetup setup, SchedulerEnvironment environment) {
        Map<String, Long> share = Map.of("lsRate", environment.lineRate().bitsPerSecond());
        return setup.withClasses(ClassSetup.leaf("all", ParameterValues.of(List.of(HfscCurves.parameters()), share)));
    }

    private void addLeaves(HfscClass from) {
        if (from.queue != null) {
            leaves.add(from);
        }
        from.children.forEach(this::addLeaves);
    }

    private static Optional<String> problem(List<ClassSetup> classes) {
        return classes.stream()
                .map(each -> HfscCurves.problem(each).or(() -> problem(each.classes())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<Claim> claims = new ArrayList<>(
                setup.classes().isEmpty()
                        ? FifoScheduler.SPEC.claims().of(SchedulerSetup.defaults(FifoScheduler.SPEC), environment)
                        : List.of(new Claim.Cost(Claim.Growth.CONSTANT)));
        claims.add(new Claim.ClassCost(Claim.Growth.LINEAR));
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        ClassTree.Leaf leaf = tree.leafOf(packet);
        if (leaf == null) {
            return DropReason.NO_CLASS;
        }
        activateThoseReady(nowPs);
        Verdict verdict = leaf.queue().enqueue(packet, nowPs);
        HfscClass fed = leaves.get(leaf.index());
        if (!fed.isActive) {
            awaitBeginning(fed, nowPs);
            activateThoseReady(nowPs);
        }
        return verdict;
    }

    /** A leaf that is not active will be when its packet scheduler gives a packet. */
    private void awaitBeginning(HfscClass leaf, long nowPs) {
        waiting -= leaf.beginsPs == NEVER ? 0 : 1;
        leaf.beginsPs = queueOf(leaf).readyAtPs(nowPs);
        waiting += leaf.beginsPs == NEVER ? 0 : 1;
    }

    /**
     * Leaves take part from the instant on at which their packet schedulers give a packet, whenever that is noticed; in the
     * order of these instants.
     */
    private void activateThoseReady(long nowPs) {
        while (waiting > 0) {
            HfscClass first = leaves.get(0);
            for (int i = 1; i < leaves.size(); i++) {
                first = leaves.get(i).beginsPs < first.beginsPs ? leaves.get(i) : first;
            }
            if (first.beginsPs > nowPs) {
                return;
            }
            activate(first, first.beginsPs);
        }
    }

    private void activate(HfscClass leaf, long fromPs) {
        leaf.beginsPs = NEVER;
        waiting--;
        // Taken then, and not when it is noticed: the inner packet scheduler's next one may depend on it.
        Packet head = queueOf(leaf).peek(fromPs);
        if (head == null) {
            // Its active queue management dropped what it had.
            awaitBeginning(leaf, fromPs);
            return;
        }
        leaf.isActive = true;
        if (leaf.hasRealTime()) {
            leaf.beginRealTime(head.wireBytes(), fromPs);
            insertByEligibleTime(leaf);
        }
        if (leaf.hasLinkShare()) {
            leaf.beginLinkShare(fromPs);
        }
    }

    private static ClassQueue queueOf(HfscClass leaf) {
        return java.util.Objects.requireNonNull(leaf.queue);
    }

    private void insertByEligibleTime(HfscClass leaf) {
        int place = byEligibleTime.size();
        while (place > 0 && byEligibleTime.get(place - 1).eligiblePs() > leaf.eligiblePs()) {
            place--;
        }
        byEligibleTime.add(place, leaf);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        activateThoseReady(nowPs);
        HfscClass urgent = leafByDeadline(nowPs);
        HfscClass leaf = urgent == null ? root.leafByLinkShare(nowPs) : urgent;
        if (leaf == null) {
            return null;
        }
        Packet packet = java.util.Objects.requireNonNull(queueOf(leaf).dequeue(nowPs), "an active leaf has a packet");
        int bytes = packet.wireBytes();
        Packet next = queueOf(leaf).peek(nowPs);
        leaf.served(bytes, next == null);
        if (urgent != null) {
            leaf.servedInRealTime(bytes);
        }
        goOn(leaf, next, urgent != null, nowPs);
        return packet;
    }

    /** Of those that are eligible, the leaf of the least deadline (eltree_get_mindl). */
    private @Nullable HfscClass leafByDeadline(long nowPs) {
        HfscClass best = null;
        for (int i = 0; i < byEligibleTime.size() && byEligibleTime.get(i).eligiblePs() <= nowPs; i++) {
            HfscClass leaf = byEligibleTime.get(i);
            if (best == null || leaf.deadlinePs() < best.deadlinePs()) {
                best = leaf;
            }
        }
        return best;
    }

    private void goOn(HfscClass leaf, @Nullable Packet next, boolean wasRealTime, long nowPs) {
        leaf.isActive = next != null;
        if (next == null) {
            awaitBeginning(leaf, nowPs);
        }
        if (!leaf.hasRealTime()) {
            return;
        }
        if (next == null) {
            byEligibleTime.remove(leaf);
            return;
        }
        leaf.updateDeadline(next.wireBytes());
        if (wasRealTime) {
            byEligibleTime.remove(leaf);
            leaf.updateEligible();
            insertByEligibleTime(leaf);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        long earliestPs = waiting == 0 ? root.earliestFitPs() : root.earliestShareOnceBegunPs();
        if (!byEligibleTime.isEmpty()) {
            earliestPs = Math.min(earliestPs, byEligibleTime.get(0).eligiblePs());
        }
        for (int i = 0; i < leaves.size() && waiting > 0; i++) {
            HfscClass leaf = leaves.get(i);
            if (leaf.hasRealTime() && leaf.beginsPs != NEVER) {
                earliestPs = Math.min(earliestPs, leaf.eligibleOnceBegunPs());
            }
        }
        return Math.max(nowPs, earliestPs);
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        tree.reset(drops, nowPs);
        root.reset();
        byEligibleTime.clear();
        waiting = 0;
    }

    @Override
    public ClassTree classes() {
        return tree;
    }
}
