package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Strict priority: bands, each with a queue of its own, of which the first that has a packet sends it; band 0 goes first. A
 * packet on the line is not interrupted. That lower bands starve under load is what it is for.
 *
 * <p>The band comes from the packet's priority through a map, as in Linux {@code net/sched/sch_prio.c}, or from the priority
 * of its transfer, of which 7 is the highest: that goes into band 0, the next one into band 1, and all that are left into the
 * last band. A changed priority counts for packets to come: they may overtake those already held.
 *
 * <p>Classes are bands in the order written, each with any packet scheduler in it; one that holds its packets back lets lower
 * bands go meanwhile. As in Linux, filters are asked first, and what no class takes goes where its priority says, be it a band
 * with filters; priorities for which the map has no row and no band is there go to the last one, where Linux wants a map for
 * the number of bands. Where no class has {@code match}, the priority says the band of every packet, as in Linux without
 * filters; beside others that have, a class without {@code match} takes all that come to it.
 */
public final class PrioScheduler implements PacketScheduler {
    /** {@code sch_generic.c}: prio2band, of pfifo_fast and, by {@code tc}'s default, of prio. */
    private static final int[] LINUX_PRIOMAP = {1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};

    /** {@code pkt_sched.h}: TCQ_PRIO_BANDS. */
    private static final int MOST_BANDS = 16;

    private static final int LINUX_BANDS = 3;
    private static final int BY_TRANSFER = 1;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("prio")
            .summary("Strict priority: the first band that has a packet sends it.")
            .source("Linux net/sched/sch_prio.c; Cobham 1954 (waiting times)")
            .parameters(
                    ParameterSpec.choice("by", List.of("packet", "transfer"), "whose priority says the band, and how"),
                    ParameterSpec.optionalQuantity(
                            "bands",
                            Quantity.NUMBER,
                            1,
                            MOST_BANDS,
                            "number of bands; left out, 3 as in Linux, or 8 by the transfer's priority"),
                    // A pfifo in each band, of the device's tx_queue_len.
                    ParameterSpec.quantity(
                            "bandLimit",
                            Quantity.PACKETS,
                            "1000 packets",
                            1,
                            Integer.MAX_VALUE,
                            "most packets held in a band"))
            .tables(new TableSpec(
                    "priomap",
                    List.of(
                            ParameterSpec.quantity("priority", Quantity.NUMBER, "0", 0, 15, "a packet's priority"),
                            ParameterSpec.quantity(
                                    "band", Quantity.NUMBER, "0", 0, MOST_BANDS - 1, "the band it goes to")),
                    "bands of packets by their priority, where they are not as in Linux: 1 2 2 2 1 2 0 0, then 1"))
            .classes(ClassSpec.flat("the bands, band 0 first; left out, as many as the number of bands says"))
            .checkedBy(PrioScheduler::problem)
            .claims(PrioScheduler::claims)
            .madeBy((setup, environment) -> setup.classes().isEmpty()
                    ? new PrioScheduler(setup)
                    : new PrioClasses(withQueues(setup), remainder(setup), environment));

    private final PacketScheduler[] bands;
    private final BandChoice choice;

    private PrioScheduler(SchedulerSetup setup) {
        choice = isByTransfer(setup) ? new TransferPriority(bandsOf(setup)) : new PacketPriority(rowsOverLinux(setup));
        int limit = (int) setup.parameters().value("bandLimit");
        bands = new PacketScheduler[bandsOf(setup)];
        for (int band = 0; band < bands.length; band++) {
            bands[band] = new FifoScheduler(limit, Long.MAX_VALUE);
        }
    }

    private static Optional<String> problem(SchedulerSetup setup) {
        int classes = setup.classes().size();
        if (classes == 0) {
            return isByTransfer(setup) ? Optional.empty() : problemOfPriomap(setup);
        }
        if (setup.parameters().asMap().containsKey("bands")) {
            return Optional.of("leave 'bands' out: each class is a band");
        }
        if (classes > MOST_BANDS) {
            return Optional.of("there are " + MOST_BANDS + " bands at most");
        }
        return setup.rows("priomap").stream()
                .filter(row -> row.value("band") >= classes)
                .findFirst()
                .map(row -> "the priomap names band " + row.value("band") + ", but the classes are bands 0 to "
                        + (classes - 1));
    }

    /** A priority that has a band that is not there: Linux refuses that, too. */
    private static Optional<String> problemOfPriomap(SchedulerSetup setup) {
        int[] priomap = rowsOverLinux(setup);
        int bands = bandsOf(setup);
        return IntStream.range(0, priomap.length)
                .filter(priority -> priomap[priority] >= bands)
                .mapToObj(priority -> "priority " + priority + " goes to band " + priomap[priority]
                        + ", but there are bands 0 to " + (bands - 1) + " only; name another in the priomap")
                .findFirst();
    }

    /** A band for which no packet scheduler is named is the same as without classes. */
    private static SchedulerSetup withQueues(SchedulerSetup setup) {
        return setup.withQueueIfNone(SchedulerSetup.of(
                FifoScheduler.SPEC, Map.of("limit", setup.parameters().value("bandLimit"))));
    }

    /** The band that the priority says. */
    private static ClassTree.Remainder remainder(SchedulerSetup setup) {
        int last = setup.classes().size() - 1;
        if (isByTransfer(setup)) {
            return (priority, metrics) -> Math.min(last, FlowMetrics.HIGHEST_PRIORITY - metrics.priority());
        }
        int[] priomap = rowsOverLinux(setup);
        return (priority, metrics) -> Math.min(last, priomap[priority]);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        return setup.classes().isEmpty() ? claimsOfBands(setup) : claimsOfClasses(setup, environment);
    }

    /** The order of the bands is claimed where each sends while it can. */
    private static List<Claim> claimsOfClasses(SchedulerSetup setup, SchedulerEnvironment environment) {
        List<Claim> claims = ClassClaims.of(withQueues(setup), environment);
        if (claims.contains(new Claim.WorkConserving())) {
            claims.add(new Claim.PriorityOrder((packet, metrics) -> bandOf(packet, metrics, setup)));
        }
        return List.copyOf(claims);
    }

    private static int bandOf(Packet packet, FlowMetrics metrics, SchedulerSetup setup) {
        List<ClassSetup> classes = setup.classes();
        boolean isFiltered = classes.stream().anyMatch(each -> !each.match().isEmpty());
        for (int band = 0; isFiltered && band < classes.size(); band++) {
            List<PacketFilter> match = classes.get(band).match();
            if (match.isEmpty() || match.stream().anyMatch(each -> each.passes(packet, metrics))) {
                return band;
            }
        }
        return remainder(setup).leafOf(packet.priority, metrics);
    }

    private static List<Claim> claimsOfBands(SchedulerSetup setup) {
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.ScalesWithTheLine(),
                new Claim.Bounded(bandsOf(setup) * setup.parameters().value("bandLimit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (isByTransfer(setup)) {
            int last = bandsOf(setup) - 1;
            claims.add(new Claim.PriorityOrder(
                    (packet, metrics) -> Math.min(last, FlowMetrics.HIGHEST_PRIORITY - metrics.priority())));
        } else {
            int[] priomap = rowsOverLinux(setup);
            claims.add(new Claim.BlindToFlows());
            claims.add(new Claim.PriorityOrder(packet -> priomap[packet.priority]));
        }
        return List.copyOf(claims);
    }

    private static boolean isByTransfer(SchedulerSetup setup) {
        return setup.parameters().value("by") == BY_TRANSFER;
    }

    private static int bandsOf(SchedulerSetup setup) {
        int usual = isByTransfer(setup) ? FlowMetrics.HIGHEST_PRIORITY + 1 : LINUX_BANDS;
        return (int) setup.parameters().valueOr("bands", usual);
    }

    private static int[] rowsOverLinux(SchedulerSetup setup) {
        int[] priomap = LINUX_PRIOMAP.clone();
        for (ParameterValues row : setup.rows("priomap")) {
            priomap[(int) row.value("priority")] = (int) row.value("band");
        }
        return priomap;
    }

    /** Says which band a packet goes to. */
    private sealed interface BandChoice permits PacketPriority, TransferPriority {
        int bandOf(Packet packet);

        /** A flow is there with metrics, or has others. */
        void learn(int flow, FlowMetrics metrics);

        void forget(int flow);

        void forgetAll();
    }

    private static final class PacketPriority implements BandChoice {
        private final int[] priomap;

        PacketPriority(int[] priomap) {
            this.priomap = priomap;
        }

        @Override
        public int bandOf(Packet packet) {
            return priomap[packet.priority];
        }

        @Override
        public void learn(int flow, FlowMetrics metrics) {}

        @Override
        public void forget(int flow) {}

        @Override
        public void forgetAll() {}
    }

    private static final class TransferPriority implements BandChoice {
        private final FlowTable<RankedFlow> flows = new FlowTable<>(RankedFlow::new);
        private final int last;

        TransferPriority(int bands) {
            last = bands - 1;
        }

        @Override
        public int bandOf(Packet packet) {
            RankedFlow flow = flows.find(packet.flow);
            int priority = flow == null ? FlowMetrics.BEST_EFFORT.priority() : flow.priority;
            return Math.min(last, FlowMetrics.HIGHEST_PRIORITY - priority);
        }

        @Override
        public void learn(int flow, FlowMetrics metrics) {
            flows.findOrAdd(flow).priority = metrics.priority();
        }

        @Override
        public void forget(int flow) {
            RankedFlow known = flows.find(flow);
            if (known != null) {
                flows.remove(known);
            }
        }

        @Override
        public void forgetAll() {
            flows.clear();
        }
    }

    /** An open flow and its priority. */
    private static final class RankedFlow extends KeyedFlow {
        private int priority;

        RankedFlow(int slot) {
            super(slot);
        }

        @Override
        void reset() {
            priority = FlowMetrics.BEST_EFFORT.priority();
        }
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        return bands[choice.bandOf(packet)].enqueue(packet, nowPs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        for (PacketScheduler band : bands) {
            Packet packet = band.dequeue(nowPs);
            if (packet != null) {
                return packet;
            }
        }
        return null;
    }

    @Override
    public long readyAtPs(long nowPs) {
        long readyPs = NEVER;
        for (PacketScheduler band : bands) {
            readyPs = Math.min(readyPs, band.readyAtPs(nowPs));
        }
        return readyPs;
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        for (PacketScheduler band : bands) {
            band.reset(drops, nowPs);
        }
        choice.forgetAll();
    }

    @Override
    public int packetCount() {
        int packets = 0;
        for (PacketScheduler band : bands) {
            packets += band.packetCount();
        }
        return packets;
    }

    @Override
    public long byteCount() {
        long bytes = 0;
        for (PacketScheduler band : bands) {
            bytes += band.byteCount();
        }
        return bytes;
    }

    @Override
    public Admission openFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        choice.learn(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int flow, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        choice.learn(flow, metrics);
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int flow, long nowPs) {
        choice.forget(flow);
    }
}
