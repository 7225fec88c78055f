package pacewire.bench;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.DataRate;
import pacewire.scenario.ScenarioException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The load on the whole path: what it holds, never how fast it is. */
class PathWorkloadTest {
    private static final DataRate LINE = DataRate.parse("10 Gbps");
    private static final long MILLISECOND = 1_000_000_000;

    @ParameterizedTest(name = "{0} transfers, {1} over {2}")
    @CsvSource({
        "1, transmit, jitter-edf",
        "10, transmit, jitter-edf",
        "1000, transmit, jitter-edf",
        "100, transmit, fifo",
        "100, sleep-sendto, fifo"
    })
    void everyTransferFlowsAndTheBooksBalance(int transfers, String application, String scheduler)
            throws ScenarioException {
        PathWorkload workload = started(load(transfers, application, scheduler));

        workload.deliver(2000);

        workload.requireSteady();
        assertThat(workload.packetsDelivered()).isGreaterThanOrEqualTo(2000);
    }

    @Test
    void theTransfersTogetherTakeWhatTheyAskFor() throws ScenarioException {
        // 100 transfers of 64 Mbit/s: 6.4 Gbit/s in datagrams of 11,200 bits are 571,428.6 packets/s.
        PathWorkload workload = started(load(100, "transmit", "jitter-edf"));
        long packets = workload.packetsDelivered();
        long startPs = workload.nowPs();

        workload.deliver(20_000);

        double seconds = (workload.nowPs() - startPs) / 1e12;
        assertThat((workload.packetsDelivered() - packets) / seconds).isCloseTo(571_428.6, within(5_000.0));
    }

    @Test
    void theSameLoadFiresTheSameEvents() throws ScenarioException {
        PathWorkload one = started(load(50, "transmit", "jitter-edf"));
        PathWorkload other = started(load(50, "transmit", "jitter-edf"));

        one.advance();
        other.advance();

        assertThat(one.eventsFired()).isEqualTo(other.eventsFired());
        assertThat(one.packetsDelivered()).isEqualTo(other.packetsDelivered());
        assertThat(one.nowPs()).isEqualTo(other.nowPs()).isGreaterThan(MILLISECOND);
    }

    @Test
    void anInvocationThatWentTooFarCountsForTheNext() throws ScenarioException {
        PathWorkload workload = started(load(10, "transmit", "jitter-edf"));
        long before = workload.packetsDelivered();

        for (int i = 0; i < 1000; i++) {
            workload.deliver(1);
        }

        // 64 events at a time are 16 packets at most: four events and more for each.
        assertThat(workload.packetsDelivered() - before).isBetween(1000L, 1016L);
    }

    @Test
    void tooMuchIsRefusedWithTheReasonOfTheAdmission() throws ScenarioException {
        // 100 transfers of 150 Mbit/s are 15 Gbit/s on a line of 10.
        PathLoad load = new PathLoad(100, DataRate.parse("150 Mbps"), LINE, "transmit", "jitter-edf");
        PathWorkload workload = new PathWorkload(load.scenario(List.of()));

        assertThatThrownBy(() -> workload.startAll(() -> {}))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("transfer ")
                .hasMessageContaining("EBUSY");
    }

    @Test
    void aTransferThatEndsEndsTheMeasurement() throws ScenarioException {
        PathLoad load = load(1, "transmit", "jitter-edf");
        PathWorkload workload = started(load, "clients.viewers.requests.bytes=1400000 B");

        // 1000 datagrams in all.
        while (workload.packetsDelivered() < 1000) {
            workload.advance();
        }

        assertThatThrownBy(workload::requireSteady)
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("measure for a shorter time");
    }

    @Test
    void clientsWhoStayAwayAreNotWaitedFor() throws ScenarioException {
        // One client comes each 20 s, which is longer than is waited for.
        PathLoad slow = new PathLoad(2, DataRate.parse("100 kbps"), LINE, "transmit", "jitter-edf");
        PathWorkload workload = new PathWorkload(
                slow.scenario(List.of("clients.viewers.arrivals={type: constant, interval: 20 s, start: 0 s}")));

        assertThatThrownBy(() -> workload.startAll(() -> {}))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("of 2 clients ");
    }

    @Test
    void whoeverWantsToStopIsAskedWhileTransfersStart() throws ScenarioException {
        PathWorkload workload =
                new PathWorkload(load(1000, "transmit", "jitter-edf").scenario(List.of()));

        assertThatThrownBy(() -> workload.startAll(() -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(workload.nowPs()).isEqualTo(MILLISECOND);
    }

    @Test
    void overridesChangeTheScenarioAndMistakesInThemAreTold() throws ScenarioException {
        PathLoad load = load(3, "transmit", "jitter-edf");

        assertThat(load.scenario(List.of("server.cores=5")).server().cores()).isEqualTo(5);
        assertThatThrownBy(() -> load.scenario(List.of("server.coers=5")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("coers");
    }

    @Test
    void theUsualRateSharesSixtyFourPercentOfTheLine() {
        assertThat(PathLoad.usualRate(LINE, 1000)).isEqualTo(DataRate.parse("6.4 Mbps"));
        // 6.4 Gbit/s by three, rounded down.
        assertThat(PathLoad.usualRate(LINE, 3)).isEqualTo(DataRate.parse("2133333333 bps"));
    }

    private static PathLoad load(int transfers, String application, String scheduler) {
        return new PathLoad(transfers, PathLoad.usualRate(LINE, transfers), LINE, application, scheduler);
    }

    private static PathWorkload started(PathLoad load, String... overrides) throws ScenarioException {
        PathWorkload workload = new PathWorkload(load.scenario(List.of(overrides)));
        workload.startAll(() -> {});
        return workload;
    }
}
