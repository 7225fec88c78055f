package pacewire.scenario;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pacewire.core.units.SimTime;
import pacewire.scenario.result.Metrics;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;
import pacewire.scenario.result.RunResult.Outcome;
import pacewire.scenario.result.RunResult.TransferResult;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole runs of the library's scenarios, made short, and what they must show. */
class ScenarioRunTest {
    private static final Path LIBRARY = Path.of(System.getProperty("pacewire.root"), "scenarios", "library");

    /** The library's video on demand, with 40 viewers and 1 MB each: 1.6 s a transfer, some 28,600 datagrams. */
    private static final List<String> SHORT = List.of(
            "duration=4 s",
            "clients.viewers.count=40",
            "clients.viewers.arrivals.rate=40/s",
            "clients.viewers.requests.bytes=1 MB");

    private static final List<String> SLEEP_SENDTO =
            List.of("server.application.type=sleep-sendto", "server.scheduler.type=fifo");

    @TempDir
    Path folder;

    @SafeVarargs
    private static Scenario videoOnDemand(List<String>... overrides) {
        List<String> all = new ArrayList<>(SHORT);
        for (List<String> some : overrides) {
            all.addAll(some);
        }
        return read(LIBRARY.resolve("video-on-demand.yaml"), all);
    }

    private static Scenario read(Path file, List<String> overrides) {
        try {
            return ScenarioReader.read(file, overrides, OptionalLong.empty());
        } catch (ScenarioException wrong) {
            throw new AssertionError(wrong.problems().toString(), wrong);
        }
    }

    @SafeVarargs
    private static RunResult run(List<String>... overrides) {
        return ScenarioRunner.run(videoOnDemand(overrides), RunObserver.NONE);
    }

    private static void assertBooksBalance(GroupResult group) {
        long dropped = group.packetsDropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(group.packetsDelivered() + dropped + group.packetsInFlight())
                .as("delivered + dropped + in flight of %s", group.name())
                .isEqualTo(group.packetsSent());
    }

    /**
     * A datagram of 1466 bytes on the wire takes 1172.8 ns on the NIC's line of 10 Gbps, and as long on the core link, whose
     * propagation is 1 ms; behind it there is nothing more.
     */
    @Test
    void clientsWithoutAccessLinksStandAtTheEndOfTheCoreLink() {
        GroupResult viewers =
                run(List.of("clients.viewers.access=none")).groups().get(0);

        assertThat(viewers.completed()).isEqualTo(40);
        assertThat(viewers.oneWayDelayPs().max()).isEqualTo(2 * 1_172_800 + SimTime.MILLISECOND);
        assertBooksBalance(viewers);
    }

    @Test
    void transmitMakesOneCallForEachRequestAndCopiesNothing() {
        RunResult result = run();
        GroupResult viewers = result.groups().get(0);

        assertThat(viewers.requests()).isEqualTo(40);
        assertThat(viewers.completed()).isEqualTo(40);
        assertThat(viewers.contractsKept()).isEqualTo(40);
        assertThat(result.server().syscalls()).containsEntry("transmit", 40L).containsEntry("sendto", 0L);
        assertThat(result.server().bytesCopiedToUser()).isZero();
        assertThat(result.server().bytesCopiedFromUser()).isZero();
        // 1,000,000 bytes in datagrams of 1,400: 715 each.
        assertThat(viewers.packetsSent()).isEqualTo(40 * 715);
        assertBooksBalance(viewers);
    }

    @Test
    void noDatagramLeavesBeforeItsIdealInstantOrTwoMillisecondsBehindIt() {
        GroupResult viewers = run().groups().get(0);

        assertThat(viewers.departureErrorPs().min()).isNotNegative();
        assertThat(viewers.departureErrorPs().max()).isLessThanOrEqualTo(2 * SimTime.MILLISECOND);
        // Wake-ups are shared within a quarter of the tolerance, so somebody waits nearly that long.
        assertThat(viewers.departureErrorPs().max()).isBetween(SimTime.MILLISECOND / 2, 6 * SimTime.MILLISECOND / 10);
    }

    @Test
    void thePartsOfTheDelayAccountSumToTheDelayOfAllPackets() {
        GroupResult viewers = run().groups().get(0);
        long measured = viewers.oneWayDelayPs().count();
        double parts = viewers.delayAccountPs().stream()
                .mapToDouble(part -> part.spentPs().mean() * part.spentPs().count())
                .sum();
        // Every datagram that departed after the warm-up: error before the wire, and one-way delay behind it. The
        // errors
        // are of the same datagrams but for those still under way or lost, less than one in a hundred.
        double delays = viewers.oneWayDelayPs().mean() * measured;
        double errors = viewers.departureErrorPs().mean() * measured;
        assertThat(parts / (delays + errors)).isBetween(0.999, 1.001);
    }

    @Test
    void sleepSendtoCopiesEveryByteTwice() {
        RunResult result = run(SLEEP_SENDTO);

        assertThat(result.server().bytesCopiedToUser()).isEqualTo(40_000_000);
        assertThat(result.server().bytesCopiedFromUser()).isEqualTo(40_000_000);
        assertThat(result.server().syscalls())
                .containsEntry("read", 40L * 715)
                .containsEntry("sendto", 40L * 715)
                .containsEntry("clock_nanosleep", 40L * 714)
                .containsEntry("transmit", 0L);
        assertBooksBalance(result.groups().get(0));
    }

    @Test
    void onTheTickOf2005SleepsAreTenTimesAsLateAsTheKernelAndBreakMostContracts() {
        List<String> machine = List.of("server.machine=solaris-10-2005");
        GroupResult kernelPaced = run(machine).groups().get(0);
        GroupResult applicationPaced = run(machine, SLEEP_SENDTO).groups().get(0);

        assertThat(applicationPaced.departureErrorPs().percentile(99))
                .isGreaterThanOrEqualTo(10 * kernelPaced.departureErrorPs().percentile(99));
        assertThat(kernelPaced.contractsKept()).isEqualTo(40);
        assertThat(applicationPaced.contractsBroken()).isGreaterThan(20);
    }

    @Test
    void theSurplusIsRefusedWithEbusyAndWhoeverIsAdmittedIsServed() {
        // 300 viewers of 5 Mbps on 1 Gbps: at most 200 by rate alone, and fewer by the demand bound.
        RunResult result = run(
                List.of("server.nic.rate=1 Gbps", "clients.viewers.count=300", "clients.viewers.arrivals.rate=600/s"));
        GroupResult viewers = result.groups().get(0);

        assertThat(viewers.refused()).isGreaterThan(100);
        assertThat(viewers.refused() + viewers.contractsKept()).isEqualTo(300);
        assertThat(viewers.contractsBroken()).isZero();
        assertThat(result.transfers())
                .filteredOn(transfer -> transfer.outcome() == Outcome.REFUSED)
                .allSatisfy(transfer -> assertThat(transfer.detail()).startsWith("EBUSY: "));
        assertBooksBalance(viewers);
    }

    @Test
    void aSeedGivesTheSameRunAgainAndAnotherOneGivesAnother() {
        RunResult first = run();

        assertThat(Metrics.of(run()).tree()).isEqualTo(Metrics.of(first).tree());
        assertThat(run(List.of("seed=2")).digests().get("wire"))
                .isNotEqualTo(first.digests().get("wire"));
    }

    /**
     * The trajectory is the same on every machine and JDK. When this fails on one of them only, something there is not
     * deterministic; when it fails everywhere, a change has moved results, and the CHANGELOG must say so.
     */
    @Test
    void theDigestsAreThoseOfEveryOtherMachine() {
        assertThat(run(List.of("clients.viewers.access.loss=1 %")).digests())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "wire", "56b791eafde91cf2", "deliveries", "170ffb417838ec55", "drops", "934d225130b722dc"));
    }

    @Test
    void renamingAnotherGroupChangesThatGroupsChanceOnly() throws Exception {
        BiFunction<String, String, RunResult> withOther = (name, count) -> {
            String text = library("video-on-demand.yaml").replace("network:", """
                              - group: %s
                                count: %s
                                arrivals: {type: poisson, rate: 10/s}
                                requests: {files: ["movie-*"], bytes: 100 kB}
                                access: {rate: 1 Mbps, delay: 5 ms, loss: 1 %%}
                            network:""".formatted(name, count));
            Path file = folder.resolve(name + ".yaml");
            write(file, text);
            return ScenarioRunner.run(read(file, SHORT), RunObserver.NONE);
        };
        RunResult ada = withOther.apply("ada", "5");
        RunResult bob = withOther.apply("bob", "5");

        assertThat(arrivals(ada, "viewers")).isEqualTo(arrivals(bob, "viewers")).hasSize(40);
        assertThat(arrivals(ada, "ada")).isNotEqualTo(arrivals(bob, "bob")).hasSize(5);
        // What the viewers lose is a matter of their own links' streams.
        assertThat(ada.groups().get(0).packetsDropped())
                .isEqualTo(bob.groups().get(0).packetsDropped());
    }

    private static List<String> arrivals(RunResult result, String group) {
        return result.transfers().stream()
                .filter(transfer -> transfer.group().equals(group))
                .map(transfer -> transfer.client() + " asks for " + transfer.files() + " at " + transfer.requestedPs())
                .sorted()
                .toList();
    }

    private static String library(String name) {
        try {
            return Files.readString(LIBRARY.resolve(name));
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (java.io.IOException unwritable) {
            throw new java.io.UncheckedIOException(unwritable);
        }
    }

    @Test
    void requestsSurviveLossOnTheAccessLink() {
        RunResult result = ScenarioRunner.run(
                read(
                        LIBRARY.resolve("lossy-access.yaml"),
                        List.of("clients.mobile.count=30", "clients.mobile.requests.bytes=100 kB", "duration=9 s")),
                RunObserver.NONE);
        GroupResult mobile = result.groups().get(0);

        assertThat(mobile.requests()).isEqualTo(30);
        assertThat(mobile.completed()).isEqualTo(30);
        assertThat(mobile.packetsDropped().get("linkLoss")).isPositive();
        assertBooksBalance(mobile);
    }

    @Test
    void whatFillsTheLineDoesNotMakeThePromisedLate() {
        RunResult result = ScenarioRunner.run(
                read(LIBRARY.resolve("mixed-metrics.yaml"), List.of("duration=2 s")), RunObserver.NONE);
        Metrics metrics = Metrics.of(result);

        assertThat(metrics.value("groups.viewers.contracts.broken")).contains(BigDecimal.ZERO);
        assertThat(metrics.value("groups.downloads.contracts.broken")).contains(BigDecimal.ZERO);
        // 1 Gbps for a second and more, less headers and the first round trips.
        assertThat(result.server().bytesSent()).isGreaterThan(180_000_000);
    }

    /** One client of an idle server behind a gigabit, 15 ms and 1 ms away. */
    private RunResult runAlone(String requests, String... overrides) {
        Path file = folder.resolve("alone.yaml");
        write(file, """
                scenario: Alone
                duration: 2 s
                server:
                  machine: linux-6
                  cores: 2
                  nic: {rate: 1 Gbps, ring: 256}
                  storage: {type: nvme, pageCache: 1 GB, warm: true}
                  scheduler: {type: jitter-edf}
                  application: {type: transmit}
                  files: [{name: f, size: 20 MB}]
                clients:
                  - group: one
                    count: 1
                    arrivals: {type: constant, interval: 1 ms}
                    requests: %s
                    access: {rate: 1 Gbps, delay: 15 ms}
                """.formatted(requests));
        return ScenarioRunner.run(read(file, List.of(overrides)), RunObserver.NONE);
    }

    @Test
    void anElasticTransferAloneReachesItsGreatestRateAndNoMore() {
        RunResult result = runAlone("{files: [f], minRate: 20 Mbps, maxRate: 150 Mbps}");

        TransferResult transfer = result.transfers().get(0);
        long sendingPs = Objects.requireNonNull(transfer.endPs()) - Objects.requireNonNull(transfer.startPs());
        // 20,000,000 bytes of which the last datagram's 1,000 need no time before it departs, at 18.75 MB/s: 1.0666 s.
        assertThat(sendingPs).isBetween(1_066_600 * SimTime.MICROSECOND, 1_068_000 * SimTime.MICROSECOND);
        assertThat(result.groups().get(0).contractsKept()).isEqualTo(1);
    }

    @Test
    void aLooseToleranceMayBeUsedWithoutBreakingTheRate() {
        // A quarter of 100 ms is spent on sharing wake-ups: 25 ms late, more than the 10 ms that a rate alone
        // tolerates.
        RunResult result = runAlone("{files: [f], bytes: 500 kB, minRate: 5 Mbps, maxRate: 5 Mbps, maxJitter: 100 ms}");

        assertThat(result.groups().get(0).departureErrorPs().max()).isGreaterThan(20 * SimTime.MILLISECOND);
        assertThat(result.groups().get(0).contractsKept()).isEqualTo(1);
    }

    @Test
    void noneOfTheMaximumDelayIsSpentOnSharingWakeUps() {
        // 16 ms of wire and some 36 us of serialisation leave little of 16.2 ms, and more than the server needs.
        RunResult result =
                runAlone("{files: [f], bytes: 500 kB, minRate: 5 Mbps, maxRate: 5 Mbps, maxDelay: 16200 us}");

        assertThat(result.groups().get(0).contractsKept()).isEqualTo(1);
    }

    @Test
    void contradictingMetricsFailAndAreNoRefusal() {
        RunResult result = runAlone("{files: [f], minRate: 1 Mbps, maxRate: 5 Mbps, maxJitter: 2 ms}");

        assertThat(result.groups().get(0).refused()).isZero();
        assertThat(result.transfers().get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.transfers().get(0).detail()).isEqualTo("EINVAL: Invalid argument");
    }

    @Test
    void aTransferWithoutMetricsHasNoContract() {
        RunResult result = runAlone("{files: [f]}");

        assertThat(result.groups().get(0).completed()).isEqualTo(1);
        assertThat(result.groups().get(0).contractsKept()).isZero();
        assertThat(result.transfers().get(0).contract()).isNull();
    }

    @Test
    void aTransferThatIsStarvedWhenTheRunEndsHasBrokenItsContract() {
        // Without readahead each page is a read of its own: 32 viewers ask for 20,000 a second, and a turn takes 8.3
        // ms.
        RunResult result = ScenarioRunner.run(
                read(
                        LIBRARY.resolve("cold-cache.yaml"),
                        List.of(
                                "server.storage.readahead=0 B",
                                "clients.viewers.arrivals.interval=1 ms",
                                "duration=2 s")),
                RunObserver.NONE);

        assertThat(result.groups().get(0).contractsKept()).isZero();
    }
}
