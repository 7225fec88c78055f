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
 * A tree of push-in, first-out queues: hierarchical packet fair queueing as in Sivaraman and others 2016, section 3. A packet
 * that comes is put into its leaf, and into each queue above a reference to the class below, ranked by the class's start time
 * with the packet's length. What leaves is found from the root down: the first reference of each queue says where. It may be
 * another packet than the one that the reference came with, where the leaf does not keep the order of arrival.
 *
 * <p>Start times are those of {@code stfq}: virtual time is the rank of the reference that left last.
 */
final class PifoTree implements ClassfulScheduler {
    static final ParameterSpec WEIGHT = ParameterSpec.quantity(
            "weight",
            Quantity.NUMBER,
            "1",
            1,
            FlowMetrics.LARGEST_WEIGHT,
            "share of what the class above it gets, among those beside it");

    private final ClassTree tree;
    private final long limit;
    private final Node root;
    /** By the index of the leaf. */
    private final List<Node> leaves = new ArrayList<>();

    /**
     * @param setup with packet schedulers in all leaves that are work-conserving and keep what they took
     * @param limit most packets held
     */
    PifoTree(SchedulerSetup setup, long limit, SchedulerEnvironment environment) {
        this.limit = limit;
        tree = new ClassTree(setup, environment);
        root = new Node(null, 1, null);
        addChildren(root, tree.roots());
    }

    /** Whether start times of classes beside each other are exact. */
    static boolean isExact(List<ClassSetup> classes) {
        long parts = 1;
        for (ClassSetup each : classes) {
            parts = Node.common(parts, each.parameters().value(WEIGHT.name()));
        }
        return parts <= Node.MOST_PARTS;
    }

    private void addChildren(Node parent, List<ClassTree.Node> classes) {
        for (ClassTree.Node each : classes) {
            long weight = each.setup.parameters().value(WEIGHT.name());
            Node added = new Node(parent, weight, each.leaf == null ? null : each.leaf.queue());
            parent.add(added);
            if (each.leaf != null) {
                leaves.add(added);
            }
            addChildren(added, each.children);
        }
        parent.settleParts();
    }

    /** A class, or the root of all: the references to the classes below, and what its own parent keeps of it. */
    private static final class Node {
        /**
         * Tags are kept in parts of a byte for each unit of weight: the least common multiple of the weights beside each
         * other, where it is no more than a million; otherwise that of 1 to 16, with which start times are exact for weights
         * that divide it and within one part in a thousand for others. A busy period may have 2^63 / 10^6 bytes, 9 terabytes,
         * of a class of weight 1.
         */
        private static final long MOST_PARTS = 1_000_000;

        private static final long USUAL_PARTS = 720_720;

        private final @Nullable Node parent;
        private final long weight;
        private final @Nullable ClassQueue queue;
        private final List<Node> children = new ArrayList<>();
        private final EntryHeap references = new EntryHeap();
        private int place;
        private long arrivals;
        private long virtualTime;
        /** Of this class among those beside it. */
        private long finish;

        private long partsOfAByte;

        Node(@Nullable Node parent, long weight, @Nullable ClassQueue queue) {
            this.parent = parent;
            this.weight = weight;
            this.queue = queue;
        }

        void add(Node child) {
            child.place = children.size();
            children.add(child);
        }

        void settleParts() {
            long parts = 1;
            for (Node child : children) {
                parts = common(parts, child.weight);
            }
            long settled = parts > MOST_PARTS ? USUAL_PARTS : parts;
            children.forEach(child -> child.partsOfAByte = (settled + child.weight / 2) / child.weight);
        }

        /** The least common multiple, as far as it counts. */
        private static long common(long parts, long weight) {
            return parts > MOST_PARTS ? parts : parts / TagUnit.greatestCommonDivisor(parts, weight) * weight;
        }

        /** A packet of so many bytes came into a class below, or into its own. */
        void push(Node child, int bytes) {
            long start = Math.max(virtualTime, child.finish);
            child.finish = start + bytes * child.partsOfAByte;
            references.add(start, arrivals++, child.place);
        }

        /** Takes the first reference out, and gives the class that it names. */
        Node pop() {
            Node child = children.get(references.firstSlot());
            virtualTime = references.firstKey();
            references.removeFirst();
            if (references.isEmpty()) {
                beginAnew();
            }
            return child;
        }

        /** Nothing is held: no finish time is later than another one's start from now on. */
        private void beginAnew() {
            virtualTime = 0;
            arrivals = 0;
            for (int i = 0; i < children.size(); i++) {
                children.get(i).finish = 0;
            }
        }

        void reset() {
            while (!references.isEmpty()) {
                references.removeFirst();
            }
            beginAnew();
            children.forEach(Node::reset);
        }
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
        if (!(verdict instanceof DropReason)) {
            Node below = leaves.get(leaf.index());
            for (Node above = below.parent; above != null; above = above.parent) {
                above.push(below, packet.wireBytes());
                below = above;
            }
        }
        return verdict;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (root.references.isEmpty()) {
            return null;
        }
        Node node = root;
        ClassQueue queue = null;
        while (queue == null) {
            node = node.pop();
            queue = node.queue;
        }
        Packet packet = queue.dequeue(nowPs);
        if (packet == null) {
            throw new IllegalStateException("a reference without a packet");
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return root.references.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        tree.reset(drops, nowPs);
        root.reset();
    }

    @Override
    public ClassTree classes() {
        return tree;
    }
}
