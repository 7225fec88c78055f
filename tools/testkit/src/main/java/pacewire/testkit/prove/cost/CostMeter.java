package pacewire.testkit.prove.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

/** Counts what a packet scheduler does for a packet while ever more flows are backlogged. */
public final class CostMeter {
    private static final int FEWEST_FLOWS_LOG2 = 4;
    private static final int MOST_FLOWS_LOG2 = 12;
    private static final int FEWEST_CLASSES_LOG2 = 2;
    private static final int MOST_CLASSES_LOG2 = 8;
    private static final int STEP_LOG2 = 2;
    private static final int PACKETS = 2048;
    private static final int BYTES = 100;
    /** Attempts without a packet after which this is no load for it. */
    private static final int MOST_IN_VAIN = 100_000;

    private static final DataRate LINE = DataRate.parse("10 Gbps");

    private final SchedulerSetup setup;

    public CostMeter(SchedulerSetup setup) {
        this.setup = setup;
    }

    /**
     * Measures; empty when it cannot be done: when its declaration is in no static field of the class that makes it, so that
     * the class cannot be loaded anew, when it does not hold a packet of each flow, all the time, or
     * when it fails.
     */
    public Optional<CostCurve> measure() {
        return measure(FEWEST_FLOWS_LOG2, MOST_FLOWS_LOG2, this::ofFlows);
    }

    /**
     * The same with a class for each flow; empty as well when the packet scheduler has no classes, or there cannot be so many, or
     * the user has set up some.
     */
    public Optional<CostCurve> measureClasses() {
        return setup.spec().classes() == null || !setup.classes().isEmpty()
                ? Optional.empty()
                : measure(FEWEST_CLASSES_LOG2, MOST_CLASSES_LOG2, this::ofClasses);
    }

    private Optional<CostCurve> measure(int fewestLog2, int mostLog2, IntFunction<@Nullable Double> measurement) {
        List<CostCurve.Point> points = new ArrayList<>();
        try {
            for (int log2 = fewestLog2; log2 <= mostLog2; log2 += STEP_LOG2) {
                Double operations = measurement.apply(1 << log2);
                if (operations == null) {
                    return Optional.empty();
                }
                points.add(new CostCurve.Point(1 << log2, operations));
            }
        } catch (LinkageError | EndlessCallError | RuntimeException notToBeMeasured) {
            // One that fails here is found by the cases, which say at which packet; it has no growth to be told.
            return Optional.empty();
        }
        return Optional.of(new CostCurve(points));
    }

    /** Where the set-up holds too few packets of so many flows, one class holds them. */
    private @Nullable Double ofFlows(int flows) {
        Double operations = measure(flows, setup.classes());
        boolean mayHaveClasses =
                setup.spec().classes() != null && setup.classes().isEmpty();
        return operations == null && mayHaveClasses
                ? measure(flows, new PlainClasses(setup, LINE).oneFor(2L * flows))
                : operations;
    }

    private @Nullable Double ofClasses(int classes) {
        return measure(classes, new PlainClasses(setup, LINE).oneForEach(classes));
    }

    private @Nullable Double measure(int flows, List<ClassSetup> classes) {
        CountedSpec counted = CountedSpec.of(setup.spec()).orElse(null);
        return counted == null
                ? null
                : new Load(WatchedScheduler.watched(counted, setup.spec()), flows, classes)
                        .operationsPerPacket(counted.loader());
    }

    /** A packet of every flow is held, and each that leaves comes again. */
    private final class Load {
        private final PacketScheduler scheduler;
        private final PacketPool pool = new PacketPool();
        private final int flows;
        private final long intervalPs;
        private final DataRate rate;
        private long nowPs;
        private boolean hasDropped;

        Load(SchedulerSpec spec, int flows, List<ClassSetup> classes) {
            this.flows = flows;
            SchedulerSetup roomy = new SchedulerSetup(spec, roomFor(spec, flows), setup.tables(), classes);
            scheduler = roomy.create(
                    new SchedulerEnvironment(LINE, 0, 0, BYTES, this::dropped, "port", new RandomStreams(1)));
            rate = new DataRate(LINE.bitsPerSecond() / (2L * flows));
            intervalPs = rate.psForBytesUp(BYTES);
        }

        private ParameterValues roomFor(SchedulerSpec spec, int number) {
            Map<String, Long> values = new LinkedHashMap<>(setup.parameters().asMap());
            for (ParameterSpec parameter : spec.parameters()) {
                Long value = values.get(parameter.name());
                boolean isLimit = parameter.quantity() == Quantity.PACKETS
                        && parameter.name().toLowerCase(Locale.ROOT).contains("limit");
                if (isLimit && value != null) {
                    values.put(parameter.name(), Math.min(parameter.largest(), Math.max(value, 2L * number)));
                }
            }
            return ParameterValues.of(spec.parameters(), values);
        }

        @Nullable
        Double operationsPerPacket(CountingLoader loader) {
            for (int flow = 0; flow < flows; flow++) {
                FlowMetrics metrics = new FlowMetrics(rate, rate, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1 + flow % 4);
                scheduler.openFlow(flow, metrics, TrafficEnvelope.paced(BYTES, rate), nowPs);
                offer(flow);
            }
            if (scheduler.packetCount() < flows || !advance(flows)) {
                return null;
            }
            long before = loader.count();
            if (!advance(PACKETS) || hasDropped) {
                return null;
            }
            return (loader.count() - before) / (double) PACKETS;
        }

        private void offer(int flow) {
            Packet packet = pool.take(nowPs);
            packet.protocol = Protocol.RAW;
            packet.flow = flow;
            packet.payloadBytes = BYTES;
            packet.idealPs = nowPs + flow % 16;
            packet.eligiblePs = packet.idealPs;
            packet.deadlinePs = packet.idealPs + intervalPs;
            if (scheduler.enqueue(packet, nowPs) != Verdict.Accepted.ACCEPTED) {
                dropped(packet, DropReason.QUEUE_FULL, nowPs);
            }
        }

        private void dropped(Packet packet, DropReason reason, long atPs) {
            // Not the load any more that was to be measured: fewer packets are held, and dropping is work of its own.
            hasDropped = true;
            pool.release(packet);
        }

        /** Whether so many packets left. */
        private boolean advance(int packets) {
            int inVain = 0;
            for (int left = 0; left < packets; ) {
                Packet packet = scheduler.dequeue(nowPs);
                if (packet != null) {
                    int flow = packet.flow;
                    pool.release(packet);
                    nowPs += LINE.psForBytesUp(BYTES);
                    offer(flow);
                    left++;
                } else {
                    long readyPs = scheduler.readyAtPs(nowPs);
                    if (readyPs == PacketScheduler.NEVER || ++inVain > MOST_IN_VAIN) {
                        return false;
                    }
                    nowPs = readyPs;
                }
            }
            return true;
        }
    }
}
