package pacewire.testkit.prove.property;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.FlowFacts;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.reference.FluidGps;
import pacewire.testkit.reference.FluidPacket;

/** How close departures are to those of the fluid reference, which serves all backlogged flows at once by their weights. */
final class FluidBounds {
    private FluidBounds() {}

    /**
     * No packet leaves later than in the fluid by more than the largest packet's time, and no flow's service lags by more than
     * the largest packet (Parekh and Gallager, "A Generalized Processor Sharing Approach to Flow Control in Integrated
     * Services Networks", IEEE/ACM ToN 1993, theorems 1 and 2).
     */
    static Finding delay(Trial trial) {
        Fluid fluid = Fluid.of(trial);
        if (fluid == null) {
            return Finding.NOT_TESTED;
        }
        Rational largest = Rational.of(fluid.largestBytes);
        Rational slack = largest.times(Bounds.SECOND).dividedBy(fluid.line);
        Map<Integer, Long> served = new HashMap<>();
        for (Passage passage : trial.trace().departures()) {
            Rational latest = fluid.finishPs(passage).plus(slack);
            if (Rational.of(passage.endPs()).compareTo(latest) > 0) {
                return Finding.broken(
                        passage,
                        "leaves later than in the fluid reference by more than the largest packet's time",
                        Text.time(latest),
                        Text.instant(passage.endPs()));
            }
            // The lag of a flow is greatest right before one of its packets is served.
            long before = served.merge(passage.flow(), (long) passage.bytes(), Long::sum) - passage.bytes();
            Rational lag = fluid.service(passage.flow(), passage.startPs()).minus(Rational.of(before));
            if (lag.compareTo(largest) > 0) {
                return Finding.broken(
                        passage,
                        "its flow lags behind the fluid reference by more than the largest packet",
                        fluid.largestBytes + " B",
                        Text.bytes(lag));
            }
        }
        return Finding.HELD;
    }

    /**
     * No flow is ahead of the fluid by more than {@code (1 - its share) * its largest packet} (Bennett and Zhang, "WF2Q:
     * Worst-case Fair Weighted Fair Queueing", INFOCOM 1996, theorem 1).
     */
    static Finding lead(Trial trial) {
        Fluid fluid = Fluid.of(trial);
        if (fluid == null) {
            return Finding.NOT_TESTED;
        }
        Map<Integer, Long> served = new HashMap<>();
        for (Passage passage : trial.trace().departures()) {
            Claim.Flow flow = trial.facts().of(passage.flow());
            long after = served.merge(passage.flow(), (long) passage.bytes(), Long::sum);
            Rational lead = Rational.of(after).minus(fluid.service(passage.flow(), passage.endPs()));
            Rational others = Rational.of(flow.totalWeight() - flow.weight(), flow.totalWeight());
            Rational most = others.times(flow.largestBytes());
            if (lead.compareTo(most) > 0) {
                return Finding.broken(
                        passage,
                        "its flow is ahead of the fluid reference by more than its share of a packet allows",
                        Text.bytes(most),
                        Text.bytes(lead));
            }
        }
        return Finding.HELD;
    }

    /** The fluid reference on the packets that were taken, served to the end. Time in seconds. */
    private static final class Fluid {
        final Rational line;
        final long largestBytes;
        private final FluidGps gps;
        private final Map<Passage, FluidPacket> packets = new HashMap<>();

        private Fluid(Trial trial, FlowFacts facts) {
            line = facts.of(facts.numbers().get(0)).line();
            largestBytes = facts.of(facts.numbers().get(0)).largestBytesOfAll();
            gps = new FluidGps(line);
            for (int number : facts.numbers()) {
                gps.setWeight(number, Rational.of(facts.of(number).weight()), Rational.ZERO);
            }
            for (Passage passage : trial.trace().passages()) {
                if (passage.wasTaken()) {
                    packets.put(
                            passage,
                            gps.arrive(passage.flow(), Rational.of(passage.bytes()), seconds(passage.arrivedPs())));
                }
            }
            gps.drain();
            List<Passage> departures = trial.trace().departures();
            Passage last = departures.get(departures.size() - 1);
            gps.advance(seconds(last.endPs()).max(gps.now()));
        }

        /** Null when bounds cannot be stated of the trial. */
        static @Nullable Fluid of(Trial trial) {
            FlowFacts facts = trial.facts();
            boolean isLost = trial.trace().passages().stream().anyMatch(Bounds::isLost);
            return facts.areStatable() && !isLost ? new Fluid(trial, facts) : null;
        }

        Rational finishPs(Passage passage) {
            FluidPacket packet = packets.get(passage);
            if (packet == null) {
                throw new IllegalStateException(passage + " never came to the fluid");
            }
            return gps.finish(packet).times(Bounds.SECOND);
        }

        Rational service(int flow, long atPs) {
            return gps.service(flow, seconds(atPs));
        }

        private static Rational seconds(long ps) {
            return Rational.of(ps).dividedBy(Bounds.SECOND);
        }
    }
}
