package pacewire.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.PropertyKind;

/** Claims of packet schedulers in words: a sentence each, and the figures claimed. */
final class ClaimText {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;
    private static final long PS_PER_NANOSECOND = 1000;

    /** What is claimed beyond what the proof kit's sentence says of the kind of claim. */
    private static final List<Figures<?>> FIGURES = List.of(
            new Figures<>(Claim.GuaranteedRate.class, ClaimText::guaranteedRate),
            new Figures<>(Claim.WorstCaseFair.class, fair -> example("index " + time(fair.index()))),
            new Figures<>(Claim.ServedWithin.class, served -> example(time(served.time()))),
            new Figures<>(Claim.ShortTermFair.class, ClaimText::shortTermFair),
            new Figures<>(Claim.Shaped.class, ClaimText::shaped),
            new Figures<>(
                    Claim.ClassShaped.class,
                    shaped -> "class '" + shaped.name() + "', " + Quantity.RATE.format(shaped.rateBps())
                            + " with a burst of " + Quantity.SIZE.format(shaped.burstBytes())),
            new Figures<>(
                    Claim.ClassesFair.class,
                    fair -> String.join(
                            ", ",
                            fair.classes().stream().map(Claim.ClassShare::name).toList())),
            new Figures<>(Claim.NeverEarly.class, ClaimText::neverEarly),
            new Figures<>(Claim.JitterBound.class, jitter -> Quantity.TIME.format(jitter.boundPs())),
            new Figures<>(Claim.Bounded.class, bounded -> most(bounded.packets(), bounded.bytes())),
            new Figures<>(Claim.DropsOnlyWhenFull.class, full -> most(full.packets(), full.bytes())),
            new Figures<>(Claim.SparesShortQueues.class, ClaimText::sparesShortQueues),
            new Figures<>(Claim.QuietBelow.class, quiet -> either(count(quiet.packets()), size(quiet.bytes()))),
            new Figures<>(Claim.SignalSpacing.class, spacing -> spacing.isPerFlow() ? "each flow by itself" : ""),
            new Figures<>(Claim.ClassCost.class, cost -> cost.growth().name().toLowerCase(Locale.ROOT)),
            new Figures<>(Claim.Cost.class, cost -> cost.growth().name().toLowerCase(Locale.ROOT)));

    /** Claims that no property tests by itself: other properties ask for them. */
    private static final List<Figures<?>> WITHOUT_PROPERTY = List.of(
            new Figures<>(
                    Claim.TakesOnlyTimed.class,
                    timed -> "Takes only packets that name their earliest departure; drops others as too late."),
            new Figures<>(
                    Claim.ControlLaw.class,
                    law -> "The k-th early drop or mark in a row comes no sooner after the one before it than "
                            + Quantity.TIME.format(law.intervalPs()) + " / sqrt(k)."),
            new Figures<>(
                    Claim.TimeGrid.class,
                    grid -> "Decisions depend on absolute time"
                            + (grid.periodPs() == SimTime.NEVER
                                    ? "."
                                    : ", with a period of " + Quantity.TIME.format(grid.periodPs()) + ".")));

    private ClaimText() {}

    /** Words for one kind of claim. */
    private record Figures<C extends Claim>(Class<C> kind, Function<C, String> words) {
        Stream<String> of(Claim claim) {
            return kind.isInstance(claim) ? Stream.of(words.apply(kind.cast(claim))) : Stream.empty();
        }
    }

    /** Whether there are words for a kind of claim. */
    static boolean knows(Class<?> kind) {
        return statement(kind).isPresent()
                || WITHOUT_PROPERTY.stream().anyMatch(words -> words.kind().equals(kind));
    }

    /**
     * A sentence, and the figures.
     *
     * @throws IllegalStateException when there are no words for such claims
     */
    static String of(Claim claim) {
        Optional<String> statement = statement(claim.getClass());
        if (statement.isEmpty()) {
            return words(WITHOUT_PROPERTY, claim)
                    .orElseThrow(() -> new IllegalStateException("no words for the claim " + claim));
        }
        String figures = words(FIGURES, claim).orElse("");
        return statement.get() + (figures.isEmpty() ? "" : " Claimed: " + figures + ".");
    }

    private static Optional<String> words(List<Figures<?>> all, Claim claim) {
        return all.stream().flatMap(words -> words.of(claim)).findFirst();
    }

    /** As the proof kit says it: the first of the properties that the claim asks for. */
    private static Optional<String> statement(Class<?> kind) {
        return Stream.concat(Properties.all().stream(), Stream.of(Properties.classCost(), Properties.cost()))
                .filter(property -> kind.equals(property.claim()))
                .map(PropertyKind::statement)
                .findFirst();
    }

    private static String guaranteedRate(Claim.GuaranteedRate claim) {
        Rational bytesPerSecond = claim.rate().of(ExampleFlow.ONE);
        if (bytesPerSecond.signum() == 0) {
            return "nothing of flows that ask for no more than the example's";
        }
        long bps = bytesPerSecond.times(8).floor().longValueExact();
        return example("rate " + Quantity.RATE.format(bps) + ", latency " + time(claim.latency()));
    }

    private static String shortTermFair(Claim.ShortTermFair claim) {
        BigInteger bytes =
                claim.difference().of(ExampleFlow.ONE, ExampleFlow.ONE).ceiling();
        return example(bytes + " B per unit of weight");
    }

    private static String shaped(Claim.Shaped claim) {
        return Quantity.RATE.format(claim.rateBps()) + " with a burst of " + Quantity.SIZE.format(claim.burstBytes())
                + (claim.isPerFlow() ? ", for each flow" : "")
                + (claim.isGreedy() ? "; what conforms leaves at once" : "");
    }

    private static String neverEarly(Claim.NeverEarly claim) {
        return claim.granularityPs() == Long.MAX_VALUE
                ? "no packet leaves early; nothing is claimed of how late"
                : "no later on an idle line than by " + Quantity.TIME.format(claim.granularityPs());
    }

    private static String sparesShortQueues(Claim.SparesShortQueues claim) {
        String sojourn = claim.sojournPs() == 0 ? "" : Quantity.TIME.format(claim.sojournPs());
        return either(sojourn, size(claim.bytes()));
    }

    /** Figures that depend on the flow are told of one that everybody can picture. */
    private static String example(String figures) {
        return "for each of four flows " + ExampleFlow.WORDS + ": " + figures;
    }

    private static String time(Claim.FlowBound bound) {
        BigInteger nanoseconds =
                bound.of(ExampleFlow.ONE).times(NANOSECONDS_PER_SECOND).ceiling();
        return Quantity.TIME.format(nanoseconds.longValueExact() * PS_PER_NANOSECOND);
    }

    private static String most(long packets, long bytes) {
        List<String> limits = new ArrayList<>();
        if (packets < Integer.MAX_VALUE) {
            limits.add(count(packets));
        }
        if (bytes < Long.MAX_VALUE) {
            limits.add(size(bytes));
        }
        return limits.isEmpty() ? "no limit" : String.join(" and ", limits);
    }

    private static String either(String one, String other) {
        return one.isEmpty() || other.isEmpty() ? one + other : one + " or " + other;
    }

    private static String count(long packets) {
        return packets == 0 ? "" : Quantity.PACKETS.format(packets);
    }

    private static String size(long bytes) {
        return bytes == 0 ? "" : Quantity.SIZE.format(bytes);
    }

    /** One of four flows that are alike on the line of the reference pages. */
    private record ExampleFlow(Rational line) implements Claim.Flow {
        private static final int FLOWS = 4;
        private static final int LARGEST_BYTES = SchedulerPages.LARGEST_BYTES;
        private static final ExampleFlow ONE = new ExampleFlow(bytesPerSecond(SchedulerPages.LINE));
        private static final String WORDS = "of weight 1, promised "
                + Quantity.RATE.format(SchedulerPages.LINE.bitsPerSecond() / FLOWS) + ", with packets of up to "
                + LARGEST_BYTES + " B";

        private static Rational bytesPerSecond(DataRate rate) {
            return Rational.of(rate.bitsPerSecond(), 8);
        }

        @Override
        public long weight() {
            return 1;
        }

        @Override
        public Rational share() {
            return line.dividedBy(Rational.of(FLOWS));
        }

        @Override
        public @Nullable Rational minRate() {
            return share();
        }

        @Override
        public @Nullable Rational maxRate() {
            return share();
        }

        @Override
        public long largestBytes() {
            return LARGEST_BYTES;
        }

        @Override
        public long totalWeight() {
            return FLOWS;
        }

        @Override
        public int flows() {
            return FLOWS;
        }

        @Override
        public long largestBytesOfAll() {
            return LARGEST_BYTES;
        }

        @Override
        public long sumOfLargestBytes() {
            return (long) FLOWS * LARGEST_BYTES;
        }
    }
}
