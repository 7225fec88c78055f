package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketFilter.EitherPort;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;
import pacewire.model.sched.PacketFilter.JitterAtMost;
import pacewire.model.sched.PacketFilter.NamedRate;
import pacewire.model.sched.PacketFilter.OfGroup;
import pacewire.model.sched.PacketFilter.OfProtocol;
import pacewire.model.sched.PacketFilter.Paced;
import pacewire.model.sched.PacketFilter.RateInRange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClassTreeTest {
    private static final ParameterValues NOTHING = ParameterValues.defaults(List.of());
    private static final long MS = 1_000_000_000L;

    private final PacketPool pool = new PacketPool();
    private final List<String> dropped = new ArrayList<>();
    private final SchedulerEnvironment environment = SchedulerEnvironment.routerPort(
            DataRate.parse("1 Gbps"),
            (packet, reason, nowPs) -> dropped.add(packet.sequence + " " + reason.key()),
            "port",
            new RandomStreams(1));

    private ClassTree tree(ClassSetup... classes) {
        return new ClassTree(SchedulerSetup.defaults(FifoScheduler.SPEC).withClasses(classes), environment);
    }

    private static ClassSetup leaf(String name, PacketFilter... match) {
        return ClassSetup.leaf(name, NOTHING, match);
    }

    private static ClassSetup inner(String name, List<PacketFilter> match, ClassSetup... classes) {
        return new ClassSetup(name, NOTHING, match, null, List.of(classes));
    }

    private static ClassSetup leafOver(SchedulerSetup queue, String name, PacketFilter... match) {
        return new ClassSetup(name, NOTHING, List.of(match), queue, List.of());
    }

    private Packet packet(int flow, int dscp) {
        Packet packet = pool.take(0);
        packet.flow = flow;
        packet.sequence = flow;
        packet.dscp = (byte) dscp;
        packet.payloadBytes = 972; // 1000 bytes with the IP and UDP headers
        return packet;
    }

    private static @Nullable String nameOf(ClassTree.@Nullable Leaf leaf) {
        return leaf == null ? null : leaf.name();
    }

    private static PacketFilter dscp(int from, int to) {
        return PacketFilter.of(new InRange(Field.DSCP, from, to));
    }

    private static FlowMetrics metrics(@Nullable String minRate, @Nullable String maxRate, long maxJitterPs) {
        return new FlowMetrics(
                minRate == null ? null : DataRate.parse(minRate),
                maxRate == null ? null : DataRate.parse(maxRate),
                maxJitterPs,
                FlowMetrics.NONE,
                0,
                1);
    }

    @Test
    void theFirstClassInTheOrderWrittenThatTakesAPacketGetsIt() {
        ClassTree tree = tree(leaf("voice", dscp(46, 46)), leaf("high", dscp(40, 63)), leaf("rest"));
        assertThat(nameOf(tree.leafOf(packet(1, 46)))).isEqualTo("voice");
        assertThat(nameOf(tree.leafOf(packet(1, 40)))).isEqualTo("high");
        assertThat(nameOf(tree.leafOf(packet(1, 63)))).isEqualTo("high");
        assertThat(nameOf(tree.leafOf(packet(1, 39)))).isEqualTo("rest");
    }

    @Test
    void aPacketThatNoClassTakesHasNone() {
        assertThat(tree(leaf("voice", dscp(46, 46))).leafOf(packet(1, 0))).isNull();
    }

    @Test
    void aClassWithClassesTakesWhatOneOfThemTakesAndLeavesTheRestToThoseBehindIt() {
        ClassTree tree = tree(
                inner("agency", List.of(dscp(10, 49)), leaf("a", dscp(10, 19)), leaf("b", dscp(30, 60))), leaf("rest"));
        assertThat(nameOf(tree.leafOf(packet(1, 10)))).isEqualTo("a");
        assertThat(nameOf(tree.leafOf(packet(1, 49)))).isEqualTo("b");
        assertThat(nameOf(tree.leafOf(packet(1, 20))))
                .as("within agency, but no class of it")
                .isEqualTo("rest");
        assertThat(nameOf(tree.leafOf(packet(1, 50))))
                .as("b, but not within agency")
                .isEqualTo("rest");
        assertThat(tree.leaves()).extracting(ClassTree.Leaf::name).containsExactly("a", "b", "rest");
    }

    @Test
    void aClassTakesWhatPassesOneOfItsFiltersAndAFilterPassesWhatMeetsAllConditions() {
        PacketFilter web = PacketFilter.of(new OfProtocol(Protocol.TCP), new EitherPort(80, 80));
        ClassTree tree = tree(leaf("either", dscp(46, 46), web));
        Packet request = packet(1, 0);
        request.protocol = Protocol.TCP;
        request.destinationPort = 80;
        assertThat(nameOf(tree.leafOf(request))).isEqualTo("either");
        request.protocol = Protocol.UDP;
        assertThat(tree.leafOf(request)).isNull();
        request.dscp = 46;
        assertThat(nameOf(tree.leafOf(request))).isEqualTo("either");
    }

    @Test
    void conditionsOnGroupPortsPriorityAndFlow() {
        Packet packet = packet(7, 0);
        packet.group = 2;
        packet.sourcePort = 5000;
        packet.destinationPort = 6000;
        packet.priority = 5;
        assertThat(PacketFilter.of(new OfGroup(2)).passes(packet, FlowMetrics.BEST_EFFORT))
                .isTrue();
        assertThat(PacketFilter.of(new OfGroup(1)).passes(packet, FlowMetrics.BEST_EFFORT))
                .isFalse();
        assertThat(passes(Field.SOURCE_PORT, 4999, 5000, packet)).isTrue();
        assertThat(passes(Field.SOURCE_PORT, 5001, 9999, packet)).isFalse();
        assertThat(passes(Field.DESTINATION_PORT, 6000, 6001, packet)).isTrue();
        assertThat(passes(Field.DESTINATION_PORT, 5000, 5000, packet)).isFalse();
        assertThat(passes(Field.PRIORITY, 5, 7, packet)).isTrue();
        assertThat(passes(Field.PRIORITY, 6, 7, packet)).isFalse();
        assertThat(passes(Field.FLOW, 7, 7, packet)).isTrue();
        assertThat(passes(Field.FLOW, 0, 6, packet)).isFalse();
    }

    private static boolean passes(Field field, int from, int to, Packet packet) {
        return PacketFilter.of(new InRange(field, from, to)).passes(packet, FlowMetrics.BEST_EFFORT);
    }

    @Test
    void metricsNamedWhenTheFlowWasOpenedSortItsPackets() {
        ClassTree tree = tree(
                leaf("even", PacketFilter.of(new JitterAtMost(MS))),
                leaf("paced", PacketFilter.of(new Paced(true))),
                leaf("fast", PacketFilter.of(new RateInRange(NamedRate.MIN_RATE, 5_000_000, Long.MAX_VALUE))),
                leaf("rest"));
        tree.openFlow(1, metrics(null, null, MS), null, 0);
        tree.openFlow(2, metrics("1 Mbps", "1 Mbps", FlowMetrics.NONE), null, 0);
        tree.openFlow(3, metrics("5 Mbps", null, FlowMetrics.NONE), null, 0);
        tree.openFlow(4, metrics("4 Mbps", null, FlowMetrics.NONE), null, 0);
        assertThat(List.of(1, 2, 3, 4, 5))
                .extracting(flow -> nameOf(tree.leafOf(packet(flow, 0))))
                .containsExactly("even", "paced", "fast", "rest", "rest");
        tree.changeFlow(4, metrics("5 Mbps", null, FlowMetrics.NONE), null, 0);
        assertThat(nameOf(tree.leafOf(packet(4, 0)))).isEqualTo("fast");
        tree.closeFlow(1, 0);
        assertThat(nameOf(tree.leafOf(packet(1, 0)))).isEqualTo("rest");
    }

    @Test
    void aFlowIsOpenedInEveryLeafThatItsPacketsMayComeTo() {
        List<String> log = new ArrayList<>();
        ClassTree tree = tree(
                leafOver(Logging.setup("marked", log, Admission.ADMITTED), "marked", dscp(46, 46)),
                leafOver(Logging.setup("even", log, Admission.ADMITTED), "even", PacketFilter.of(new JitterAtMost(MS))),
                leafOver(Logging.setup("rest", log, Admission.ADMITTED), "rest"));
        tree.openFlow(1, metrics(null, null, MS), null, 0);
        tree.openFlow(2, FlowMetrics.BEST_EFFORT, null, 0);
        tree.changeFlow(2, metrics(null, null, MS), null, 0);
        tree.closeFlow(1, 0);
        assertThat(log)
                .containsExactly(
                        "marked opens 1",
                        "even opens 1", // takes all that is not marked: nothing comes to the rest
                        "marked opens 2",
                        "rest opens 2",
                        "marked changes 2",
                        "even opens 2",
                        "rest changes 2", // packets of it may still be there
                        "marked closes 1",
                        "even closes 1");
    }

    @Test
    void aFlowThatOneOfItsLeavesCannotPromiseIsOpenInNone() {
        List<String> log = new ArrayList<>();
        ClassTree tree = tree(
                leafOver(Logging.setup("marked", log, Admission.ADMITTED), "marked", dscp(46, 46)),
                leafOver(Logging.setup("rest", log, Admission.refused("no more than one")), "rest"));
        Admission admission = tree.openFlow(1, FlowMetrics.BEST_EFFORT, null, 0);
        assertThat(admission).isEqualTo(Admission.refused("class 'rest': no more than one"));
        assertThat(log).containsExactly("marked opens 1", "rest opens 1", "marked closes 1");
        assertThatThrownBy(() -> {
                    tree(leaf("all")).openFlow(2, FlowMetrics.BEST_EFFORT, null, 0);
                    ClassTree opened = tree(leaf("all"));
                    opened.openFlow(2, FlowMetrics.BEST_EFFORT, null, 0);
                    opened.openFlow(2, FlowMetrics.BEST_EFFORT, null, 0);
                })
                .hasMessage("flow 2 is open already");
    }

    @Test
    void aPacketInTheHandCountsAndLeavesNextAndIsDroppedByAReset() {
        ClassTree tree = tree(leaf("all"));
        ClassQueue queue = tree.leaves().get(0).queue();
        assertThat(queue.enqueue(packet(1, 0), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        queue.enqueue(packet(2, 0), 0);
        Packet first = queue.peek(5);
        assertThat(first).isNotNull().extracting(packet -> packet.sequence).isEqualTo(1L);
        assertThat(queue.inner().packetCount()).isEqualTo(1);
        assertThat(queue.packetCount()).isEqualTo(2);
        assertThat(tree.packetCount()).isEqualTo(2);
        assertThat(tree.byteCount()).isEqualTo(2000);
        assertThat(queue.peek(6)).isSameAs(first);
        assertThat(queue.dequeue(7)).isSameAs(first);
        assertThat(tree.packetCount()).isEqualTo(1);
        queue.peek(8);
        queue.enqueue(packet(3, 0), 8);
        tree.reset((packet, reason, nowPs) -> dropped.add(packet.sequence + " " + reason.key() + " at " + nowPs), 9);
        assertThat(dropped).containsExactly("2 reset at 9", "3 reset at 9");
        assertThat(tree.packetCount()).isZero();
        assertThat(tree.byteCount()).isZero();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(tree.readyAtPs(9)).isEqualTo(PacketScheduler.NEVER);
    }

    @Test
    void whatAnInnerPacketSchedulerDropsOrRefusesIsNotCounted() {
        ClassTree tree = tree(
                leafOver(SchedulerSetup.of(FifoScheduler.SPEC, Map.of("limit", 1L)), "one", dscp(46, 46)),
                leafOver(SchedulerSetup.defaults(Logging.DROPS_THE_OLDER), "fresh"));
        ClassQueue one = tree.leaves().get(0).queue();
        one.enqueue(packet(1, 46), 0);
        assertThat(one.enqueue(packet(2, 46), 0)).isEqualTo(DropReason.QUEUE_FULL);
        ClassQueue fresh = tree.leaves().get(1).queue();
        fresh.enqueue(packet(3, 0), 0);
        fresh.enqueue(packet(4, 0), 0);
        assertThat(dropped).containsExactly("3 pushedOut");
        assertThat(tree.packetCount()).isEqualTo(2);
        assertThat(tree.byteCount()).isEqualTo(2000);
    }

    /** Writes down which flows it is told of. */
    private static final class Logging implements PacketScheduler {
        /** Holds one packet, the newest. */
        static final SchedulerSpec DROPS_THE_OLDER = SchedulerSpec.named("newest")
                .madeBy((setup, environment) -> new Logging("", new ArrayList<>(), Admission.ADMITTED, environment));

        private final String name;
        private final List<String> log;
        private final Admission answer;
        private final SchedulerEnvironment environment;
        private @Nullable Packet newest;

        private Logging(String name, List<String> log, Admission answer, SchedulerEnvironment environment) {
            this.name = name;
            this.log = log;
            this.answer = answer;
            this.environment = environment;
        }

        static SchedulerSetup setup(String name, List<String> log, Admission answer) {
            return SchedulerSetup.defaults(SchedulerSpec.named(name)
                    .madeBy((setup, environment) -> new Logging(name, log, answer, environment)));
        }

        @Override
        public Admission openFlow(
                int flow, FlowMetrics metrics, pacewire.model.packet.@Nullable TrafficEnvelope envelope, long nowPs) {
            log.add(name + " opens " + flow);
            return answer;
        }

        @Override
        public Admission changeFlow(
                int flow, FlowMetrics metrics, pacewire.model.packet.@Nullable TrafficEnvelope envelope, long nowPs) {
            log.add(name + " changes " + flow);
            return answer;
        }

        @Override
        public void closeFlow(int flow, long nowPs) {
            log.add(name + " closes " + flow);
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            if (newest != null) {
                environment.drops().dropped(newest, DropReason.PUSHED_OUT, nowPs);
            }
            newest = packet;
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            Packet packet = newest;
            newest = null;
            return packet;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return newest == null ? NEVER : nowPs;
        }

        @Override
        public void reset(pacewire.model.packet.DropListener drops, long nowPs) {
            newest = null;
        }

        @Override
        public int packetCount() {
            return newest == null ? 0 : 1;
        }

        @Override
        public long byteCount() {
            return newest == null ? 0 : newest.ipBytes();
        }
    }
}
