package pacewire.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.units.Quantity;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.InputFile;
import pacewire.scenario.format.ListOf;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Shape;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.Variants.Variant;
import pacewire.scenario.input.ValuesFile;

/** Distributions of times. */
final class DistributionFormat {
    private static final Shape<Long> ANY_TIME = Scalars.measure(Quantity.TIME, -Limits.LONGEST_PS, Limits.LONGEST_PS);
    private static final Shape<Long> TIME_ABOVE_ZERO = Scalars.measure(Quantity.TIME, 1, Limits.LONGEST_PS);

    private static final Field<Long> VALUE = Field.required("value", ANY_TIME, "the value, each time");
    private static final Field<Long> MIN = Field.required("min", ANY_TIME, "least value");
    private static final Field<Long> MAX = Field.required("max", ANY_TIME, "greatest value");
    private static final Field<Long> MEAN_ABOVE_ZERO = Field.required("mean", TIME_ABOVE_ZERO, "mean");
    private static final Field<Long> MEAN = Field.required("mean", ANY_TIME, "mean");
    private static final Field<Long> SD =
            Field.required("sd", Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS), "standard deviation");
    private static final Field<Long> MEDIAN = Field.required("median", TIME_ABOVE_ZERO, "median");
    private static final Field<BigDecimal> SIGMA =
            Field.required("sigma", Scalars.positiveDecimal(), "standard deviation of the logarithm");
    private static final Field<Long> SCALE = Field.required("scale", TIME_ABOVE_ZERO, "scale");
    private static final Field<BigDecimal> SHAPE = Field.required("shape", Scalars.positiveDecimal(), "shape");
    private static final Field<List<Long>> VALUES =
            Field.optional("values", new ListOf<>(ANY_TIME, 1), "the values, each as likely as the others");
    private static final Field<List<Long>> FILE = Field.optional(
            "file",
            new InputFile<>("a file of times, one on each line with its unit", ValuesFile::parse),
            "a file with a value on each line");

    /** A distribution of times, which draws picoseconds. */
    static final Variants<Distribution> DISTRIBUTION = new Variants<>(
            "distribution",
            "a distribution",
            List.of(
                    variant("constant", List.of(VALUE), entries -> new Distributions.Constant(entries.get(VALUE))),
                    variant("uniform", List.of(MIN, MAX), DistributionFormat::uniform),
                    variant(
                            "exponential",
                            List.of(MEAN_ABOVE_ZERO),
                            entries -> new Distributions.Exponential(entries.get(MEAN_ABOVE_ZERO))),
                    variant(
                            "normal",
                            List.of(MEAN, SD),
                            entries -> new Distributions.Normal(entries.get(MEAN), entries.get(SD))),
                    variant(
                            "lognormal",
                            List.of(MEDIAN, SIGMA),
                            entries -> new Distributions.Lognormal(entries.get(MEDIAN), number(entries, SIGMA))),
                    variant(
                            "pareto",
                            List.of(SCALE, SHAPE),
                            entries -> new Distributions.Pareto(entries.get(SCALE), number(entries, SHAPE))),
                    variant(
                            "weibull",
                            List.of(SCALE, SHAPE),
                            entries -> new Distributions.Weibull(entries.get(SCALE), number(entries, SHAPE))),
                    variant(
                            "gamma",
                            List.of(SHAPE, SCALE),
                            entries -> new Distributions.Gamma(number(entries, SHAPE), entries.get(SCALE))),
                    new Variant<>(
                            "empirical",
                            section("empirical", List.of(VALUES, FILE), DistributionFormat::empirical)
                                    .withExactlyOneOf(VALUES, FILE))));

    private DistributionFormat() {}

    private static Variant<Distribution> variant(
            String type, List<Field<?>> fields, Section.Binder<Distribution> binder) {
        return new Variant<>(type, section(type, fields, binder));
    }

    private static Section<Distribution> section(
            String type, List<Field<?>> fields, Section.Binder<Distribution> binder) {
        return Section.of("distribution-" + type, fields, binder);
    }

    private static double number(Entries entries, Field<BigDecimal> field) {
        return entries.get(field).doubleValue();
    }

    @org.jspecify.annotations.Nullable
    private static Distribution uniform(Entries entries) {
        if (entries.get(MIN) > entries.get(MAX)) {
            entries.problem(MIN, "'min' is at most 'max'");
            return null;
        }
        return new Distributions.Uniform(entries.get(MIN), entries.get(MAX));
    }

    private static Distribution empirical(Entries entries) {
        List<Long> values = Stream.concat(entries.find(VALUES).stream(), entries.find(FILE).stream())
                .flatMap(List::stream)
                .toList();
        return Distributions.Empirical.of(values.stream().map(Long::doubleValue).toList());
    }
}
