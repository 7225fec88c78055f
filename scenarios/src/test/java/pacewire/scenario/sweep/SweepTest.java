package pacewire.scenario.sweep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.RunObserver;
import pacewire.scenario.ScenarioException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SweepTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeScenario() throws Exception {
        file = Files.writeString(folder.resolve("small.yaml"), """
                scenario: Small
                seed: 7
                duration: 300 ms
                server:
                  machine: linux-6
                  scheduler: {type: jitter-edf}
                  application: {type: transmit}
                  files:
                    - {name: movie, size: 1 MB}
                clients:
                  - group: viewers
                    count: 2
                    arrivals: {type: constant, interval: 10 ms}
                    requests: {files: [movie], bytes: 50 kB, minRate: 5 Mbps, maxRate: 5 Mbps, maxJitter: 2 ms}
                    access: {rate: 50 Mbps, delay: 5 ms}
                """);
    }

    @Test
    void everyCombinationIsRunTheLastKeyChangesFirst() throws Exception {
        SweepResult result = run(sweep(1, "clients.viewers.count=1,3", "server.cores=2,1"));

        assertThat(result.points())
                .extracting(SweepPoint::values)
                .containsExactly(List.of("1", "2"), List.of("1", "1"), List.of("3", "2"), List.of("3", "1"));
        // Each client takes 50 kB.
        assertThat(result.points())
                .extracting(
                        point -> point.estimate("groups.viewers.bytesDelivered").mean())
                .containsExactly(50_000.0, 50_000.0, 150_000.0, 150_000.0);
    }

    @Test
    void replicationsHaveSeedsOfTheirOwnAndAnInterval() throws Exception {
        SweepResult result = run(sweep(3, "clients.viewers.requests.maxJitter=1 ms,2 ms"));

        assertThat(result.points()).allSatisfy(point -> {
            assertThat(point.runs()).extracting(run -> run.tree().get("seed")).containsExactly(7L, 8L, 9L);
            assertThat(point.estimate("groups.viewers.contracts.kept").mean()).isEqualTo(2);
            assertThat(point.estimate("groups.viewers.contracts.kept").halfWidth())
                    .isZero();
        });
    }

    @Test
    void onlyWhatEveryRunMeasuresIsKnown() throws Exception {
        assertThat(sweep(1, "server.cores=1,2").metrics())
                .contains("server.cpu.cores.0.userSeconds", "groups.viewers.departureErrorUs.p999")
                .doesNotContain("server.cpu.cores.1.userSeconds");
    }

    @Test
    void whatWasNotMeasuredIsNoNumber() throws Exception {
        SweepResult result = run(sweep(1, "clients.viewers.requests.maxJitter=1 us"));

        assertThat(result.points().get(0).estimate("server.cpuUsPerMegabyte").mean())
                .isNaN();
    }

    @Test
    void aWrongValueIsFoundBeforeAnythingRuns() {
        assertThatThrownBy(() -> sweep(1, "clients.viewers.requests.maxJitter=1 ms,long"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("clients[0].requests.maxJitter: 'long' is not a time such as '5 us'");
    }

    @Test
    void commasWithinBracketsAndQuotesBelongToTheirValue() {
        assertThat(Variation.parse("server.scheduler={type: fq, limit: 5 packets},{type: fifo}")
                        .values())
                .containsExactly("{type: fq, limit: 5 packets}", "{type: fifo}");
        assertThat(Variation.parse("a.b='x,y', [1, 2] ,z").values()).containsExactly("'x,y'", "[1, 2]", "z");
    }

    @Test
    void whatVariesNothingIsRefused() {
        assertThatThrownBy(() -> Variation.parse("server.cores")).hasMessageContaining("is not a key and its values");
        assertThatThrownBy(() -> Variation.parse("=1,2")).hasMessageContaining("is not a key and its values");
        assertThatThrownBy(() -> Variation.parse("server.cores=1,,2")).hasMessageContaining("a value is missing");
        assertThatThrownBy(() -> Variation.parse("server.cores=1,2, 1")).hasMessageContaining("names a value twice");
        assertThatThrownBy(() -> new Variation("server.cores", List.of())).hasMessageContaining("varies nothing");
    }

    private Sweep sweep(int replications, String... variations) throws ScenarioException {
        return new Sweep(new Sweep.Plan(
                file,
                List.of(),
                OptionalLong.empty(),
                replications,
                List.of(variations).stream().map(Variation::parse).toList(),
                SchedulerCatalogue.builtIn()));
    }

    private static SweepResult run(Sweep sweep) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            return sweep.run(List.of("server.cpuUsPerMegabyte"), pool, RunObserver.NONE);
        } finally {
            pool.shutdownNow();
        }
    }
}
