package pacewire.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.app.LoadProgram;
import pacewire.model.os.cpu.SchedulingPolicy;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;

/** The items of {@code load:}: processes that keep the server's cores busy. */
final class LoadFormat {
    private static final long PPM = 1_000_000;

    private static final Field<String> NAME = Field.required(
            "name",
            Scalars.text("letters, digits, '-' and '_'", Pattern.compile("[A-Za-z0-9_-]{1,32}")),
            "name of the process in results");
    private static final Field<Long> THREADS =
            Field.withDefault("threads", Scalars.whole(1, 10_000), "1", "how many threads it has");
    private static final Field<Long> BUSY = Field.withDefault(
            "busy",
            Scalars.measure(Quantity.SHARE, Quantity.WHOLE / PPM, Quantity.WHOLE),
            "100 %",
            "share of the time that each thread computes when it has a core to itself");
    private static final Field<String> PATTERN = Field.withDefault(
            "pattern",
            Scalars.word(
                    "a pattern",
                    Arrays.stream(LoadProgram.Pattern.values())
                            .map(LoadProgram.Pattern::key)
                            .toList()),
            "constant",
            "constant: computes and sleeps for the same times; bursts: for exponentially distributed ones");
    private static final Field<Long> PERIOD = Field.withDefault(
            "period",
            Scalars.measure(Quantity.TIME, SimTime.MICROSECOND, Limits.LONGEST_PS),
            "10 ms",
            "mean time of computing and sleeping once");
    private static final Field<String> POLICY = Field.withDefault(
            "policy",
            Scalars.word(
                    "a scheduling policy",
                    Arrays.stream(SchedulingPolicy.Kind.values())
                            .map(SchedulingPolicy.Kind::key)
                            .toList()),
            "fair",
            "fair shares the cores by weight; fifo and rr are real-time and go first");
    private static final Field<Long> NICE = Field.withDefault(
            "nice",
            Scalars.whole(SchedulingPolicy.LEAST_NICE, SchedulingPolicy.MOST_NICE),
            "0",
            "weight of fair threads: -20 is most, 19 is least");
    private static final Field<Long> PRIORITY = Field.withDefault(
            "priority",
            Scalars.whole(1, SchedulingPolicy.MOST_PRIORITY),
            "1",
            "priority of real-time threads: 99 is most");
    private static final Field<List<Long>> CORES = Field.withDefault(
            "cores", new ListOf<>(Scalars.whole(0, 1023), 0), "[]", "cores that it may run on; none named: all");

    static final Shape<Scenario.Load> LOAD = Section.of(
            "load", List.of(NAME, THREADS, BUSY, PATTERN, PERIOD, POLICY, NICE, PRIORITY, CORES), LoadFormat::load);

    private LoadFormat() {}

    private static Scenario.@Nullable Load load(Entries entries) {
        SchedulingPolicy.Kind kind = Arrays.stream(SchedulingPolicy.Kind.values())
                .filter(each -> each.key().equals(entries.get(POLICY)))
                .findFirst()
                .orElseThrow();
        boolean isFair = kind == SchedulingPolicy.Kind.FAIR;
        if (isFair && entries.isGiven(PRIORITY)) {
            entries.problem(PRIORITY, "'priority' is for the policies fifo and rr");
            return null;
        }
        if (!isFair && entries.isGiven(NICE)) {
            entries.problem(NICE, "'nice' is for the policy fair");
            return null;
        }
        return new Scenario.Load(
                entries.get(NAME),
                Math.toIntExact(entries.get(THREADS)),
                entries.get(BUSY) / (Quantity.WHOLE / PPM),
                Arrays.stream(LoadProgram.Pattern.values())
                        .filter(each -> each.key().equals(entries.get(PATTERN)))
                        .findFirst()
                        .orElseThrow(),
                entries.get(PERIOD),
                isFair
                        ? SchedulingPolicy.fair(Math.toIntExact(entries.get(NICE)))
                        : new SchedulingPolicy(kind, 0, Math.toIntExact(entries.get(PRIORITY))),
                entries.get(CORES).stream().map(Math::toIntExact).toList());
    }
}
