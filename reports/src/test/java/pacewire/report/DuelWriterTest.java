package pacewire.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.core.stats.Histogram;
import pacewire.model.packet.DelayPart;
import pacewire.report.chart.BillChart;
import pacewire.report.sample.SampleResults;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.ClientName;
import pacewire.scenario.bill.PacketBill;
import pacewire.scenario.bill.Tail;
import pacewire.scenario.duel.Growth;
import pacewire.scenario.duel.GrowthResult;
import pacewire.scenario.duel.Sample;
import pacewire.scenario.duel.Way;
import pacewire.scenario.duel.WayResult;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

class DuelWriterTest {
    private static final Way TRANSMIT = new Way("transmit", "{type: jitter-edf}");
    private static final Way SLEEP = new Way("sleep-sendto", "{type: fq_codel}");
    private static final Growth GROWTH = new Growth("clients.viewers.count", 10, 100);

    @TempDir
    private Path folder;

    @Test
    void aDuelLeavesItsFiguresItsPageAndItsCharts() throws IOException {
        Sample failing = sample(SampleResults.videoOnDemand(), 50_000_000);
        List<WayResult> results = List.of(
                new WayResult(TRANSMIT, "linux-6", List.of(sample(SampleResults.videoOnDemand(), 10_000_000), failing)),
                new WayResult(SLEEP, "linux-6", List.of(sample(SampleResults.longTail(), 60_000_000), failing)));
        List<GrowthResult> grown = List.of(
                new GrowthResult(TRANSMIT, "linux-6", 100L, null, null, 4),
                new GrowthResult(SLEEP, "linux-6", null, 10L, failing, 4));

        DuelWriter.write(results, GROWTH, grown, "0.1.0", folder);

        assertThat(folder.resolve("duel.json"))
                .content()
                .contains("\"way\" : \"transmit\"", "\"differenceToFirst\"", "\"path\" : \"clients.viewers.count\"");
        assertThat(folder.resolve("duel.html"))
                .content()
                .contains(
                        "<h2 id=\"linux-6\">",
                        "Differences to transmit",
                        "How far each way grows",
                        "100 or more",
                        "none")
                .contains("<svg");
        assertThat(folder.resolve("charts/cpu-linux-6.png")).isNotEmptyFile();
        assertThat(Files.readAllBytes(folder.resolve("charts/departure-error-linux-6.png")))
                .startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void oneRunOfOneWayHasNoDifferencesAndNoGrowth() {
        List<WayResult> results =
                List.of(new WayResult(TRANSMIT, "linux-6", List.of(sample(SampleResults.videoOnDemand(), 1_000_000))));

        DuelWriter.write(results, null, List.of(), "0.1.0", folder);

        assertThat(folder.resolve("duel.html")).content().doesNotContain("Differences", "grows", "±");
        assertThat(folder.resolve("duel.json"))
                .content()
                .contains("\"halfWidth\" : null")
                .doesNotContain("growth");
    }

    @Test
    void oneBillIsAWaterfallAndSeveralAreBars() {
        PacketBill bill = new PacketBill(
                7,
                new ClientName("viewers", 3),
                11,
                1_000_000,
                9_000_000,
                List.of(
                        new PacketBill.Item(DelayPart.TIMER, 5_000_000),
                        new PacketBill.Item(DelayPart.RUN_QUEUE, 3_000_000)));

        assertThat(BillChart.of("a run", List.of(bill)).svg())
                .contains("Why packet 7 left late", "timer", "run queue", "62.5")
                .doesNotContain("viewers/3");
        assertThat(BillChart.of("a run", List.of(bill, bill)).svg()).contains("the latest 2 packets", "viewers/3");
    }

    private static Sample sample(RunResult result, long errorPs) {
        Histogram errors = new Histogram();
        for (int i = 1; i <= 100; i++) {
            errors.record(errorPs * i / 100);
        }
        Tail tail = new Tail(99.9, errorPs, Map.of(DelayPart.RUN_QUEUE, 1.0));
        Bills.GroupBill all = new Bills.GroupBill("all", errors.snapshot(), List.of(tail));
        return new Sample(result, new Bills(List.of(), all, List.of()));
    }
}
