package pacewire.testkit.prove;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterValues;
import pacewire.model.packet.Protocol;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.DrrScheduler;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.HtbScheduler;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.PacketFilter.Condition;
import pacewire.model.sched.PacketFilter.Field;
import pacewire.model.sched.PacketFilter.InRange;
import pacewire.model.sched.PacketFilter.NamedRate;
import pacewire.model.sched.PacketFilter.RateInRange;
import pacewire.model.sched.PrioScheduler;
import pacewire.model.sched.SchedulerSetup;

import static org.assertj.core.api.Assertions.assertThat;

class SetupTextTest {
    @Test
    void whatIsAtItsDefaultIsLeftOut() {
        assertThat(SetupText.of(SchedulerSetup.defaults(FifoScheduler.SPEC))).isEqualTo("{type: fifo}");
        assertThat(SetupText.of(SchedulerSetup.of(DrrScheduler.SPEC, Map.of("quantum", 1501L, "flavour", 2L))))
                .isEqualTo("{type: drr, quantum: 1.501 kB, flavour: overdraft}");
    }

    @Test
    void aTableIsAListOfRows() {
        SchedulerSetup setup = new SchedulerSetup(
                PrioScheduler.SPEC,
                ParameterValues.defaults(PrioScheduler.SPEC.parameters()),
                Map.of(
                        "priomap",
                        List.of(
                                row(PrioScheduler.SPEC, Map.of("priority", 3L, "band", 1L)),
                                row(PrioScheduler.SPEC, Map.of("priority", 0L, "band", 2L)))));

        assertThat(SetupText.of(setup))
                .isEqualTo("{type: prio, priomap: [{priority: 3, band: 1}, {priority: 0, band: 2}]}");
    }

    private static ParameterValues row(pacewire.model.sched.SchedulerSpec spec, Map<String, Long> values) {
        return ParameterValues.of(spec.tables().get(0).columns(), values);
    }

    @Test
    void classesHaveTheirFiltersAndWhatIsInsideThem() {
        SchedulerSetup inner = SchedulerSetup.of(FifoScheduler.SPEC, Map.of("limit", 1L));
        ClassSetup leaf = new ClassSetup(
                "a",
                htb(Map.of("rate", 1_000_000L)),
                List.of(
                        PacketFilter.of(new InRange(Field.FLOW, 1, 3), new InRange(Field.DSCP, 46, 46)),
                        PacketFilter.of(new InRange(Field.SOURCE_PORT, 5000, 5000))),
                inner,
                List.of());
        ClassSetup above = new ClassSetup("top", htb(Map.of("rate", 2_000_000L)), List.of(), null, List.of(leaf));

        assertThat(SetupText.of(SchedulerSetup.defaults(HtbScheduler.SPEC).withClasses(above)))
                .isEqualTo(
                        "{type: htb, classes: [{name: top, rate: 2 Mbps, classes: [{name: a, match: [{flow: 1-3, dscp: 46},"
                                + " {sourcePort: 5000}], rate: 1 Mbps, queue: {type: fifo, limit: 1 packet}}]}]}");
    }

    private static ParameterValues htb(Map<String, Long> values) {
        return ParameterValues.of(
                Objects.requireNonNull(HtbScheduler.SPEC.classes()).parameters(), values);
    }

    @Test
    void filtersOnWhatFlowsAskForAreInTheWordsOfScenarioFiles() {
        assertThat(filtered(new RateInRange(NamedRate.MIN_RATE, 1, Long.MAX_VALUE)))
                .isEqualTo("{minRateAtLeast: 1 bps}");
        assertThat(filtered(new RateInRange(NamedRate.MAX_RATE, 0, 5_000_000))).isEqualTo("{maxRateAtMost: 5 Mbps}");
        assertThat(filtered(new RateInRange(NamedRate.MAX_RATE, 1000, 5_000_000)))
                .isEqualTo("{maxRateAtLeast: 1 kbps, maxRateAtMost: 5 Mbps}");
        assertThat(filtered(new PacketFilter.JitterAtMost(1_000_000))).isEqualTo("{maxJitterAtMost: 1 us}");
        assertThat(filtered(new PacketFilter.DelayAtMost(1_000))).isEqualTo("{maxDelayAtMost: 1 ns}");
        assertThat(filtered(new PacketFilter.Paced(true))).isEqualTo("{paced: true}");
        assertThat(filtered(new PacketFilter.EitherPort(80, 443))).isEqualTo("{port: 80-443}");
        assertThat(filtered(new PacketFilter.OfProtocol(Protocol.TCP))).isEqualTo("{application: control}");
        assertThat(filtered(new PacketFilter.OfProtocol(Protocol.UDP))).isEqualTo("{application: transfers}");
        assertThat(filtered(new PacketFilter.OfGroup(2))).isEqualTo("{group: 2}");
    }

    private static String filtered(Condition condition) {
        ClassSetup only = ClassSetup.leaf(
                "x",
                ParameterValues.defaults(
                        Objects.requireNonNull(PrioScheduler.SPEC.classes()).parameters()),
                PacketFilter.of(condition));
        String text = SetupText.of(SchedulerSetup.defaults(PrioScheduler.SPEC).withClasses(only));
        return text.substring(text.indexOf("match: ") + 7, text.indexOf("}") + 1);
    }
}
