package pacewire.model.sched;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

/** A machine that wakes up in 3 us, and takes 2 us or 100 us more to leave an idle state. */
class WakeUpLatencyTest {
    private static final long US = SimTime.MICROSECOND;
    private static final WakeUpLatency LATENCY = new WakeUpLatency(3 * US, 2 * US, 100 * US);

    @ParameterizedTest(name = "a tolerance of {0} us bears with {1} us")
    @CsvSource({"10, 3", "19, 3", "20, 5", "999, 5", "1000, 103", "5000, 103"})
    void idleStatesCountWhoseExitIsAtMostATenthOfTheTolerance(long toleranceUs, long latencyUs) {
        assertThat(LATENCY.withinPs(toleranceUs * US)).isEqualTo(latencyUs * US);
    }

    @Test
    void theLongestIsThatOfTheDeepestState() {
        assertThat(LATENCY.longestPs()).isEqualTo(103 * US);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"jitter-edf", "edf", "jitter-edd"})
    void thePacketSchedulerTellsTheLeastToleranceThatItPromised(String name) {
        PacketScheduler scheduler = SchedulerSetup.defaults(
                        PacketSchedulers.find(name).orElseThrow())
                .create(new SchedulerEnvironment(
                        DataRate.parse("1 Gbps"), 0, LATENCY, 1500, Ports.NO_DROPS, "host", new RandomStreams(1)));
        assertThat(scheduler.leastTolerancePs()).isEqualTo(SimTime.NEVER);

        open(scheduler, 1, 5_000 * US);
        open(scheduler, 2, 900 * US);
        open(scheduler, 3, 900 * US);
        scheduler.closeFlow(2, 0);
        assertThat(scheduler.leastTolerancePs()).isEqualTo(900 * US);

        scheduler.closeFlow(3, 0);
        assertThat(scheduler.leastTolerancePs()).isEqualTo(5_000 * US);
    }

    private static void open(PacketScheduler scheduler, int flow, long delayPs) {
        DataRate rate = DataRate.parse("1 Mbps");
        FlowMetrics metrics = new FlowMetrics(rate, rate, delayPs, delayPs, 0, 1);
        assertThat(scheduler
                        .openFlow(flow, metrics, TrafficEnvelope.paced(1500, rate), 0)
                        .isAdmitted())
                .isTrue();
    }
}
