package pacewire.testkit.replay;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.model.sched.TableSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A replay in thirds of picoseconds, and in halves of bytes where it is not said otherwise. */
class SetupUnitsTest {
    private static final ReplayUnits THIRDS_AND_HALVES = new ReplayUnits(BigInteger.valueOf(3), BigInteger.TWO);
    private static final List<ParameterSpec> ALL_KINDS = List.of(
            ParameterSpec.quantity("time", Quantity.TIME, "5 ps", 1, Long.MAX_VALUE, "a time"),
            ParameterSpec.quantity("size", Quantity.SIZE, "7 B", 1, Long.MAX_VALUE, "a size"),
            ParameterSpec.quantity("rate", Quantity.RATE, "9 bps", 1, Long.MAX_VALUE, "a rate"),
            ParameterSpec.quantity("count", Quantity.PACKETS, "11 packets", 1, 20, "a count"),
            ParameterSpec.choice("word", List.of("one", "other"), "a word"),
            ParameterSpec.optionalQuantity("most", Quantity.SIZE, 1, Long.MAX_VALUE, "a limit"));
    private static final SchedulerSpec SPEC = SchedulerSpec.named("made-up")
            .summary("Is set up.")
            .source("this test")
            .parameters(ALL_KINDS.toArray(ParameterSpec[]::new))
            .tables(new TableSpec("rows", ALL_KINDS, "rows"))
            .classes(ClassSpec.tree("classes", ALL_KINDS.toArray(ParameterSpec[]::new)))
            .checkedBy(setup -> setup.parameters().value("count") == 13 ? Optional.of("no 13") : Optional.empty())
            .madeBy((setup, environment) -> new FifoScheduler(1, 1));

    private static final ParameterValues DEFAULTS = ParameterValues.defaults(ALL_KINDS);
    /** Three ticks a picosecond, two units a byte; a rate of bytes over time is two thirds of what it was. */
    private static final Map<String, Long> SCALED =
            Map.of("time", 15L, "size", 14L, "rate", 6L, "count", 11L, "word", 0L);

    @Test
    void parametersTablesAndClassesAreAllInTheUnitsOfTheReplay() {
        PacketFilter filter = PacketFilter.of(
                new PacketFilter.RateInRange(PacketFilter.NamedRate.MIN_RATE, 10, 10), new PacketFilter.DelayAtMost(4));
        ClassSetup inner = new ClassSetup("inner", DEFAULTS, List.of(filter), setup(List.of()), List.of());
        ClassSetup outer = new ClassSetup("outer", DEFAULTS, List.of(), null, List.of(inner));

        SchedulerSetup scaled = new SetupUnits(THIRDS_AND_HALVES).scaled(setup(List.of(outer)));

        assertScaled(scaled);
        ClassSetup scaledOuter = scaled.classes().get(0);
        ClassSetup scaledInner = scaledOuter.classes().get(0);
        assertThat(scaledOuter.parameters().asMap()).isEqualTo(SCALED);
        assertThat(scaledInner.parameters().asMap()).isEqualTo(SCALED);
        assertScaled(scaledInner.queueOrFifo());
        // 10 bps are 20/3 in these units: no whole rate is in that range, and 6 and 7 are on either side of it.
        assertThat(scaledInner.match())
                .containsExactly(PacketFilter.of(
                        new PacketFilter.RateInRange(PacketFilter.NamedRate.MIN_RATE, 7, 6),
                        new PacketFilter.DelayAtMost(12)));
    }

    @Test
    void aBoundThatMeansNoneStaysNone() {
        ParameterValues values = ParameterValues.of(ALL_KINDS, Map.of("most", Long.MAX_VALUE));

        SchedulerSetup scaled = new SetupUnits(THIRDS_AND_HALVES).scaled(new SchedulerSetup(SPEC, values, Map.of()));

        assertThat(scaled.parameters().value("most")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void unitsAreFoundInWhichTheParametersAreWhole() {
        ReplayPlan plan = Replay.through(SPEC)
                .parameter("time", "1/7 ps")
                .parameter("size", "1/5 B")
                .parameter("rate", "1/2")
                .rate("1")
                .arrival("a", "1", "0", "1")
                .plan();

        // Sevenths of a tick; fifths of a byte; 4 bps are 4/7 in these ticks, and so are 8 and 9: sevenths of bytes,
        // too.
        assertThat(plan.units()).isEqualTo(new ReplayUnits(BigInteger.valueOf(7), BigInteger.valueOf(35)));
    }

    @Test
    void whatTheDeclarationFindsWrongIsRefused() {
        Replay replay = Replay.through(SPEC).parameter("count", "13").rate("1").arrival("a", "1", "0", "1");

        assertThatThrownBy(replay::run).isInstanceOf(ReplayException.class).hasMessage("made-up: no 13");
    }

    private static SchedulerSetup setup(List<ClassSetup> classes) {
        return new SchedulerSetup(SPEC, DEFAULTS, Map.of("rows", List.of(DEFAULTS)), classes);
    }

    private static void assertScaled(SchedulerSetup setup) {
        assertThat(setup.parameters().asMap()).isEqualTo(SCALED);
        assertThat(setup.rows("rows"))
                .singleElement()
                .satisfies(row -> assertThat(row.asMap()).isEqualTo(SCALED));
    }
}
