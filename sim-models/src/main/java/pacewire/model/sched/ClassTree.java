package pacewire.model.sched;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

/**
 * The classes of a packet scheduler. Sorts packets into the leaves: the first class in the order written that takes a packet
 * gets it; a class with classes takes it when one of its filters passes it and one of its classes takes it.
 *
 * <p>A flow is opened before its first packet is there. It is opened in every leaf that its packets may come to as far as
 * its metrics tell, so that whichever they do come to has promised what the flow asked for; admission fails when one of them
 * cannot promise it.
 */
final class ClassTree {
    private final List<Node> roots;
    /** Those of the roots that are asked whether they take a packet. */
    private final List<Node> asked;

    private final @Nullable Remainder remainder;
    private final List<Leaf> leaves = new ArrayList<>();
    private final ClassQueue.Counts counts = new ClassQueue.Counts();
    private final FlowTable<OpenFlow> flows = new FlowTable<>(OpenFlow::new);

    /** Says where a packet goes that no class takes. */
    @FunctionalInterface
    interface Remainder {
        /**
         * The index of a leaf.
         *
         * @param priority of the packet; of a flow that is opened, that of its metrics, which its packets have
         */
        int leafOf(int priority, FlowMetrics metrics);
    }

    /** @param environment of the packet scheduler whose classes they are */
    ClassTree(SchedulerSetup setup, SchedulerEnvironment environment) {
        this(setup, null, environment);
    }

    /**
     * Classes for all packets.
     *
     * @param remainder has what no class takes, and all packets where no class at the top has a filter; null: they have no
     *     leaf, and a class without a filter takes all that come to it
     */
    ClassTree(SchedulerSetup setup, @Nullable Remainder remainder, SchedulerEnvironment environment) {
        this.remainder = remainder;
        roots = setup.classes().stream()
                .map(root -> new Node(root, null, environment))
                .toList();
        boolean isFiltered =
                setup.classes().stream().anyMatch(root -> !root.match().isEmpty());
        asked = remainder == null || isFiltered ? roots : List.of();
    }

    /** The classes at the top, in the order written. */
    List<Node> roots() {
        return roots;
    }

    /** The classes that hold packets, in the order written: the n-th has the index n. */
    List<Leaf> leaves() {
        return leaves;
    }

    /** The leaf that takes a packet; null when none does. */
    @Nullable
    Leaf leafOf(Packet packet) {
        OpenFlow flow = flows.find(packet.flow);
        FlowMetrics metrics = flow == null ? FlowMetrics.BEST_EFFORT : flow.metrics;
        Leaf leaf = leafAmong(asked, packet, metrics);
        return leaf == null && remainder != null ? leaves.get(remainder.leafOf(packet.priority, metrics)) : leaf;
    }

    private static @Nullable Leaf leafAmong(List<Node> nodes, Packet packet, FlowMetrics metrics) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.takes(packet, metrics)) {
                Leaf leaf = node.leaf == null ? leafAmong(node.children, packet, metrics) : node.leaf;
                if (leaf != null) {
                    return leaf;
                }
            }
        }
        return null;
    }

    /** Packets in all leaves. */
    int packetCount() {
        return counts.packets;
    }

    /** Their IP bytes. */
    long byteCount() {
        return counts.bytes;
    }

    /** The earliest instant at which a leaf may give a packet, for those who send what is there. */
    long readyAtPs(long nowPs) {
        long earliestPs = PacketScheduler.NEVER;
        for (int i = 0; i < leaves.size(); i++) {
            earliestPs = Math.min(earliestPs, leaves.get(i).queue.readyAtPs(nowPs));
        }
        return earliestPs;
    }

    /** Drops all packets and forgets all flows. */
    void reset(DropListener drops, long nowPs) {
        leaves.forEach(leaf -> leaf.queue.reset(drops, nowPs));
        flows.clear();
    }

    /** As {@link PacketScheduler#openFlow}, in all leaves that may get packets of the flow. */
    Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        if (flows.find(number) != null) {
            throw new IllegalStateException("flow " + number + " is open already");
        }
        OpenFlow flow = flows.add(number);
        Admission admission = open(flow, metrics, envelope, nowPs);
        if (!admission.isAdmitted()) {
            flow.close(leaves, nowPs);
            flows.remove(flow);
        }
        return admission;
    }

    /** As {@link PacketScheduler#changeFlow}: it stays open where it was, and is opened where its packets may come now. */
    Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        OpenFlow flow = flows.find(number);
        if (flow == null) {
            return Admission.ADMITTED;
        }
        FlowMetrics before = flow.metrics;
        TrafficEnvelope envelopeBefore = flow.envelope;
        BitSet openBefore = (BitSet) flow.openLeaves.clone();
        Admission admission = open(flow, metrics, envelope, nowPs);
        if (!admission.isAdmitted()) {
            flow.openLeaves.andNot(openBefore);
            flow.close(leaves, nowPs);
            flow.openLeaves = openBefore;
            open(flow, before, envelopeBefore, nowPs);
        }
        return admission;
    }

    /** As {@link PacketScheduler#closeFlow}. */
    void closeFlow(int number, long nowPs) {
        OpenFlow flow = flows.find(number);
        if (flow != null) {
            flow.close(leaves, nowPs);
            flows.remove(flow);
        }
    }

    private Admission open(OpenFlow flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        flow.metrics = metrics;
        flow.envelope = envelope;
        BitSet wanted = new BitSet();
        boolean takesAll = addLeavesFor(asked, metrics, wanted);
        if (!takesAll && remainder != null) {
            wanted.set(remainder.leafOf(metrics.priority(), metrics));
        }
        wanted.or(flow.openLeaves);
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            PacketScheduler inner = leaves.get(i).queue.inner();
            Admission admission = flow.openLeaves.get(i)
                    ? inner.changeFlow(flow.number, metrics, envelope, nowPs)
                    : inner.openFlow(flow.number, metrics, envelope, nowPs);
            if (!admission.isAdmitted()) {
                return Admission.refused("class '" + leaves.get(i).name() + "': " + admission.reason());
            }
            flow.openLeaves.set(i);
        }
        return Admission.ADMITTED;
    }

    /** Adds the leaves that packets of a flow may come to; returns whether all of them come to one of those. */
    private static boolean addLeavesFor(List<Node> nodes, FlowMetrics metrics, BitSet wanted) {
        for (Node node : nodes) {
            if (node.mayTake(metrics)) {
                boolean takesAll = true;
                if (node.leaf == null) {
                    takesAll = addLeavesFor(node.children, metrics, wanted);
                } else {
                    wanted.set(node.leaf.index);
                }
                if (takesAll && node.surelyTakes(metrics)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A class. */
    final class Node {
        final ClassSetup setup;
        final @Nullable Node parent;
        final List<Node> children;
        /** Where it holds packets; null in a class that has classes. */
        final @Nullable Leaf leaf;

        private Node(ClassSetup setup, @Nullable Node parent, SchedulerEnvironment environment) {
            this.setup = setup;
            this.parent = parent;
            leaf = setup.isLeaf() ? addLeaf(setup, environment) : null;
            children = setup.classes().stream()
                    .map(child -> new Node(child, this, environment))
                    .toList();
        }

        private Leaf addLeaf(ClassSetup leafSetup, SchedulerEnvironment environment) {
            Leaf added = new Leaf(leaves.size(), leafSetup, new ClassQueue(leafSetup, environment, counts));
            leaves.add(added);
            return added;
        }

        private boolean takes(Packet packet, FlowMetrics metrics) {
            List<PacketFilter> filters = setup.match();
            for (int i = 0; i < filters.size(); i++) {
                if (filters.get(i).passes(packet, metrics)) {
                    return true;
                }
            }
            return filters.isEmpty();
        }

        private boolean mayTake(FlowMetrics metrics) {
            return setup.match().isEmpty() || setup.match().stream().anyMatch(filter -> filter.mayPass(metrics));
        }

        private boolean surelyTakes(FlowMetrics metrics) {
            return setup.match().isEmpty()
                    || setup.match().stream().anyMatch(filter -> filter.isToldByMetrics() && filter.mayPass(metrics));
        }
    }

    /** A class that holds packets. */
    record Leaf(int index, ClassSetup setup, ClassQueue queue) {
        String name() {
            return setup.name();
        }
    }

    /** A flow that was opened, and where. */
    private static final class OpenFlow extends KeyedFlow {
        private FlowMetrics metrics = FlowMetrics.BEST_EFFORT;
        private @Nullable TrafficEnvelope envelope;
        private BitSet openLeaves = new BitSet();

        OpenFlow(int slot) {
            super(slot);
        }

        @Override
        void reset() {
            metrics = FlowMetrics.BEST_EFFORT;
            envelope = null;
            openLeaves.clear();
        }

        private void close(List<Leaf> leaves, long nowPs) {
            for (int i = openLeaves.nextSetBit(0); i >= 0; i = openLeaves.nextSetBit(i + 1)) {
                leaves.get(i).queue.inner().closeFlow(number, nowPs);
            }
            openLeaves.clear();
        }
    }
}
