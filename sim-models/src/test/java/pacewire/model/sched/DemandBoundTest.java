package pacewire.model.sched;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemandBoundTest {
    private static final long ONE = 1L << DemandCurve.SLOPE_BITS;

    @Test
    void theExampleOfThePapersIsSchedulableDownToItsLeastDeadline() throws Exception {
        JsonNode vector = vector("edf_schedulability");
        JsonNode flows = vector.at("/inputs/flows");
        int least = vector.at("/expected/minimum_d1_given_d2_8").intValue();

        assertThat(boundOf(flows, flows.at("/0/d").intValue()).firstViolation().isEmpty())
                .isEqualTo(vector.at("/expected/schedulable").booleanValue());
        assertThat(boundOf(flows, least).firstViolation()).isEmpty();
        // One picosecond less: burst 1 of the first and a packet of 1 of the second need 2 s within 2 s - 1 ps.
        assertThat(boundOfFirstDeadline(flows, least * SimTime.SECOND - 1).firstViolation())
                .contains(new DemandBound.Violation(2 * SimTime.SECOND - 1, 2 * SimTime.SECOND));
    }

    @Test
    void identicalFlowsFitUntilTheirPacketsAndTheOneInTheWayFillTheDeadline() {
        // 100 us hold 7 packets of 12 us beside one of 12 us in the way (96 us), and not 8 (108 us).
        DemandBound bound = new DemandBound(12 * SimTime.MICROSECOND);
        DemandCurve curve = paced(12 * SimTime.MICROSECOND, ONE / 100, 100 * SimTime.MICROSECOND);
        for (int flow = 0; flow < 7; flow++) {
            bound.add(curve);
        }
        assertThat(bound.firstViolation()).isEmpty();

        bound.add(curve);

        assertThat(bound.firstViolation())
                .contains(new DemandBound.Violation(100 * SimTime.MICROSECOND, 108 * SimTime.MICROSECOND));
    }

    @Test
    void aFlowWithALaterDeadlineIsInTheWayWithItsLargestPacketOnly() {
        // At 20 us: 12 us of the first, and a packet of 9 us of the second: 21 us. Without the second 12 us and 5 us
        // fit.
        DemandBound bound = new DemandBound(5 * SimTime.MICROSECOND);
        bound.add(paced(12 * SimTime.MICROSECOND, 0, 20 * SimTime.MICROSECOND));
        assertThat(bound.firstViolation()).isEmpty();

        bound.add(paced(9 * SimTime.MICROSECOND, 0, 100 * SimTime.MICROSECOND));

        assertThat(bound.firstViolation())
                .contains(new DemandBound.Violation(20 * SimTime.MICROSECOND, 21 * SimTime.MICROSECOND));
    }

    @Test
    void theWorstInstantMayBeTheBendOfACurve() {
        // One flow offers 1 us at once and then 1.5 times the line for 100 us: 10 + 100 us after its start it has asked
        // for 1 + 150 us, which is more than 110 us; at its deadline of 10 us it asks for 1 us only.
        DemandBound bound = new DemandBound(0);
        bound.add(new DemandCurve(
                SimTime.MICROSECOND,
                SimTime.MICROSECOND,
                ONE + ONE / 2,
                100 * SimTime.MICROSECOND,
                ONE / 4,
                10 * SimTime.MICROSECOND));

        assertThat(bound.firstViolation())
                .contains(new DemandBound.Violation(110 * SimTime.MICROSECOND, 151 * SimTime.MICROSECOND));
    }

    @Test
    void demandOfEarlierDeadlinesGrowsUntilLaterOnes() {
        // At 8 us: (1 + 0.5 * 6) + 4 = 8 us fit exactly; a packet of 1 us in the way does not.
        DemandCurve early = paced(SimTime.MICROSECOND, ONE / 2, 2 * SimTime.MICROSECOND);
        DemandCurve late = new DemandCurve(4_000_000, 1_000_000, 0, 0, 0, 8 * SimTime.MICROSECOND);
        DemandBound bound = new DemandBound(0);
        bound.add(late);
        bound.add(early);
        assertThat(bound.firstViolation()).isEmpty();

        DemandBound withOthers = new DemandBound(SimTime.MICROSECOND);
        withOthers.add(early);
        withOthers.add(late);

        assertThat(withOthers.firstViolation())
                .contains(new DemandBound.Violation(8 * SimTime.MICROSECOND, 9 * SimTime.MICROSECOND));
    }

    @Test
    void envelopesBecomeServiceInTheProportionOfTheirLargestPacket() {
        // 1500 B in 12 us are 8 ns a byte. 100 Mbps are then a tenth, 500 Mbps a half of the sender; 3000 B more than a
        // packet at 400 Mbps more than the rate last 60 us. A tenth of 2^32 is rounded up.
        TrafficEnvelope envelope =
                new TrafficEnvelope(1500, DataRate.parse("500 Mbps"), 4500, DataRate.parse("100 Mbps"));

        DemandCurve curve = DemandCurve.of(envelope, 12 * SimTime.MICROSECOND, SimTime.MILLISECOND);

        assertThat(curve)
                .isEqualTo(new DemandCurve(
                        12 * SimTime.MICROSECOND,
                        12 * SimTime.MICROSECOND,
                        ONE / 2,
                        60 * SimTime.MICROSECOND,
                        ONE / 10 + 1,
                        SimTime.MILLISECOND));
    }

    @Test
    void aPeakFarBeyondTheSenderCountsAsABurst() {
        // 10 Tbps are 10,000 times a line of 1 Gbps. 15,000 B take 10 packets of 12 us.
        TrafficEnvelope envelope =
                new TrafficEnvelope(1500, DataRate.parse("10 Tbps"), 15_000, DataRate.parse("500 Mbps"));

        DemandCurve curve = DemandCurve.of(envelope, 12 * SimTime.MICROSECOND, SimTime.MILLISECOND);

        assertThat(curve.atOncePs()).isEqualTo(120 * SimTime.MICROSECOND);
        assertThat(curve.packetPs()).isEqualTo(12 * SimTime.MICROSECOND);
        assertThat(curve.bends()).isFalse();
        assertThat(curve.rate()).isEqualTo(ONE / 2);
    }

    @Test
    void hugeNumbersAreAViolationAndNoOverflow() {
        DemandBound bound = new DemandBound(0);
        TrafficEnvelope envelope =
                new TrafficEnvelope(1500, DataRate.parse("1 Gbps"), 1_000_000_000_000_000L, DataRate.parse("1 bps"));
        for (int flow = 0; flow < 10; flow++) {
            bound.add(DemandCurve.of(envelope, 12 * SimTime.MICROSECOND, 1000 * SimTime.SECOND));
        }

        assertThat(bound.firstViolation()).isPresent();
    }

    @Test
    void aCurveThatWasNeverAddedCannotBeTakenBack() {
        assertThatThrownBy(() -> new DemandBound(0).remove(paced(1, 1, 1))).isInstanceOf(IllegalStateException.class);
    }

    /** The definition, evaluated at every picosecond in plain arithmetic, against the check at the corners. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theCornersDecideAsEveryInstantWould(long seed) {
        RandomStream random = new RandomStreams(seed).stream("curves");
        int schedulable = 0;
        for (int round = 0; round < 300; round++) {
            List<DemandCurve> curves = new ArrayList<>();
            long unguaranteed = random.nextInt(4);
            DemandBound bound = new DemandBound(unguaranteed);
            for (int flow = random.nextInt(6); flow >= 0; flow--) {
                DemandCurve curve = smallCurve(random);
                curves.add(curve);
                bound.add(curve);
            }
            if (bound.rate() > ONE) {
                continue;
            }
            boolean fits = bound.firstViolation().isEmpty();
            schedulable += fits ? 1 : 0;
            assertThat(fits).as(curves.toString()).isEqualTo(fitsAtEveryInstant(curves, unguaranteed));
        }
        assertThat(schedulable).isBetween(20, 280);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsTakenBackLeavesNoTrace(long seed) {
        RandomStream random = new RandomStreams(seed).stream("curves");
        DemandBound bound = new DemandBound(1);
        List<DemandCurve> kept = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            if (kept.size() > 8 || (!kept.isEmpty() && random.nextInt(2) == 0)) {
                bound.remove(kept.remove(random.nextInt(kept.size())));
            } else {
                DemandCurve curve = smallCurve(random);
                bound.add(curve);
                kept.add(curve);
            }
            DemandBound fresh = new DemandBound(1);
            kept.forEach(fresh::add);
            assertThat(bound.firstViolation()).isEqualTo(fresh.firstViolation());
            assertThat(bound.rate()).isEqualTo(fresh.rate());
            assertThat(bound.flows()).isEqualTo(kept.size());
        }
    }

    /** Slopes are eighths, so that a demand in eighths of a picosecond is exact. */
    private static DemandCurve smallCurve(RandomStream random) {
        long rate = random.nextInt(3);
        long peak = rate + random.nextInt(8);
        long packet = 1L + random.nextInt(4);
        // Multiples of 8: each corner then lies at a whole picosecond and the rounding up of service adds nothing.
        long bend = peak == rate ? 0 : 8L * random.nextInt(4);
        return new DemandCurve(packet, packet, peak * ONE / 8, bend, rate * ONE / 8, 8 + 8L * random.nextInt(6));
    }

    private static boolean fitsAtEveryInstant(List<DemandCurve> curves, long unguaranteed) {
        long first = curves.stream().mapToLong(DemandCurve::deadlinePs).min().orElseThrow();
        for (long instant = first; instant < 200; instant++) {
            long eighths = 0;
            long blocking = unguaranteed;
            for (DemandCurve curve : curves) {
                long x = instant - curve.deadlinePs();
                if (x >= 0) {
                    long steep = Math.min(x, curve.bendPs());
                    eighths += 8 * curve.atOncePs() + (curve.peak() * steep + curve.rate() * (x - steep)) / (ONE / 8);
                } else {
                    blocking = Math.max(blocking, curve.packetPs());
                }
            }
            if (eighths + 8 * blocking > 8 * instant) {
                return false;
            }
        }
        return true;
    }

    private static DemandCurve paced(long packetPs, long rate, long deadlinePs) {
        return new DemandCurve(packetPs, packetPs, rate, 0, rate, deadlinePs);
    }

    private static DemandBound boundOf(JsonNode flows, int firstDeadline) {
        return boundOfFirstDeadline(flows, firstDeadline * SimTime.SECOND);
    }

    private static DemandBound boundOfFirstDeadline(JsonNode flows, long firstDeadlinePs) {
        DemandBound bound = new DemandBound(0);
        for (int i = 0; i < flows.size(); i++) {
            JsonNode flow = flows.get(i);
            long rate = (long) Math.ceil(flow.get("rho").doubleValue() * ONE);
            bound.add(new DemandCurve(
                    flow.get("sigma").intValue() * SimTime.SECOND,
                    flow.get("L").intValue() * SimTime.SECOND,
                    rate,
                    0,
                    rate,
                    i == 0 ? firstDeadlinePs : flow.get("d").intValue() * SimTime.SECOND));
        }
        return bound;
    }

    private static JsonNode vector(String name) throws Exception {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/vectors/aqm_shaping.json");
        Assumptions.assumeTrue(Files.exists(file), () -> "no " + file);
        for (JsonNode vector :
                JsonMapper.shared().readTree(Files.readString(file)).get("vectors")) {
            if (vector.get("name").stringValue().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector " + name);
    }

    @Test
    void withoutFlowsNothingIsViolated() {
        assertThat(new DemandBound(SimTime.SECOND).firstViolation()).isEqualTo(Optional.empty());
    }
}
