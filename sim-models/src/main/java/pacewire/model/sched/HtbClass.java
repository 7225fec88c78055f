package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;

/** A class of {@link HtbScheduler}: its buckets, and whose turn it is among the classes below it. */
final class HtbClass {
    static final ParameterSpec RATE = ParameterSpec.optionalQuantity(
            "rate", Quantity.RATE, 1, DataRate.LARGEST_BITS_PER_SECOND, "guaranteed rate; required");
    static final ParameterSpec CEIL = ParameterSpec.optionalQuantity(
            "ceil",
            Quantity.RATE,
            1,
            DataRate.LARGEST_BITS_PER_SECOND,
            "rate never exceeded, what it borrows included; left out, the rate");
    static final ParameterSpec BURST = ParameterSpec.optionalQuantity(
            "burst",
            Quantity.SIZE,
            1,
            1_000_000_000_000L,
            "bytes at once beyond the rate; left out, 1600 B as tc has it");
    static final ParameterSpec CEIL_BURST = ParameterSpec.optionalQuantity(
            "ceilBurst", Quantity.SIZE, 1, 1_000_000_000_000L, "bytes at once beyond the ceil; left out, as the burst");
    /** TC_HTB_NUMPRIO is 8. */
    static final ParameterSpec PRIORITY = ParameterSpec.quantity(
            "priority", Quantity.NUMBER, "0", 0, 7, "of a leaf; 0 is served first, where there is a choice");

    static final ParameterSpec QUANTUM = ParameterSpec.optionalQuantity(
            "quantum",
            Quantity.SIZE,
            1,
            1_000_000_000,
            "wire bytes a leaf sends before others of its priority; left out, from the rate and r2q");

    /** tc's default ({@code tc/q_htb.c}): the MTU it assumes, and what the rate gives in a tick of its clock, a nanosecond. */
    private static final long DEFAULT_BURST_BYTES = 1600;

    private static final long TICKS_PER_SECOND = 1_000_000_000L;
    /** {@code sch_htb.c}: a quantum that follows from the rate is no less and no more. */
    private static final long LEAST_QUANTUM = 1000;

    private static final long MOST_QUANTUM = 200_000;
    private static final int PRIORITIES = 8;

    final String name;
    final @Nullable HtbClass parent;
    final List<HtbClass> children = new ArrayList<>();
    /** Place among its parent's children. */
    final int place;
    /** 0 for leaves; for others the higher the nearer to the root. */
    final int level;
    /** Place among all classes of its level. */
    int placeInLevel;

    final int priority;
    final @Nullable ClassQueue queue;
    final LendingBucket rate;
    final LendingBucket ceil;
    final long quantum;
    /** Of a leaf, for each level at which it may borrow: what it may still send before it is another's turn. */
    final long[] deficits;
    /** By priority: the place of the child whose turn it is, or of nobody, when all have had theirs. */
    final int[] turns = new int[PRIORITIES];
    /** The search in which it was found to have something to send. */
    long mark;

    HtbClass(ClassTree.Node node, @Nullable HtbClass parent, int place, int depth, long r2q) {
        ParameterValues values = node.setup.parameters();
        this.name = node.setup.name();
        this.parent = parent;
        this.place = place;
        queue = node.leaf == null ? null : node.leaf.queue();
        level = queue == null ? HtbScheduler.MOST_LEVELS - 1 - depth : 0;
        priority = (int) values.value(PRIORITY.name());
        long bps = values.value(RATE.name());
        long ceilBps = values.valueOr(CEIL.name(), bps);
        rate = new LendingBucket(new DataRate(bps), values.valueOr(BURST.name(), burst(bps)));
        ceil = new LendingBucket(new DataRate(ceilBps), values.valueOr(CEIL_BURST.name(), burst(ceilBps)));
        quantum =
                values.valueOr(QUANTUM.name(), Math.min(MOST_QUANTUM, Math.max(LEAST_QUANTUM, bps / Byte.SIZE / r2q)));
        deficits = new long[HtbScheduler.MOST_LEVELS];
        for (ClassTree.Node child : node.children) {
            children.add(new HtbClass(child, this, children.size(), depth + 1, r2q));
        }
    }

    static long burst(long bps) {
        return DEFAULT_BURST_BYTES + bps / Byte.SIZE / TICKS_PER_SECOND;
    }

    /**
     * The class at whose expense this leaf may send now: itself within its rate, or the nearest above that is within its own;
     * null when a ceil on the way forbids it, or nobody has anything to lend.
     */
    @Nullable
    HtbClass lender(long nowPs) {
        for (HtbClass each = this; each != null; each = each.parent) {
            if (!each.ceil.lendsAt(nowPs)) {
                return null;
            }
            if (each.rate.lendsAt(nowPs)) {
                return each;
            }
        }
        return null;
    }

    /** The first tick, perhaps past, at which this leaf has a {@link #lender}. */
    long lenderFromPs() {
        long ceilsPs = Long.MIN_VALUE;
        long earliestPs = PacketScheduler.NEVER;
        for (HtbClass each = this; each != null; each = each.parent) {
            ceilsPs = Math.max(ceilsPs, each.ceil.lendsFromPs());
            earliestPs = Math.min(earliestPs, Math.max(ceilsPs, each.rate.lendsFromPs()));
        }
        return earliestPs;
    }

    /**
     * Charges a packet of this leaf to the ceils of all on the way up, and to the rates of the lender and those above it
     * ({@code htb_charge_class}).
     */
    void charge(int bytes, HtbClass lender, long nowPs) {
        for (HtbClass each = this; each != null; each = each.parent) {
            if (each.level >= lender.level) {
                each.rate.take(bytes, nowPs);
            }
            each.ceil.take(bytes, nowPs);
        }
    }

    void reset() {
        rate.reset();
        ceil.reset();
        java.util.Arrays.fill(deficits, 0);
        java.util.Arrays.fill(turns, 0);
        children.forEach(HtbClass::reset);
    }
}
