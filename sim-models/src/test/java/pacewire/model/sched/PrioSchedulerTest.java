package pacewire.model.sched;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrioSchedulerTest {
    private static void offer(BareLine line, int flow, int priority) {
        line.tryOffer(flow, 100, packet -> packet.priority = (byte) priority);
    }

    private static FlowMetrics priority(int priority) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, priority, 1);
    }

    private static ParameterValues row(long priority, long band) {
        return ParameterValues.of(
                PrioScheduler.SPEC.tables().get(0).columns(), Map.of("priority", priority, "band", band));
    }

    private static SchedulerSetup withPriomap(Map<String, Long> parameters, ParameterValues... rows) {
        SchedulerSetup plain = SchedulerSetup.of(PrioScheduler.SPEC, parameters);
        return new SchedulerSetup(plain.spec(), plain.parameters(), Map.of("priomap", List.of(rows)), plain.classes());
    }

    @Test
    void bandsAreThoseOfLinuxAndBandZeroGoesFirst() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of());
        for (int priority = 0; priority < 16; priority++) {
            offer(line, priority, priority);
        }

        // Band 0: priorities 6 and 7; band 1: 0, 4 and 8 to 15; band 2: 1, 2, 3 and 5.
        assertThat(line.serveAll().replace(":100", "")).isEqualTo("6 7 0 4 8 9 10 11 12 13 14 15 1 2 3 5");
    }

    @Test
    void aPacketOnTheLineIsNotInterruptedAndTheNextIsTheBestThatIsThere() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of());
        offer(line, 1, 1);
        offer(line, 1, 1);
        assertThat(line.serve(1)).isEqualTo("1:100");
        offer(line, 2, 6);

        assertThat(line.serveAllTimed()).isEqualTo("2:100@100 1:100@200");
    }

    @Test
    void lowBandsStarveUnderLoad() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of());
        offer(line, 1, 1);
        offer(line, 2, 6);
        for (int i = 0; i < 100; i++) {
            offer(line, 2, 6);
            assertThat(line.takeOne().flow).isEqualTo(2);
        }
        assertThat(line.scheduler.packetCount()).isEqualTo(2);
    }

    @Test
    void rowsOfThePriomapReplaceThoseOfLinux() {
        BareLine line = BareLine.of(withPriomap(Map.of(), row(6, 2), row(1, 0)));
        offer(line, 6, 6);
        offer(line, 1, 1);
        offer(line, 0, 0);

        assertThat(line.serveAll()).isEqualTo("1:100 0:100 6:100");
    }

    @Test
    void aBandThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> BareLine.of(PrioScheduler.SPEC, Map.of("bands", 2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "prio: priority 1 goes to band 2, but there are bands 0 to 1 only; name another in the priomap");
    }

    @Test
    void fewerBandsNeedAPriomap() {
        ParameterValues[] rows =
                IntStream.range(0, 16).mapToObj(i -> row(i, i < 8 ? 1 : 0)).toArray(ParameterValues[]::new);
        BareLine line = BareLine.of(withPriomap(Map.of("bands", 2L), rows));
        offer(line, 1, 7);
        offer(line, 2, 8);

        assertThat(line.serveAll()).isEqualTo("2:100 1:100");
    }

    @Test
    void byTransferTheHighestPriorityGoesFirstAndBestEffortLast() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of("by", 1L));
        line.scheduler.openFlow(1, priority(1), null, 0);
        line.scheduler.openFlow(7, priority(7), null, 0);
        // The packet's own priority counts for nothing.
        offer(line, 9, 6);
        offer(line, 1, 0);
        offer(line, 7, 0);

        assertThat(line.serveAll()).isEqualTo("7:100 1:100 9:100");
    }

    @Test
    void byTransferTheLastBandTakesAllThatAreLeft() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of("by", 1L, "bands", 2L));
        line.scheduler.openFlow(1, priority(7), null, 0);
        line.scheduler.openFlow(2, priority(5), null, 0);
        line.scheduler.openFlow(3, priority(6), null, 0);
        offer(line, 2, 0);
        offer(line, 3, 0);
        offer(line, 1, 0);

        assertThat(line.serveAll()).isEqualTo("1:100 2:100 3:100");
    }

    @Test
    void aChangedPriorityCountsForPacketsToCome() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of("by", 1L));
        line.scheduler.openFlow(1, priority(1), null, 0);
        offer(line, 1, 0);
        line.scheduler.changeFlow(1, priority(3), null, 0);
        line.tryOffer(1, 50, packet -> {});

        assertThat(line.serveAll()).isEqualTo("1:50 1:100");
        line.scheduler.closeFlow(1, 0);
        offer(line, 9, 0);
        offer(line, 1, 0);
        assertThat(line.serveAll()).isEqualTo("9:100 1:100");
    }

    @Test
    void eachBandHasALimitOfItsOwn() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of("bandLimit", 1L));
        offer(line, 1, 1);
        assertThat(line.tryOffer(2, 10, packet -> packet.priority = 2)).isEqualTo(DropReason.QUEUE_FULL);
        offer(line, 3, 6);

        assertThat(line.serveAll()).isEqualTo("3:100 1:100");
    }

    /** The bound of a class p among (sigma, rho) sources: (what better ones may burst + the largest of the others) / C. */
    @Test
    void theBestBandWaitsForOnePacketOfOthersAtMost() {
        BareLine line = BareLine.of(PrioScheduler.SPEC, Map.of());
        for (int i = 0; i < 10; i++) {
            line.tryOffer(1, 1000, packet -> packet.priority = 1);
        }
        line.takeOne();
        long came = line.nowPs() - 999 * SimTime.MICROSECOND;
        offer(line, 2, 6);

        assertThat(line.takeOne().flow).isEqualTo(2);
        assertThat(line.nowPs() - came).isEqualTo((999 + 100) * SimTime.MICROSECOND);
    }
}
