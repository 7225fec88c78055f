package pacewire.model.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Vectors derived by hand from Mahimahi's rules; the trace in milliseconds, as in its files. */
class TraceSerialiserTest {
    private static final long MS = SimTime.MILLISECOND;

    private final LinkBench bench = new LinkBench();

    @Test
    void fullPacketsLeaveAtTheOpportunitiesAndTheTraceRepeats() {
        Link link = link(1, 3, 3);
        for (int i = 0; i < 7; i++) {
            sendIp(link, 1500, 0);
        }

        bench.run();

        // The last entry is the period: 1 3 3, then 4 6 6, then 7.
        assertThat(bench.arrivals).containsExactly(MS, 3 * MS, 3 * MS, 4 * MS, 6 * MS, 6 * MS, 7 * MS);
    }

    @Test
    void smallPacketsShareAnOpportunity() {
        Link link = link(2, 5);
        for (int i = 0; i < 4; i++) {
            sendIp(link, 500, 0);
        }

        bench.run();

        assertThat(bench.arrivals).containsExactly(2 * MS, 2 * MS, 2 * MS, 5 * MS);
    }

    @Test
    void aPacketLeavesWhenItsLastByteFits() {
        Link link = link(1, 2, 9);
        for (int i = 0; i < 4; i++) {
            sendIp(link, 1000, 0);
        }

        bench.run();

        // At 1 ms the first 1000 and 500 of the second; at 2 ms the other 500 and all of the third; at 9 ms the fourth.
        assertThat(bench.log)
                .containsExactly(
                        "#0 at 1 ms: queue 1 ms, wire 0 ps, way 0 ps",
                        "#1 at 2 ms: queue 1 ms, wire 1 ms, way 0 ps",
                        "#2 at 2 ms: queue 2 ms, wire 0 ps, way 0 ps",
                        "#3 at 9 ms: queue 9 ms, wire 0 ps, way 0 ps");
    }

    @Test
    void opportunitiesThatFindTheQueueEmptyAreLost() {
        Link link = link(1, 2, 3, 9);
        sendIp(link, 1500, 2 * MS + 1);
        sendIp(link, 1500, 2 * MS + 1);

        bench.run();

        assertThat(bench.arrivals).containsExactly(3 * MS, 9 * MS);
    }

    @Test
    void whatIsLeftOfAnOpportunityIsLostAfterItsInstant() {
        Link link = link(1, 9);
        sendIp(link, 500, 0);
        sendIp(link, 500, MS + 1);

        bench.run();

        assertThat(bench.arrivals).containsExactly(MS, 9 * MS);
    }

    @Test
    void aPacketThatComesAtTheInstantOfAnOpportunityMayUseIt() {
        Link link = link(1, 9);
        sendIp(link, 1500, MS);

        bench.run();

        assertThat(bench.arrivals).containsExactly(MS);
    }

    @Test
    void afterALongSilenceTheTraceIsWhereItWouldBe() {
        Link link = link(1, 3, 10);
        // 1002 ms is 2 ms into the 101st repetition: its next opportunity stands at 3 ms.
        sendIp(link, 1500, 1002 * MS);
        // The end of the 200th repetition, at 2000 ms, has an opportunity of its own.
        sendIp(link, 1500, 1999 * MS);

        bench.run();

        assertThat(bench.arrivals).containsExactly(1003 * MS, 2000 * MS);
    }

    @Test
    void theEndOfOneRepetitionAndTheStartOfTheNextAreTwoOpportunities() {
        Link link = link(0, 5);
        for (int i = 0; i < 5; i++) {
            sendIp(link, 1500, 1);
        }

        bench.run();

        // At 5 ms the last of the first repetition and the first of the second; again at 10 ms; then at 15 ms.
        assertThat(bench.arrivals).containsExactly(5 * MS, 5 * MS, 10 * MS, 10 * MS, 15 * MS);
    }

    @Test
    void aPacketLargerThanAnOpportunityTakesSeveral() {
        Link link = link(1, 2, 3);
        sendIp(link, 4000, 0);
        sendIp(link, 500, 0);

        bench.run();

        // 4000 = 1500 + 1500 + 1000; the rest of the third carries the second packet.
        assertThat(bench.arrivals).containsExactly(3 * MS, 3 * MS);
    }

    @Test
    void aQueueThatIsNeverEmptyUsesEveryOpportunityOfARecordedTrace() throws IOException {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/data/lte-verizon-short.down.mahi");
        Assumptions.assumeTrue(Files.exists(file), "the recorded trace is not there");
        long[] milliseconds =
                Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray();
        bench.isLogging = false;
        int opportunities = milliseconds.length;
        long periodMs = milliseconds[opportunities - 1];
        Link link = link(milliseconds);
        for (int i = 0; i < 2 * opportunities + 100; i++) {
            sendIp(link, 1500, 0);
        }

        bench.simulation.runUntil(2 * periodMs * MS);

        // All of the first repetition and of the second, and those of the third that stand at its very start.
        long atStart =
                Arrays.stream(milliseconds).filter(instant -> instant == 0).count();
        assertThat(bench.arrivals).hasSize((int) (2L * opportunities + atStart));
        assertThat(bench.arrivals.get(opportunities - 1)).isEqualTo(periodMs * MS);
        assertThat(bench.arrivals.get(opportunities / 2)).isEqualTo(milliseconds[opportunities / 2] * MS);
    }

    private Link link(long... milliseconds) {
        long[] opportunities = Arrays.stream(milliseconds).map(ms -> ms * MS).toArray();
        CapacityTrace trace = new CapacityTrace(opportunities, opportunities[opportunities.length - 1]);
        return bench.link(LinkBench.fifo(1_000_000), new TraceSerialiser(trace), 0);
    }

    private void sendIp(Link link, int ipBytes, long instantPs) {
        bench.sendAt(link, LinkBench.payloadOfIp(ipBytes), instantPs);
    }
}
