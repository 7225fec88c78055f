package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A class of {@link HfscScheduler}, named as in Linux {@code sch_hfsc.c}: hfsc_class. Times are picoseconds, virtual ones as
 * well; amounts are wire bytes.
 */
final class HfscClass {
    private final WideDivision division;
    final String name;
    final @Nullable HfscClass parent;
    final @Nullable ClassQueue queue;
    final List<HfscClass> children = new ArrayList<>();
    private final @Nullable ServiceCurve realTime;
    private final @Nullable ServiceCurve linkShare;
    private final @Nullable ServiceCurve upperLimit;

    private @Nullable RuntimeCurve deadlineCurve;
    private @Nullable RuntimeCurve virtualCurve;
    private @Nullable RuntimeCurve upperLimitCurve;

    /** For questions: what a curve would be. */
    private @Nullable RuntimeCurve supposedCurve;

    /** Of a leaf: the head of its queue is in its hand, and it takes part. */
    boolean isActive;
    /** Of a leaf that is not active: when its packet scheduler gives a packet; {@link PacketScheduler#NEVER}: it has none. */
    long beginsPs = PacketScheduler.NEVER;
    /** Served by the real-time criterion, and altogether. */
    private long cumul;

    private long total;
    private long eligiblePs;
    private long deadlinePs;
    private long virtualPs;
    private long virtualAdjustPs;
    private long period;
    private long parentPeriod;
    /** When it fits its own upper limit, and when it and somebody below do. */
    private long ownFitPs;

    private long fitPs;
    private int activeChildren;

    /** Children that are active, by virtual time; of equal ones that which came to it first. */
    private final List<HfscClass> byVirtualTime = new ArrayList<>();
    /** Earliest fit of those, 0 when there are none. */
    private long earliestFitPs;
    /** Virtual time of the child served last, and greatest one of those that went passive. */
    private long leastVirtualPs;

    private long virtualOffsetPs;

    /** The root of all. */
    HfscClass(List<ClassTree.Node> nodes, WideDivision division) {
        this.division = division;
        name = "root";
        parent = null;
        queue = null;
        realTime = null;
        linkShare = null;
        upperLimit = null;
        addChildren(nodes);
    }

    private HfscClass(ClassTree.Node node, HfscClass parent, WideDivision division) {
        this.division = division;
        this.parent = parent;
        name = node.setup.name();
        queue = node.leaf == null ? null : node.leaf.queue();
        HfscCurves curves = HfscCurves.of(node.setup.parameters());
        realTime = queue == null ? null : curves.realTime();
        linkShare = curves.linkShare();
        upperLimit = curves.upperLimit();
        addChildren(node.children);
    }

    private void addChildren(List<ClassTree.Node> nodes) {
        nodes.forEach(child -> children.add(new HfscClass(child, this, division)));
    }

    boolean hasRealTime() {
        return realTime != null;
    }

    boolean hasLinkShare() {
        return linkShare != null;
    }

    long eligiblePs() {
        return eligiblePs;
    }

    long deadlinePs() {
        return deadlinePs;
    }

    /** Of the root: when a leaf may send by the link share; {@link PacketScheduler#NEVER} when none has a share. */
    long earliestFitPs() {
        return byVirtualTime.isEmpty() ? PacketScheduler.NEVER : earliestFitPs;
    }

    /** The leaf becomes active, with a packet of so many bytes at its head (init_ed). */
    void beginRealTime(int nextBytes, long nowPs) {
        ServiceCurve curve = java.util.Objects.requireNonNull(realTime);
        if (deadlineCurve == null) {
            deadlineCurve = RuntimeCurve.from(curve, nowPs, cumul, division);
        } else {
            deadlineCurve.lowerTo(curve, nowPs, cumul);
        }
        updateEligible();
        updateDeadline(nextBytes);
    }

    /** Of a leaf that is not active: when it may send by the real-time criterion. */
    long eligibleOnceBegunPs() {
        // Lowered to where it begins, the curve has reached at that instant what was served; it may be lower already.
        return deadlineCurve == null
                ? beginsPs
                : Math.max(
                        beginsPs,
                        deadlineCurve.eligibleOf(
                                cumul,
                                java.util.Objects.requireNonNull(realTime).isConcave()));
    }

    /**
     * When somebody below, or this leaf, may send by the link share, if leaves that are not active begin when they can; {@link
     * PacketScheduler#NEVER} when nobody does.
     */
    long earliestShareOnceBegunPs() {
        if (queue != null) {
            boolean takesPart = linkShare != null && (isActive || beginsPs != PacketScheduler.NEVER);
            return takesPart ? fitOnceBegunPs() : PacketScheduler.NEVER;
        }
        long earliest = PacketScheduler.NEVER;
        for (int i = 0; i < children.size(); i++) {
            earliest = Math.min(earliest, children.get(i).earliestShareOnceBegunPs());
        }
        return earliest == PacketScheduler.NEVER ? earliest : Math.max(earliest, fitOnceBegunPs());
    }

    /** When it fits its own upper limit; one that is not active, as the first leaf below begins. */
    private long fitOnceBegunPs() {
        if (activeChildren > 0 || parent == null) {
            return ownFitPs;
        }
        long fromPs = shareBeginsPs();
        return upperLimit == null ? fromPs : Math.max(fromPs, fitIfBegun(upperLimit, fromPs));
    }

    /** When the first leaf below begins that takes part in the link share. */
    private long shareBeginsPs() {
        if (queue != null) {
            return linkShare == null ? PacketScheduler.NEVER : beginsPs;
        }
        long earliest = PacketScheduler.NEVER;
        for (int i = 0; i < children.size(); i++) {
            earliest = Math.min(earliest, children.get(i).shareBeginsPs());
        }
        return earliest;
    }

    private long fitIfBegun(ServiceCurve limit, long fromPs) {
        RuntimeCurve supposed = supposedCurve;
        if (supposed == null) {
            supposed = RuntimeCurve.from(limit, fromPs, total, division);
            supposedCurve = supposed;
        }
        if (upperLimitCurve == null) {
            supposed.restart(limit, fromPs, total);
        } else {
            supposed.copy(upperLimitCurve);
            supposed.lowerTo(limit, fromPs, total);
        }
        return supposed.timeOf(total);
    }

    /** update_ed, without the deadline. */
    void updateEligible() {
        RuntimeCurve curve = java.util.Objects.requireNonNull(deadlineCurve);
        eligiblePs = curve.eligibleOf(
                cumul, java.util.Objects.requireNonNull(realTime).isConcave());
    }

    /** update_d. */
    void updateDeadline(int nextBytes) {
        deadlinePs = java.util.Objects.requireNonNull(deadlineCurve).timeOf(cumul + nextBytes);
    }

    void servedInRealTime(int bytes) {
        cumul += bytes;
    }

    /** The leaf takes part in the link share from now on, and the classes above it with it (init_vf). */
    void beginLinkShare(long nowPs) {
        boolean goesActive = true;
        for (HfscClass each = this; each.parent != null; each = each.parent) {
            goesActive = goesActive && each.activeChildren++ == 0;
            if (goesActive) {
                each.enterAmongSiblings(each.parent, nowPs);
            }
            each.updateFit();
            each.parent.updateEarliestFit();
        }
    }

    private void enterAmongSiblings(HfscClass above, long nowPs) {
        if (above.byVirtualTime.isEmpty()) {
            // The first of a new period of the parent's: it begins where the last one ended.
            virtualPs = above.virtualOffsetPs;
            above.leastVirtualPs = 0;
        } else {
            long middlePs = above.byVirtualTime.get(above.byVirtualTime.size() - 1).virtualPs;
            if (above.leastVirtualPs != 0) {
                middlePs = above.leastVirtualPs + (middlePs - above.leastVirtualPs) / 2;
            }
            if (above.period != parentPeriod || middlePs > virtualPs) {
                virtualPs = middlePs;
            }
        }
        ServiceCurve curve = java.util.Objects.requireNonNull(linkShare);
        if (virtualCurve == null) {
            virtualCurve = RuntimeCurve.from(curve, virtualPs, total, division);
        } else {
            virtualCurve.lowerTo(curve, virtualPs, total);
        }
        virtualAdjustPs = 0;
        period++;
        parentPeriod = above.activeChildren == 0 ? above.period + 1 : above.period;
        fitPs = 0;
        above.insert(this);
        beginUpperLimit(nowPs);
    }

    private void beginUpperLimit(long nowPs) {
        if (upperLimit == null) {
            return;
        }
        if (upperLimitCurve == null) {
            upperLimitCurve = RuntimeCurve.from(upperLimit, nowPs, total, division);
        } else {
            upperLimitCurve.lowerTo(upperLimit, nowPs, total);
        }
        ownFitPs = upperLimitCurve.timeOf(total);
    }

    /**
     * So many bytes of this leaf were sent, by whichever criterion (update_vf).
     *
     * @param goesPassive whether it has no more to send
     */
    void served(int bytes, boolean goesPassive) {
        boolean leaves = goesPassive && linkShare != null;
        for (HfscClass each = this; each.parent != null; each = each.parent) {
            each.total += bytes;
            if (each.linkShare == null || each.activeChildren == 0) {
                continue;
            }
            leaves = leaves && --each.activeChildren == 0;
            each.updateVirtualTime(each.parent);
            each.parent.byVirtualTime.remove(each);
            if (leaves) {
                each.parent.virtualOffsetPs = Math.max(each.parent.virtualOffsetPs, each.virtualPs);
            } else {
                each.parent.insert(each);
                if (each.upperLimitCurve != null) {
                    each.ownFitPs = each.upperLimitCurve.timeOf(each.total);
                }
                each.updateFit();
            }
            each.parent.updateEarliestFit();
        }
    }

    private void updateVirtualTime(HfscClass above) {
        virtualPs = java.util.Objects.requireNonNull(virtualCurve).timeOf(total) + virtualAdjustPs;
        if (virtualPs < above.leastVirtualPs) {
            // It was passed over because it did not fit: it does not catch up.
            virtualAdjustPs += above.leastVirtualPs - virtualPs;
            virtualPs = above.leastVirtualPs;
        }
    }

    private void insert(HfscClass child) {
        int place = byVirtualTime.size();
        while (place > 0 && byVirtualTime.get(place - 1).virtualPs > child.virtualPs) {
            place--;
        }
        byVirtualTime.add(place, child);
    }

    private void updateFit() {
        fitPs = Math.max(ownFitPs, earliestFitPs);
    }

    private void updateEarliestFit() {
        long earliest = byVirtualTime.isEmpty() ? 0 : Long.MAX_VALUE;
        for (int i = 0; i < byVirtualTime.size(); i++) {
            earliest = Math.min(earliest, byVirtualTime.get(i).fitPs);
        }
        earliestFitPs = earliest;
    }

    /** Of the root: the leaf that sends by the link share now (vttree_get_minvt); null when none may. */
    @Nullable
    HfscClass leafByLinkShare(long nowPs) {
        HfscClass each = this;
        while (each.queue == null) {
            HfscClass next = each.firstThatFits(nowPs);
            if (next == null) {
                return null;
            }
            each.leastVirtualPs = Math.max(each.leastVirtualPs, next.virtualPs);
            each = next;
        }
        return each;
    }

    private @Nullable HfscClass firstThatFits(long nowPs) {
        for (int i = 0; i < byVirtualTime.size(); i++) {
            if (byVirtualTime.get(i).fitPs <= nowPs) {
                return byVirtualTime.get(i);
            }
        }
        return null;
    }

    void reset() {
        deadlineCurve = null;
        virtualCurve = null;
        upperLimitCurve = null;
        isActive = false;
        beginsPs = PacketScheduler.NEVER;
        cumul = 0;
        total = 0;
        eligiblePs = 0;
        deadlinePs = 0;
        virtualPs = 0;
        virtualAdjustPs = 0;
        period = 0;
        parentPeriod = 0;
        ownFitPs = 0;
        fitPs = 0;
        activeChildren = 0;
        byVirtualTime.clear();
        earliestFitPs = 0;
        leastVirtualPs = 0;
        virtualOffsetPs = 0;
        children.forEach(HfscClass::reset);
    }
}
