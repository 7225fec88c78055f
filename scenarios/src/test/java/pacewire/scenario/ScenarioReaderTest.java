package pacewire.scenario;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.core.random.Distributions;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.client.RecordedRequest;
import pacewire.model.link.CapacityTrace;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.FlowMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What right files become. */
class ScenarioReaderTest {
    private static final String VIDEO_ON_DEMAND = """
            scenario: Video on demand
            description: 200 viewers, 5 Mbps each, at most 2 ms of jitter
            seed: 1
            duration: 10 s
            warmUp: 1 s
            server:
              machine: linux-6
              cores: 4
              storage: {type: nvme, pageCache: 16 GB, warm: true}
              nic: {rate: 10 Gbps, ring: 512}
              scheduler: {type: jitter-edf}
              application: {type: transmit}
              files:
                - {name: "movie-{1..50}", size: 700 MB}
            clients:
              - group: viewers
                count: 200
                arrivals: {type: poisson, rate: 100/s}
                requests: {files: ["movie-*"], perRequest: 1, bytes: 5 MB, minRate: 5 Mbps, maxRate: 5 Mbps, maxJitter: 2 ms}
                playout: {rate: 5 Mbps, buffer: 500 ms}
                access: {rate: 50 Mbps, delay: 15 ms, jitter: {type: normal, mean: 0 ms, sd: 200 us}, loss: 0.01 %}
            network:
              core: {rate: 10 Gbps, delay: 1 ms, queue: {type: fifo, limit: 1000 packets}}
            expect:
              - {metric: groups.viewers.departureErrorUs.p99, atMost: 2 ms}
              - {metric: server.bytesCopiedToUser, equals: 0 B}
            """;

    /** The least that a scenario says. */
    private static final String SHORT = """
            scenario: Short
            duration: 1 s
            server:
              scheduler: {type: fifo}
              application: {type: transmit}
              files:
                - {name: a, size: 1 MB}
            clients:
              - group: only
                count: 1
                arrivals: {type: constant, interval: 1 ms}
                requests: {files: [a]}
                access: {rate: 10 Mbps, delay: 1 ms}
            """;

    @TempDir
    Path folder;

    private Scenario read(String text, String... overrides) throws IOException, ScenarioException {
        Path file = Files.writeString(folder.resolve("x.yaml"), text);
        return ScenarioReader.read(file, List.of(overrides), OptionalLong.empty());
    }

    private Scenario.ClientGroup onlyGroup(String from, String to) throws IOException, ScenarioException {
        assertThat(SHORT).contains(from);
        return read(SHORT.replace(from, to)).clients().get(0);
    }

    @Test
    void theServerOfVideoOnDemandIsReadInBaseUnits() throws Exception {
        Scenario scenario = read(VIDEO_ON_DEMAND);
        assertThat(scenario.title()).isEqualTo("Video on demand");
        assertThat(scenario.description()).isEqualTo("200 viewers, 5 Mbps each, at most 2 ms of jitter");
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.durationPs()).isEqualTo(10 * SimTime.SECOND);
        assertThat(scenario.warmUpPs()).isEqualTo(SimTime.SECOND);
        Scenario.Server server = scenario.server();
        assertThat(server.machine()).isEqualTo("linux-6");
        assertThat(server.cores()).isEqualTo(4);
        assertThat(server.storage()).isEqualTo(new Scenario.Storage("nvme", 16_000_000_000L, true, 131_072, "lru"));
        assertThat(server.nic()).isEqualTo(new Scenario.NicSpec(new DataRate(10_000_000_000L), 512));
        assertThat(server.scheduler().spec().name()).isEqualTo("jitter-edf");
        assertThat(server.application().type()).isEqualTo("transmit");
        assertThat(server.files()).hasSize(50);
        assertThat(server.files().get(49)).isEqualTo(new Scenario.FileSpec("movie-50", 700_000_000, null));
        assertThat(scenario.network().coreDelayPs()).isEqualTo(SimTime.MILLISECOND);
        assertThat(scenario.network().coreQueue().parameters().value("limit")).isEqualTo(1000);
    }

    @Test
    void theClientsOfVideoOnDemandAreReadInBaseUnits() throws Exception {
        Scenario.ClientGroup viewers = read(VIDEO_ON_DEMAND).clients().get(0);
        DataRate fiveMbps = new DataRate(5_000_000);
        assertThat(viewers.name()).isEqualTo("viewers");
        assertThat(viewers.count()).isEqualTo(200);
        // 100 arrivals a second: 10 ms apart on average.
        assertThat(viewers.arrivals()).isEqualTo(new Scenario.Arrivals.Poisson(10 * SimTime.MILLISECOND));
        assertThat(viewers.requests())
                .isEqualTo(new Scenario.Requests(
                        IntStream.range(0, 50).boxed().toList(),
                        1,
                        5_000_000,
                        new FlowMetrics(fiveMbps, fiveMbps, 2 * SimTime.MILLISECOND, FlowMetrics.NONE, 0, 1)));
        assertThat(viewers.playout()).isEqualTo(new Scenario.Playout(fiveMbps, 500 * SimTime.MILLISECOND));
        Scenario.Access access = accessOf(viewers);
        assertThat(access.rate()).isEqualTo(new DataRate(50_000_000));
        assertThat(access.uplinkRate()).isEqualTo(new DataRate(50_000_000));
        assertThat(access.jitter()).isEqualTo(new Distributions.Normal(0, 200 * SimTime.MICROSECOND));
        // 0.01 % of a billion.
        assertThat(access.lossPpb()).isEqualTo(100_000);
        assertThat(access.reorder()).isFalse();
        assertThat(access.capacity()).isNull();
    }

    @Test
    void boundsOfExpectationsAreInTheUnitOfTheMetric() throws Exception {
        assertThat(read(VIDEO_ON_DEMAND).expectations())
                .containsExactly(
                        new Scenario.Expectation(
                                "groups.viewers.departureErrorUs.p99",
                                Scenario.Comparison.AT_MOST,
                                "2 ms",
                                new BigDecimal("2000.000000"),
                                25),
                        new Scenario.Expectation(
                                "server.bytesCopiedToUser", Scenario.Comparison.EQUALS, "0 B", BigDecimal.ZERO, 26));
    }

    @Test
    void whatIsLeftOutHasItsDocumentedDefault() throws Exception {
        Scenario scenario = read(SHORT);
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(scenario.warmUpPs()).isZero();
        assertThat(scenario.detail()).isEqualTo(Scenario.Detail.CLIENT);
        assertThat(scenario.server().machine()).isEqualTo("linux-6");
        assertThat(scenario.server().storage())
                .isEqualTo(new Scenario.Storage("nvme", 16_000_000_000L, true, 131_072, "lru"));
        assertThat(scenario.server().nic().ring()).isEqualTo(512);
        assertThat(scenario.network().coreRate()).isEqualTo(new DataRate(100_000_000_000L));
        Scenario.ClientGroup only = scenario.clients().get(0);
        assertThat(only.requests().bytesPerFile()).isEqualTo(Scenario.Requests.WHOLE_FILE);
        assertThat(only.requests().metrics()).isEqualTo(FlowMetrics.BEST_EFFORT);
        assertThat(only.playout()).isNull();
        assertThat(accessOf(only).queue().spec().name()).isEqualTo("fifo");
        assertThat(scenario.expectations()).isEmpty();
    }

    @Test
    void aScenarioMayAskForFiguresOfGroupsAlone() throws Exception {
        assertThat(read(SHORT + "detail: group\n").detail()).isEqualTo(Scenario.Detail.GROUP);
        assertThat(read(SHORT + "detail: client\n").detail()).isEqualTo(Scenario.Detail.CLIENT);
    }

    @Test
    void theResolvedTextSaysEverythingAndReadsBackToItself() throws Exception {
        String resolved = read(SHORT).source().resolvedYaml();
        assertThat(resolved).isEqualTo("""
                        scenario: Short
                        description: ""
                        seed: 1
                        duration: 1 s
                        warmUp: 0 s
                        server:
                          machine: linux-6
                          cores: 4
                          storage:
                            type: nvme
                            pageCache: 16 GB
                            warm: true
                          nic:
                            rate: 10 Gbps
                            ring: 512
                            queues: 1
                            byteQueueLimits: fixed
                            interrupts:
                              adaptive: false
                            doorbells: shared
                            segmentation: software
                            launchTime: false
                            launchResolution: 32 ns
                          scheduler:
                            type: fifo
                            limit: 1000 packets
                          application:
                            type: transmit
                          files:
                            - name: a
                              size: 1 MB
                        clients:
                          - group: only
                            count: 1
                            arrivals:
                              type: constant
                              interval: 1 ms
                              start: 0 s
                            requests:
                              files:
                                - a
                              perRequest: 1
                              priority: 0
                              weight: 1
                            access:
                              rate: 10 Mbps
                              delay: 1 ms
                              loss: 0 %
                              reorder: false
                              queue:
                                type: fifo
                                limit: 1000 packets
                        network:
                          core:
                            rate: 100 Gbps
                            delay: 1 ms
                            queue:
                              type: fifo
                              limit: 1000 packets
                        expect: []
                        """);
        Scenario.Source again = read(resolved).source();
        assertThat(again.resolvedYaml()).isEqualTo(resolved);
        assertThat(again.sha256()).isEqualTo(read(SHORT).source().sha256());
    }

    @Test
    void theOrderOfKeysAndCommentsDoNotChangeTheDigestButAFileDoes() throws Exception {
        String withTrace = SHORT.replace("size: 1 MB", "frames: talk.txt");
        Files.writeString(folder.resolve("talk.txt"), "0 U 0. 0.0 100\n1 U 0. 0.1 100\n");
        String before = read(withTrace).source().sha256();
        assertThat(read("# a comment\n" + withTrace).source().sha256()).isEqualTo(before);
        assertThat(read(withTrace.replace("{name: a, frames: talk.txt}", "{frames: talk.txt, name: a}"))
                        .source()
                        .sha256())
                .isEqualTo(before);
        Files.writeString(folder.resolve("talk.txt"), "0 U 0. 0.0 100\n1 U 0. 0.1 101\n");
        assertThat(read(withTrace).source().sha256()).isNotEqualTo(before);
    }

    @Test
    void theSeedOfTheCommandLineReplacesTheFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("x.yaml"), VIDEO_ON_DEMAND);
        Scenario scenario = ScenarioReader.read(file, List.of(), OptionalLong.of(-7));
        assertThat(scenario.seed()).isEqualTo(-7);
        assertThat(scenario.source().resolvedYaml()).contains("seed: \"-7\"\n");
        assertThat(scenario.source().fileName()).isEqualTo("x.yaml");
    }

    @Test
    void overridesChangeAddAndReplace() throws Exception {
        Scenario scenario = read(
                VIDEO_ON_DEMAND,
                "server.application.type=sleep-sendto",
                "server.scheduler={type: fifo, limit: 20 packets}",
                "clients.viewers.count=3000",
                "clients[0].access.reorder=true",
                "network.core.queue.limit=7 packets",
                "expect[1].equals=1 MB",
                "clients[0].requests.files=[movie-7, 'movie-1?']");
        assertThat(scenario.server().application().type()).isEqualTo("sleep-sendto");
        assertThat(scenario.server().scheduler().parameters().value("limit")).isEqualTo(20);
        assertThat(scenario.clients().get(0).count()).isEqualTo(3000);
        assertThat(accessOf(scenario.clients().get(0)).reorder()).isTrue();
        assertThat(scenario.network().coreQueue().parameters().value("limit")).isEqualTo(7);
        assertThat(scenario.expectations().get(1).bound()).isEqualTo(new BigDecimal(1_000_000));
        // movie-7 and movie-10 to movie-19, as indices from 0.
        assertThat(scenario.clients().get(0).requests().files())
                .containsExactly(6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
    }

    @Test
    void wrongOverridesAreLocatedAtTheOverride() throws Exception {
        assertThatThrownBy(() -> read(
                        SHORT,
                        "server.cores=0",
                        "clients.lonely.count=2",
                        "clients[3].count=2",
                        "duration.length=2 s",
                        "nonsense",
                        "server..cores=2",
                        "seed=",
                        "server.nic={rate: 1 Gbps"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("""
                        --set clients.lonely.count=2: clients.lonely.count: found no 'lonely'; 'clients' has items [0] to [0], called only
                        --set clients[3].count=2: clients[3].count: found no '[3]'; 'clients' has items [0] to [0], called only
                        --set duration.length=2 s: duration.length: found no 'length'; 'duration' is '1 s'
                        --set nonsense: found 'nonsense'; an override is like server.cores=8 or clients.viewers.count=300
                        --set server..cores=2: server..cores: found '..cores'; an override is like server.cores=8 or clients.viewers.count=300
                        --set server.nic={rate: 1 Gbps:1:14: this is not YAML: expected ',' or '}', but got <stream end>
                        --set seed=: seed: found nothing; 'seed' is a whole number
                        --set server.cores=0: server.cores: found '0'; this is a whole number from 1 to 1024""");
    }

    @Test
    void namesWithRangesRunTheLastFastestAndKeepLeadingZeros() throws Exception {
        Scenario scenario = read(
                SHORT.replace("name: a", "name: \"cam{1..2}-{08..10}.mp4\"").replace("[a]", "[\"*\"]"));
        assertThat(scenario.server().files())
                .extracting(Scenario.FileSpec::name)
                .containsExactly(
                        "cam1-08.mp4", "cam1-09.mp4", "cam1-10.mp4", "cam2-08.mp4", "cam2-09.mp4", "cam2-10.mp4");
    }

    @Test
    void aRecordedVideoHasItsSizeFromItsFramesAndNeedsNoPlayoutRate() throws Exception {
        Files.writeString(folder.resolve("talk.txt"), "% c\n7 I 0. 2.5 100\n8 P 0. 2.540000000001 50\n");
        Scenario scenario = read(SHORT.replace("size: 1 MB", "frames: talk.txt")
                .replace("    access:", "    playout: {buffer: 1 s}\n    access:"));
        Scenario.FileSpec file = scenario.server().files().get(0);
        assertThat(file.sizeBytes()).isEqualTo(150);
        // Time stamps count from the first frame, exact to the picosecond.
        FrameTrace frames = Objects.requireNonNull(file.frames());
        assertThat(frames.startPs()).containsExactly(0, 40 * SimTime.MILLISECOND + 1);
        assertThat(frames.bytes()).containsExactly(100, 50);
        assertThat(scenario.clients().get(0).playout()).isEqualTo(new Scenario.Playout(null, SimTime.SECOND));
    }

    @Test
    void clientsMayHaveNoAccessLinks() throws Exception {
        Scenario scenario = read(VIDEO_ON_DEMAND, "clients.viewers.access=none");

        assertThat(scenario.clients().get(0).access()).isNull();
    }

    @Test
    void aCapacityTraceReplacesTheRateAndLeavesTheUplinkItsDefault() throws Exception {
        Files.writeString(folder.resolve("lte.mahi"), "0\n0\n\n3\n");
        Scenario.Access access = accessOf(onlyGroup("rate: 10 Mbps, delay", "capacityTrace: lte.mahi, delay"));
        assertThat(access.rate()).isNull();
        assertThat(access.uplinkRate()).isEqualTo(new DataRate(50_000_000));
        CapacityTrace capacity = Objects.requireNonNull(access.capacity());
        assertThat(capacity.opportunityPs()).containsExactly(0, 0, 3 * SimTime.MILLISECOND);
        assertThat(capacity.periodPs()).isEqualTo(3 * SimTime.MILLISECOND);
    }

    @Test
    void anAccessLogBringsItsFilesTimesAndSizes() throws Exception {
        Files.writeString(folder.resolve("web.log"), """
                10.0.0.1 - - [17/May/2015:12:05:04 +0200] "GET /b HTTP/1.1" 200 70 "-" "cut off
                10.0.0.1 - - [17/May/2015:10:05:00 +0000] "GET /a HTTP/1.1" 200 50 "-" "Browser"
                10.0.0.1 - a user [17/May/2015:10:05:04 +0000] "HEAD /a HTTP/1.1" 304 -
                10.0.0.1 - - [17/May/2015:10:05:01 +0000] "GET /a?q=\\"x\\" HTTP/1.1" 200 9
                10.0.0.1 - - [17/May/2015:10:05:05 +0000] "GET /a HTTP/1.1" 200 60
                """);
        Scenario scenario = read(SHORT.replace("    count: 1\n", "")
                .replace("{type: constant, interval: 1 ms}", "{type: access-log, file: web.log, speedUp: 8}")
                .replace("{files: [a]}", "{priority: 3}"));
        assertThat(scenario.server().files())
                .extracting(file -> file.name() + " " + file.sizeBytes())
                .containsExactly("a 1000000", "/a 60", "/a?q=\\\"x\\\" 9", "/b 70");
        // Sorted by time, the first at 0; 8 times faster, a second takes 125 ms.
        assertThat(scenario.clients().get(0).arrivals())
                .isEqualTo(new Scenario.Arrivals.AccessLog(List.of(
                        new RecordedRequest(0, 1, 50),
                        new RecordedRequest(125 * SimTime.MILLISECOND, 2, 9),
                        new RecordedRequest(500 * SimTime.MILLISECOND, 3, 70),
                        new RecordedRequest(500 * SimTime.MILLISECOND, 1, 0),
                        new RecordedRequest(625 * SimTime.MILLISECOND, 1, 60))));
        assertThat(scenario.clients().get(0).count()).isEqualTo(5);
        assertThat(scenario.clients().get(0).requests().files()).isEmpty();
        assertThat(scenario.clients().get(0).requests().metrics().priority()).isEqualTo(3);
    }

    @Test
    void everyDistributionIsRead() throws Exception {
        Files.writeString(folder.resolve("gaps.txt"), "% measured\n1 us\n\n2.5 us\n");
        assertThat(gap("{type: constant, value: 1 us}")).isEqualTo(new Distributions.Constant(1e6));
        assertThat(gap("{type: uniform, min: 1 us, max: 2 us}")).isEqualTo(new Distributions.Uniform(1e6, 2e6));
        assertThat(gap("{type: exponential, mean: 1 us}")).isEqualTo(new Distributions.Exponential(1e6));
        assertThat(gap("{type: normal, mean: 3 us, sd: 1 us}")).isEqualTo(new Distributions.Normal(3e6, 1e6));
        assertThat(gap("{type: lognormal, median: 1 us, sigma: 0.5}")).isEqualTo(new Distributions.Lognormal(1e6, 0.5));
        assertThat(gap("{type: pareto, scale: 1 us, shape: 1.5}")).isEqualTo(new Distributions.Pareto(1e6, 1.5));
        assertThat(gap("{type: weibull, scale: 1 us, shape: 2}")).isEqualTo(new Distributions.Weibull(1e6, 2));
        assertThat(gap("{type: gamma, shape: 2, scale: 1 us}")).isEqualTo(new Distributions.Gamma(2, 1e6));
        assertThat(gap("{type: empirical, values: [1 us, 3 us]}"))
                .isEqualTo(Distributions.Empirical.of(List.of(1e6, 3e6)));
        assertThat(gap("{type: empirical, file: gaps.txt}")).isEqualTo(Distributions.Empirical.of(List.of(1e6, 2.5e6)));
    }

    private Object gap(String distribution) throws IOException, ScenarioException {
        Scenario.Arrivals arrivals = onlyGroup(
                        "{type: constant, interval: 1 ms}", "{type: distribution, gap: " + distribution + "}")
                .arrivals();
        return ((Scenario.Arrivals.Renewal) arrivals).gap();
    }

    private static Scenario.Access accessOf(Scenario.ClientGroup group) {
        return Objects.requireNonNull(group.access());
    }
}
