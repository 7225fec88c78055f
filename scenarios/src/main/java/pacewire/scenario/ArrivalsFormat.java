package pacewire.scenario;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.units.Quantity;
import pacewire.scenario.format.Deferred;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFile;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Spot;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.Variants.Variant;
import pacewire.scenario.input.AccessLogFile;
import pacewire.scenario.input.AccessLogFile.LoggedRequest;

/** When clients come. */
final class ArrivalsFormat {
    /** Ticks of {@link Quantity#FREQUENCY} times picoseconds: one event per million seconds, 10^12 ps in a second. */
    private static final long GAP_TIMES_FREQUENCY = 1_000_000_000_000_000_000L;

    private static final Field<Long> RATE = Field.required(
            "rate", Scalars.measure(Quantity.FREQUENCY, 1, GAP_TIMES_FREQUENCY), "mean number of arrivals in a time");
    private static final Field<Long> INTERVAL = Field.required(
            "interval", Scalars.measure(Quantity.TIME, 1, Limits.LONGEST_PS), "time between two arrivals");
    private static final Field<Long> START = Field.withDefault(
            "start", Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS), "0 s", "when the first client comes");
    private static final Field<Distribution> GAP = Field.required(
            "gap",
            Deferred.of(() -> DistributionFormat.DISTRIBUTION),
            "time between two arrivals; below zero counts as zero");
    private static final Field<List<LoggedRequest>> FILE = Field.required(
            "file",
            new InputFile<>("a web server's access log", AccessLogFile::parse),
            "access log in the common or combined format; each line is a request");
    private static final Field<BigDecimal> SPEED_UP = Field.withDefault(
            "speedUp", Scalars.positiveDecimal(), "1", "how many times faster than the log the requests come");

    static final Variants<Draft> ARRIVALS = new Variants<>(
            "arrivals",
            "an arrival process",
            List.of(
                    variant("poisson", List.of(RATE), ArrivalsFormat::poisson),
                    variant(
                            "constant",
                            List.of(INTERVAL, START),
                            entries ->
                                    draft(new Scenario.Arrivals.Constant(entries.get(INTERVAL), entries.get(START)))),
                    variant("distribution", List.of(GAP), ArrivalsFormat::renewal),
                    variant(
                            "access-log",
                            List.of(FILE, SPEED_UP),
                            entries -> new Draft(
                                    null,
                                    new LogDraft(entries.spot(FILE), entries.get(FILE), entries.get(SPEED_UP))))));

    private ArrivalsFormat() {}

    /**
     * Arrivals as read: ready, or a log whose requests still have to find their files.
     *
     * @param ready null: it is a log
     * @param log null: it is ready
     */
    record Draft(
            Scenario.@Nullable Arrivals ready, @Nullable LogDraft log) {}

    /** A log, sorted by time, and where the scenario names it. */
    record LogDraft(Spot spot, List<LoggedRequest> requests, BigDecimal speedUp) {}

    private static Variant<Draft> variant(String type, List<Field<?>> fields, Section.Binder<Draft> binder) {
        return new Variant<>(type, Section.of("arrivals-" + type, fields, binder));
    }

    private static Draft draft(Scenario.Arrivals arrivals) {
        return new Draft(arrivals, null);
    }

    private static Draft poisson(Entries entries) {
        BigDecimal gap = BigDecimal.valueOf(GAP_TIMES_FREQUENCY)
                .divide(BigDecimal.valueOf(entries.get(RATE)), 0, java.math.RoundingMode.HALF_EVEN);
        return draft(new Scenario.Arrivals.Poisson(gap.longValueExact()));
    }

    private static @Nullable Draft renewal(Entries entries) {
        if (entries.get(GAP) instanceof Distributions.Constant constant && constant.value() <= 0) {
            entries.problem(GAP, "a gap that is always the same is above zero");
            return null;
        }
        return draft(new Scenario.Arrivals.Renewal(entries.get(GAP)));
    }
}
