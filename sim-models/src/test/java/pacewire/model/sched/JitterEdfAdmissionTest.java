package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.sched.SimulatedLine.Arrival;
import pacewire.model.sched.SimulatedLine.Departure;

import static org.assertj.core.api.Assertions.assertThat;

/** Packets of 1500 bytes on a line of 1 Gbps: 12 us each. */
class JitterEdfAdmissionTest {
    private static final long US = SimTime.MICROSECOND;
    private static final long MS = SimTime.MILLISECOND;
    private static final DataRate GBPS = DataRate.parse("1 Gbps");

    @Test
    void asManyFlowsAreAdmittedAsPacketsFitIntoTheWorstWindow() {
        // 2 ms less a quarter for shared wake-ups, less 100 us for waking up: 1.4 ms hold 116 packets of 12 us (1.392
        // ms),
        // one of which may be a packet of somebody else that is in the way.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 100 * US, 1500), Map.of());

        assertThat(admitUntilRefused(scheduler, "1 Mbps", 2 * MS)).isEqualTo(115);
        assertThat(open(scheduler, 1000, "1 Mbps", 2 * MS).reason())
                .isEqualTo(
                        "with this transfer up to 1.404 ms of packets could be due within 1.4 ms; 115 are admitted, and"
                                + " the tolerance of 2 ms counts less 500 us for shared wake-ups and 100 us for waking up");
    }

    @Test
    void aSlowCpuIsTheBottleneckInsteadOfTheLine() {
        // 24 us of CPU time for each packet: 1.4 ms hold 58 (1.392 ms), one of them in the way.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 24 * US, 100 * US, 1500), Map.of());

        assertThat(admitUntilRefused(scheduler, "1 Mbps", 2 * MS)).isEqualTo(57);
    }

    @Test
    void aLargerPacketOfOthersMayBeInTheWay() {
        // 9000 bytes take 72 us: 1.4 ms less 72 us hold 110 packets of 12 us.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 100 * US, 9000), Map.of());

        assertThat(admitUntilRefused(scheduler, "1 Mbps", 2 * MS)).isEqualTo(110);
    }

    @Test
    void theRatesMayFillTheirLimitAndNoMore() {
        // 19 times 5 % are the 95 %.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 0, 1500), Map.of());

        assertThat(admitUntilRefused(scheduler, "50 Mbps", 10 * MS)).isEqualTo(19);
        assertThat(open(scheduler, 1000, "50 Mbps", 10 * MS).reason())
                .isEqualTo("with this transfer the guaranteed rates would take 100.00 % of the sender, beyond 95.00 %;"
                        + " 19 are admitted, and this one takes 5.00 %");
    }

    @Test
    void theLimitOfTheRatesIsAParameter() {
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 0, 1500), Map.of("limit", 500_000_000L));

        assertThat(admitUntilRefused(scheduler, "50 Mbps", 10 * MS)).isEqualTo(10);
    }

    @Test
    void theElasticAreCountedWithTheirMinRate() {
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 0, 1500), Map.of());
        DataRate min = DataRate.parse("400 Mbps");
        FlowMetrics metrics = new FlowMetrics(min, GBPS, FlowMetrics.NONE, FlowMetrics.NONE, 0, 1);
        TrafficEnvelope envelope = TrafficEnvelope.paced(1500, min);

        assertThat(scheduler.openFlow(1, metrics, envelope, 0).isAdmitted()).isTrue();
        assertThat(scheduler.openFlow(2, metrics, envelope, 0).isAdmitted()).isTrue();
        assertThat(scheduler.openFlow(3, metrics, envelope, 0).isAdmitted()).isFalse();
        assertThat(scheduler.guaranteedFlowCount()).isEqualTo(2);
    }

    @Test
    void aToleranceThatWakingUpUsesUpIsRefused() {
        // 100 us less 25 us leave 75 us, as long as a wake-up takes.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 75 * US, 1500), Map.of());

        assertThat(open(scheduler, 1, "1 Mbps", 100 * US).reason())
                .isEqualTo(
                        "a tolerance of 100 us leaves no time to send: 25 us of it are kept for shared wake-ups, and a"
                                + " wake-up may take 75 us");
    }

    @Test
    void whatAFlowHeldIsFreeOnceItIsClosed() {
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 100 * US, 1500), Map.of());
        int admitted = admitUntilRefused(scheduler, "1 Mbps", 2 * MS);
        for (int flow = 0; flow < admitted; flow++) {
            scheduler.closeFlow(flow, 0);
        }

        assertThat(scheduler.guaranteedFlowCount()).isZero();
        assertThat(admitUntilRefused(scheduler, "1 Mbps", 2 * MS)).isEqualTo(admitted);
    }

    @Test
    void theAdmittedAreInTimeWhenTheirGateOpensAsLateAsItMayAndWakingUpTakesItsLongest() {
        // All due at 0: the gate opens at 500 us, the first leaves at 600 us and the 115th has left 1.38 ms later.
        JitterEdfScheduler scheduler = scheduler(Ports.host(GBPS, 0, 100 * US, 1500), Map.of());
        int admitted = admitUntilRefused(scheduler, "1 Mbps", 2 * MS);
        PacketSource source = new PacketSource();
        List<Arrival> arrivals = new ArrayList<>();
        for (int flow = 0; flow < admitted; flow++) {
            arrivals.add(new Arrival(0, source.ideal(flow, 0, PacketSource.PAYLOAD)));
        }

        List<Departure> departures = SimulatedLine.serve(scheduler, arrivals, packet -> 12 * US, () -> 100 * US);

        assertThat(departures.get(0).startPs()).isEqualTo(600 * US);
        assertThat(departures.get(admitted - 1).endPs()).isEqualTo(1980 * US);
    }

    /**
     * Identical flows: one more than admitted does miss its deadline when all are due at once, just after a packet of
     * somebody else; as many as admitted do not. So the bound is not merely safe but exact here.
     */
    @ParameterizedTest(name = "tolerance {0} us, packets of {1} bytes, {2} ns of CPU time each")
    @CsvSource({"400, 1500, 0", "1000, 700, 0", "2000, 1500, 20000", "777, 333, 3333", "5000, 1538, 11000"})
    void oneFlowMoreThanAdmittedCanMiss(long toleranceUs, int wireBytes, long packetCostNs) {
        long packetCostPs = packetCostNs * SimTime.NANOSECOND;
        SchedulerEnvironment environment = Ports.host(GBPS, packetCostPs, 0, 1538);
        int admitted = admitUntilRefused(
                scheduler(environment, Map.of("wakeupShare", 0L)), "10 kbps", toleranceUs * US, wireBytes);

        assertThat(admitted).isPositive();
        assertThat(latest(environment, admitted, wireBytes)).isLessThanOrEqualTo(toleranceUs * US);
        assertThat(latest(environment, admitted + 1, wireBytes)).isGreaterThan(toleranceUs * US);
    }

    /** The latest end of service when so many flows are due at 0 and a plain packet left one picosecond before. */
    private static long latest(SchedulerEnvironment environment, int flows, int wireBytes) {
        PacketSource source = new PacketSource();
        JitterEdfScheduler scheduler = scheduler(environment, Map.of("wakeupShare", 0L));
        DataRate slow = DataRate.parse("1 bps");
        FlowMetrics lenient = new FlowMetrics(slow, slow, 100 * MS, FlowMetrics.NONE, 0, 1);
        List<Arrival> arrivals = new ArrayList<>();
        arrivals.add(new Arrival(1, source.plain(flows, 1472)));
        for (int flow = 0; flow < flows; flow++) {
            assertThat(scheduler
                            .openFlow(flow, lenient, TrafficEnvelope.paced(wireBytes, slow), 0)
                            .isAdmitted())
                    .isTrue();
            arrivals.add(new Arrival(0, source.ideal(flow, 2, wireBytes - 66)));
        }
        List<Departure> departures =
                SimulatedLine.serve(scheduler, arrivals, packet -> servicePs(environment, packet), () -> 0);
        return departures.get(departures.size() - 1).endPs() - 2;
    }

    private static long servicePs(SchedulerEnvironment environment, Packet packet) {
        return Math.max(environment.lineRate().psForBytesUp(packet.wireBytes()), environment.packetCostPs());
    }

    private static JitterEdfScheduler scheduler(SchedulerEnvironment environment, Map<String, Long> parameters) {
        return new JitterEdfScheduler(SchedulerSetup.of(JitterEdfScheduler.SPEC, parameters), environment);
    }

    private static int admitUntilRefused(JitterEdfScheduler scheduler, String rate, long tolerancePs) {
        return admitUntilRefused(scheduler, rate, tolerancePs, 1500);
    }

    private static int admitUntilRefused(JitterEdfScheduler scheduler, String rate, long tolerancePs, int wireBytes) {
        int flow = 0;
        while (open(scheduler, flow, rate, tolerancePs, wireBytes).isAdmitted()) {
            flow++;
        }
        return flow;
    }

    private static Admission open(JitterEdfScheduler scheduler, int flow, String rate, long tolerancePs) {
        return open(scheduler, flow, rate, tolerancePs, 1500);
    }

    private static Admission open(
            JitterEdfScheduler scheduler, int flow, String rate, long tolerancePs, int wireBytes) {
        DataRate exact = DataRate.parse(rate);
        FlowMetrics metrics = new FlowMetrics(exact, exact, tolerancePs, FlowMetrics.NONE, 0, 1);
        return scheduler.openFlow(flow, metrics, TrafficEnvelope.paced(wireBytes, exact), 0);
    }
}
