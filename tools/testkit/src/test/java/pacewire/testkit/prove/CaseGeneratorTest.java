package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.DrrScheduler;
import pacewire.model.sched.HfscScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.TaprioScheduler;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.ProofCase;

import static org.assertj.core.api.Assertions.assertThat;

/** What 300 cases of seed 1 try: faults that need it would not be found otherwise. */
class CaseGeneratorTest {
    private static final int CASES = 300;

    private static List<ProofCase> cases(SchedulerSetup setup, String... fixed) {
        CaseGenerator generator = new CaseGenerator(setup, Set.of(fixed), 1);
        return IntStream.range(0, CASES).mapToObj(generator::make).toList();
    }

    private static SchedulerSetup named(String name) {
        return SchedulerSetup.defaults(PacketSchedulers.find(name).orElseThrow());
    }

    @Test
    void packetsAreAsLongAsAQuantumAndAByteMoreOrLess() {
        Map<Long, Integer> differences = new LinkedHashMap<>();
        for (ProofCase tried : cases(named("drr"))) {
            Long quantum = tried.variation().parameters().get("quantum");
            if (quantum != null) {
                assertThat(quantum).isBetween(1L, 1_000_000_000L);
                tried.arrivals().forEach(arrival -> differences.merge(arrival.bytes() - quantum, 1, Integer::sum));
            }
        }

        assertThat(differences).containsKeys(-1L, 0L, 1L);
    }

    @Test
    void whatTheUserSetStaysAsItIs() {
        SchedulerSetup setup = SchedulerSetup.of(DrrScheduler.SPEC, Map.of("quantum", 700L, "limit", 20L));

        assertThat(cases(setup, "flavour"))
                .allSatisfy(tried ->
                        assertThat(tried.variation().parameters()).doesNotContainKeys("quantum", "limit", "flavour"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drr", "prio", "pifo", "htb", "hfsc"})
    void manyCasesHaveClasses(String name) {
        assertThat(cases(named(name)).stream()
                        .filter(tried -> !tried.variation().classes().isEmpty()))
                .hasSizeGreaterThan(CASES / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cbs", "prio", "rcsp", "taprio"})
    void manyCasesHaveRowsInTables(String name) {
        assertThat(cases(named(name)).stream()
                        .filter(tried -> !tried.variation().tables().isEmpty()))
                .hasSizeGreaterThan(CASES / 10);
    }

    @Test
    void classesStandBelowOthersAndHoldPacketSchedulersAndHaveFilters() {
        List<ClassSetup> tops = new ArrayList<>();
        cases(named("htb")).forEach(tried -> tops.addAll(tried.variation().classes()));

        assertThat(tops)
                .anyMatch(each -> !each.classes().isEmpty())
                .anyMatch(each -> each.queue() != null)
                .anyMatch(each -> each.match().size() == 2)
                .anyMatch(each -> each.match().isEmpty());
    }

    /** Parameters that go only together are found together: two slopes and the time between them. */
    @Test
    void curvesOfTwoSlopesAreTried() {
        List<ClassSetup> tops = new ArrayList<>();
        cases(SchedulerSetup.defaults(HfscScheduler.SPEC))
                .forEach(tried -> tops.addAll(tried.variation().classes()));

        assertThat(tops)
                .anyMatch(each -> each.parameters().asMap().keySet().containsAll(List.of("rtM1", "rtD", "rtM2")));
        assertThat(tops).anyMatch(each -> each.parameters().asMap().keySet().containsAll(List.of("lsUmax", "lsDmax")));
    }

    @Test
    void rowsThatTheUserWroteStay() {
        SchedulerSetup setup = SchedulerSetup.defaults(TaprioScheduler.SPEC);
        ProofCase withRows = cases(setup).stream()
                .filter(tried -> tried.variation().tables().containsKey("entries"))
                .findFirst()
                .orElseThrow();
        SchedulerSetup written = withRows.variation().of(setup);

        assertThat(cases(written))
                .allSatisfy(tried -> assertThat(tried.variation().of(written).rows("entries"))
                        .isEqualTo(written.rows("entries")));
    }
}
