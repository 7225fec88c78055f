package pacewire.scenario.result;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import pacewire.core.stats.Histogram;
import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.model.os.CpuUsage;
import pacewire.scenario.Scenario;
import pacewire.scenario.ScenarioReader;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.GroupSeries;
import pacewire.scenario.result.RunResult.PartOfDelay;
import pacewire.scenario.result.RunResult.PlayoutResult;
import pacewire.scenario.result.RunResult.ServerResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetricsTest {
    private static final Metrics.Machine ONE_CORE = new Metrics.Machine(1, List.of("server", "ksoftirqd"), 1);

    private static final String SCENARIO = """
            scenario: Metrics
            seed: 5
            duration: 4 s
            server:
              scheduler: {type: fifo}
              application: {type: transmit}
              files:
                - {name: a, size: 1 MB}
            clients:
              - group: viewers
                count: 3
                arrivals: {type: constant, interval: 1 ms}
                requests: {files: [a]}
                playout: {rate: 5 Mbps, buffer: 1 s}
                access: {rate: 10 Mbps, delay: 1 ms}
            expect:
              - {metric: groups.viewers.departureErrorUs.max, atMost: 3 us}
              - {metric: groups.viewers.departureErrorUs.mean, atMost: 1 us}
              - {metric: groups.viewers.packetsDropped.linkLoss, equals: 2}
              - {metric: server.cpuUtilizationRatio, atLeast: 10 %}
              - {metric: groups.viewers.ipdvUs.p99, atMost: 1 s}
            """;

    @TempDir
    Path folder;

    private static HistogramSnapshot of(long... values) {
        Histogram histogram = new Histogram();
        for (long value : values) {
            histogram.record(value);
        }
        return histogram.snapshot();
    }

    private RunResult result() throws Exception {
        Scenario scenario = ScenarioReader.read(
                Files.writeString(folder.resolve("m.yaml"), SCENARIO), List.of(), OptionalLong.empty());
        HistogramSnapshot none = HistogramSnapshot.EMPTY;
        long[] noSlots = {};
        GroupResult viewers = new GroupResult(
                "viewers",
                3,
                3,
                1,
                2,
                1000,
                990,
                new TreeMap<>(Map.of("linkLoss", 2L, "queueFull", 7L)),
                1,
                17,
                990_000,
                of(5_000_000),
                // 1, 2 and 2.000001 us: the mean is 5.000001 / 3 = 1.666667 us.
                of(1_000_000, 2_000_000, 2_000_001),
                none,
                none,
                none,
                none,
                List.of(new PartOfDelay("timer", of(0)), new PartOfDelay("copy", none)),
                new PlayoutResult(4, 1_500_000_000_000L),
                1,
                1,
                new RunResult.ContentCounts(5, 3, 2),
                null,
                new GroupSeries(SimTime.SECOND, noSlots, noSlots, noSlots, noSlots, noSlots));
        // 2 cores for 4 s, of which 1 s was worked: 12.5 %; for 3 MB that is 333,333.333... us each.
        ServerResult server = new ServerResult(
                10,
                20,
                new TreeMap<>(Map.of("transmit", 3L, "read", 0L)),
                30,
                40,
                50,
                SimTime.SECOND,
                2,
                3_000_000,
                RunResult.NicResult.IDLE,
                new RunResult.StorageResult(7, 3, 2, 1400, 3, 12_288, 11, 1),
                new RunResult.CopyResult(9, 8, 7, 6),
                new CpuUsage(List.of(), List.of()));
        return new RunResult(
                scenario,
                4 * SimTime.SECOND,
                server,
                List.of(viewers),
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>(Map.of("wire", "00ff")),
                new RunResult.CpuSeries(1, new long[1][1]));
    }

    @Test
    void theTreeHasTheOrderAndUnitsOfTheSummary() throws Exception {
        RunResult result = result();
        String nothing = "{'count':0,'min':null,'mean':null,'p50':null,'p90':null,'p99':null,'p999':null,'max':null}";
        String expected = "{'scenario':{'title':'Metrics','sha256':'"
                + result.scenario().source().sha256() + "'},'seed':5,"
                + "'simulatedSeconds':4,'server':{'application':'transmit','scheduler':'fifo','machine':'linux-6',"
                + "'bytesCopiedToUser':10,'bytesCopiedFromUser':20,"
                + "'bytesCopiedFrom':{'l1':9,'l2':8,'l3':7,'memory':6},"
                + "'syscalls':{'total':3,'read':0,'transmit':3},'contextSwitches':30,'interrupts':40,"
                + "'timerWakeups':50,'cpuSeconds':1,'cpuUtilizationRatio':0.125,'cpuUsPerMegabyte':333333.333333,"
                + "'nic':{'packetsSent':0,'packetsReceived':0,'interrupts':0,'doorbells':0,'timedLaunches':0,"
                + "'lateLaunches':0},"
                + "'storage':{'pageCacheHits':7,'pageCacheMisses':3,'pageCacheEvictions':2,'mostPinnedBytes':1400,"
                + "'diskReads':3,'diskBytesRead':12288,'minorFaults':11,'majorFaults':1}},"
                + "'groups':{'viewers':{'clients':3,'requests':3,'refused':1,'completed':2,'packetsSent':1000,"
                + "'packetsDelivered':990,'packetsDropped':{'total':9,'linkLoss':2,'queueFull':7},"
                + "'packetsInFlight':1,'packetsRetransmitted':17,'bytesDelivered':990000,"
                + "'throughputBps':{'count':1,'min':5000000,'mean':5000000,'p50':5000000,'p90':5000000,"
                + "'p99':5000000,'p999':5000000,'max':5000000},"
                // Half of three values lie at or below the second; 2 us and a picosecond share a bucket.
                + "'departureErrorUs':{'count':3,'min':1,'mean':1.666667,'p50':2.000001,'p90':2.000001,"
                + "'p99':2.000001,'p999':2.000001,'max':2.000001},"
                + "'rfc3550JitterUs':" + nothing + ",'ipdvUs':" + nothing + ",'pdvUs':" + nothing
                + ",'oneWayDelayUs':" + nothing
                + ",'delayAccountUs':{'timer':{'count':1,'min':0,'mean':0,'p50':0,'p90':0,'p99':0,'p999':0,'max':0},"
                + "'copy':" + nothing + "},'playout':{'underruns':4,'stalledSeconds':1.5},"
                + "'contracts':{'kept':1,'broken':1},"
                + "'content':{'right':5,'wrong':3,'incomplete':2}}},'digests':{'wire':'00ff'}}";
        assertThat(JsonMapper.shared().writeValueAsString(Metrics.of(result).tree()))
                .isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void numbersAreFoundByTheirPaths() throws Exception {
        Metrics metrics = Metrics.of(result());
        assertThat(metrics.value("groups.viewers.departureErrorUs.mean")).contains(new BigDecimal("1.666667"));
        assertThat(metrics.value("server.syscalls.total")).contains(new BigDecimal(3));
        assertThat(metrics.value("groups.viewers.ipdvUs.p99")).isEmpty();
        assertThat(metrics.value("no.such.metric")).isEmpty();
        assertThat(metrics.paths())
                .contains("groups.viewers.ipdvUs.p99", "simulatedSeconds")
                .doesNotContain("seed", "scenario.title", "digests.wire", "groups.viewers.ipdvUs");
    }

    @Test
    void aRunThatHasNotBegunHasThePathsOfOneThatHas() throws Exception {
        assertThat(Metrics.pathsBeforeRun(ONE_CORE, Map.of("viewers", true), List.of("transmit", "read")))
                .containsAll(Metrics.of(result()).paths());
        assertThat(Metrics.pathsBeforeRun(ONE_CORE, Map.of("viewers", false), List.of()))
                .contains("groups.viewers.delayAccountUs.storage.p99", "groups.viewers.packetsDropped.noReceiver")
                .doesNotContain("groups.viewers.playout.underruns", "server.syscalls.read");
    }

    @Test
    void coresProcessesAndQueuesAreKnownBeforeTheRun() {
        Metrics.Machine machine = new Metrics.Machine(2, List.of("server", "hog", "ksoftirqd"), 2);

        assertThat(Metrics.pathsBeforeRun(machine, Map.of(), List.of()))
                .contains(
                        "server.cpu.softInterruptSeconds",
                        "server.cpu.cores.1.utilizationRatio",
                        "server.cpu.processes.hog.runQueueSeconds",
                        "server.nic.queue1.interrupts")
                .doesNotContain("server.cpu.cores.2.utilizationRatio", "server.nic.queue2.interrupts");
    }

    @Test
    void expectationsAreJudgedInTheUnitOfTheMetricAndNothingMeasuredDoesNotHold() throws Exception {
        RunResult result = result();
        assertThat(Expectations.evaluate(result.scenario(), Metrics.of(result)))
                .extracting(judged -> judged.measured() + " " + judged.held())
                .containsExactly("2.000001 true", "1.666667 false", "2 true", "0.125 true", "null false");
    }

    @ParameterizedTest
    @CsvSource({
        "groups.viewers.departureErrorUs.p99, 2 ms, 2000",
        "groups.viewers.departureErrorUs.count, 7, 7",
        "groups.viewers.delayAccountUs.storage.max, 1 ns, 0.001",
        "groups.viewers.throughputBps.min, 5 Mbps, 5000000",
        "groups.viewers.playout.stalledSeconds, 250 ms, 0.25",
        "groups.viewers.bytesDelivered, 2 KiB, 2048",
        "groups.bytes.requests, 12, 12",
        "groups.waitUs.requests, 12, 12",
        "groups.viewers.contracts.kept, 200, 200",
        "server.cpuUtilizationRatio, 12.5 %, 0.125",
        "server.cpuUsPerMegabyte, 3 ms, 3000",
        "simulatedSeconds, 1 min, 60",
    })
    void aBoundIsWrittenInAUnitAndComparedInTheMetrics(String path, String written, BigDecimal inUnitOfKey) {
        assertThat(MetricUnit.of(path).parse(written)).isEqualByComparingTo(inUnitOfKey);
    }

    @ParameterizedTest
    @CsvSource({
        "groups.viewers.departureErrorUs.p99, 2, has no unit",
        "groups.viewers.contracts.kept, 2 s, whole number without a unit",
        "groups.viewers.contracts.kept, -1, whole number without a unit",
        "server.bytesCopiedToUser, 0, has no unit",
    })
    void aBoundInAnotherUnitIsRefused(String path, String written, String message) {
        assertThatThrownBy(() -> MetricUnit.of(path).parse(written))
                .isInstanceOf(UnitException.class)
                .hasMessageContaining(message);
    }
}
