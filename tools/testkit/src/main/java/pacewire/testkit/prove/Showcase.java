package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.trial.Arrival;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.FlowFacts;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Step;
import pacewire.testkit.prove.trial.Terms;
import pacewire.testkit.prove.trial.Trial;
import pacewire.testkit.prove.trial.Variation;
import pacewire.testkit.reference.FluidGps;

/**
 * One case that shows how a packet scheduler serves: four flows of weights 1 to 4 and different lengths, all backlogged at
 * first; the second one pauses and comes back.
 */
public final class Showcase {
    /** The first that the set-up fits. */
    private static final List<DataRate> LINES =
            List.of(DataRate.parse("100 Mbps"), DataRate.parse("1 Gbps"), DataRate.parse("10 Gbps"));

    private static final int FLOWS = 4;
    private static final int PACKETS_OF_EACH = 40;
    private static final int[] LENGTHS = {1500, 1000, 500, 1500};
    private static final int PAUSING = 1;
    private static final long PAUSE_PS = 10 * SimTime.MILLISECOND;
    private static final double PS_PER_MICROSECOND = SimTime.MICROSECOND;

    private final Trial trial;

    /** Runs it. */
    public Showcase(SchedulerSetup setup) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < PACKETS_OF_EACH; i++) {
            for (int flow = 0; flow < FLOWS; flow++) {
                boolean isLater = flow == PAUSING && i >= PACKETS_OF_EACH / 2;
                steps.add(new Arrival(
                        steps.size(),
                        flow,
                        isLater ? PAUSE_PS : 0,
                        LENGTHS[flow],
                        new Terms(flow + 1, null, 0),
                        Long.MAX_VALUE,
                        Packet.UNSCHEDULED,
                        0,
                        0));
            }
        }
        steps.sort(Comparator.comparingLong(Step::atPs));
        ProofCase slowest = new ProofCase(0, LINES.get(0), LENGTHS[0], Variation.NONE, steps);
        ProofCase tried = LINES.stream()
                .map(line -> new ProofCase(0, line, LENGTHS[0], Variation.NONE, steps))
                .filter(candidate -> CaseGenerator.accepts(setup, candidate))
                .findFirst()
                .orElse(slowest);
        trial = new Trial(setup, tried, 1);
    }

    /** The line that the packet scheduler stands before. */
    public DataRate line() {
        return trial.tried().line();
    }

    /**
     * A line of a chart.
     *
     * @param xs along, ascending
     * @param ys upwards
     */
    public record Curve(String name, List<Double> xs, List<Double> ys) {
        Curve(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }

        void add(double x, double y) {
            xs.add(x);
            ys.add(y);
        }
    }

    /** By how many bytes each flow lags behind the fluid reference, over time in microseconds. */
    public List<Curve> lag() {
        FlowFacts facts = trial.facts();
        Map<Integer, Curve> curves = curves();
        if (!facts.areStatable() || trial.trace().departures().isEmpty()) {
            return List.of();
        }
        FluidGps gps = new FluidGps(facts.of(facts.numbers().get(0)).line());
        facts.numbers()
                .forEach(flow -> gps.setWeight(flow, Rational.of(facts.of(flow).weight()), Rational.ZERO));
        trial.trace().passages().stream()
                .filter(Passage::wasSent)
                .forEach(passage ->
                        gps.arrive(passage.flow(), Rational.of(passage.bytes()), seconds(passage.arrivedPs())));
        gps.drain();
        List<Passage> departures = trial.trace().departures();
        gps.advance(seconds(departures.get(departures.size() - 1).endPs()).max(gps.now()));
        Map<Integer, Long> served = new LinkedHashMap<>();
        for (Passage passage : departures) {
            served.merge(passage.flow(), (long) passage.bytes(), Long::sum);
            curves.forEach((flow, curve) -> {
                Rational fluid = gps.service(flow, seconds(passage.endPs()));
                long packets = served.getOrDefault(flow, 0L);
                curve.add(passage.endPs() / PS_PER_MICROSECOND, fluid.toDouble() - packets);
            });
        }
        return List.copyOf(curves.values());
    }

    private static Rational seconds(long ps) {
        return Rational.of(ps, SimTime.SECOND);
    }

    private Map<Integer, Curve> curves() {
        Map<Integer, Curve> curves = new LinkedHashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            curves.put(flow, new Curve("flow " + flow + ", weight " + (flow + 1)));
        }
        return curves;
    }

    /** The largest difference of services per weight between two flows, in bytes, over so many departures in a row. */
    public List<Curve> fairness() {
        List<Passage> departures = trial.trace().departures();
        int end = whileAllAreBacklogged(departures);
        Curve curve = new Curve("largest difference");
        for (int window = 1; window <= end; window++) {
            double worst = 0;
            for (int from = 0; from + window <= end; from++) {
                worst = Math.max(worst, difference(departures.subList(from, from + window)));
            }
            curve.add(window, worst);
        }
        return curve.xs().isEmpty() ? List.of() : List.of(curve);
    }

    /** How many packets leave before the first flow has none left of those that came at first. */
    private static int whileAllAreBacklogged(List<Passage> departures) {
        int[] left = new int[FLOWS];
        Arrays.fill(left, PACKETS_OF_EACH);
        left[PAUSING] = PACKETS_OF_EACH / 2;
        for (int i = 0; i < departures.size(); i++) {
            if (--left[departures.get(i).flow()] == 0) {
                return i;
            }
        }
        return departures.size();
    }

    private static double difference(List<Passage> window) {
        double[] served = new double[FLOWS];
        window.forEach(passage -> served[passage.flow()] += passage.bytes() / (passage.flow() + 1.0));
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double each : served) {
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        return most - least;
    }

    /** Time between two departures of a flow, in microseconds, over time in microseconds. */
    public List<Curve> gaps() {
        Map<Integer, Curve> curves = curves();
        Map<Integer, Long> last = new LinkedHashMap<>();
        for (Passage passage : trial.trace().departures()) {
            Long before = last.put(passage.flow(), passage.startPs());
            Curve curve = curves.get(passage.flow());
            if (before != null && curve != null) {
                curve.add(passage.startPs() / PS_PER_MICROSECOND, (passage.startPs() - before) / PS_PER_MICROSECOND);
            }
        }
        return curves.values().stream().filter(curve -> !curve.xs().isEmpty()).toList();
    }
}
