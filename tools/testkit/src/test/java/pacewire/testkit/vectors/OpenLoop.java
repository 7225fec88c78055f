package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayResult;

/**
 * Packets that come as chance has it, whatever became of those before, and what became of them in a replay. One unit of time is a
 * millisecond, and a packet of one unit of work has a million bytes: both are rounded to a billionth and a millionth of it.
 */
final class OpenLoop {
    private static final double PS_PER_UNIT = SimTime.MILLISECOND;
    private static final int BYTES_PER_UNIT = 1_000_000;
    private static final Rational BYTES_PER_SECOND = Rational.of(1_000L * BYTES_PER_UNIT);

    /**
     * Packets of one kind.
     *
     * @param share of all packets
     * @param priority as packets have it
     * @param work draws the time that one takes on the line, in units
     */
    record Kind(double share, int priority, ToDoubleFunction<RandomStream> work) {}

    private final int[] kinds;
    private final double[] waits;
    private final double[] works;
    /** Packets in the system that each finds when it comes, itself aside. */
    private final int[] found;

    private OpenLoop(int[] kinds, ReplayResult result) {
        this.kinds = kinds;
        int count = kinds.length;
        waits = new double[count];
        works = new double[count];
        found = new int[count];
        long[] ends = new long[count];
        for (int departure = 0; departure < count; departure++) {
            int index = result.arrivalIndex(departure);
            long start = result.startTicks(departure);
            ends[departure] = result.endTicks(departure);
            waits[index] = (start - result.plan().offers().get(index).timePs()) / PS_PER_UNIT;
            works[index] = (ends[departure] - start) / PS_PER_UNIT;
        }
        int gone = 0;
        for (int index = 0; index < count; index++) {
            long time = result.plan().offers().get(index).timePs();
            while (gone < count && ends[gone] <= time) {
                gone++;
            }
            found[index] = index - gone;
        }
    }

    /** Draws exponential times. */
    static ToDoubleFunction<RandomStream> exponential(double mean) {
        return random -> -mean * StrictMath.log(1 - random.nextDouble());
    }

    /** Times that are all the same. */
    static ToDoubleFunction<RandomStream> constant(double value) {
        return random -> value;
    }

    /** Plays so many packets, with gaps drawn between them, through a packet scheduler. */
    static OpenLoop play(Replay scheduler, int count, ToDoubleFunction<RandomStream> gaps, List<Kind> of) {
        RandomStreams streams = new RandomStreams(1);
        RandomStream gapDraws = streams.stream("gaps");
        RandomStream kindDraws = streams.stream("kinds");
        RandomStream workDraws = streams.stream("works");
        int[] kinds = new int[count];
        List<Arrival> arrivals = new ArrayList<>(count);
        long timePs = 0;
        for (int i = 0; i < count; i++) {
            timePs += Math.round(gaps.applyAsDouble(gapDraws) * PS_PER_UNIT);
            kinds[i] = kind(kindDraws.nextDouble(), of);
            Kind kind = of.get(kinds[i]);
            long bytes = Math.max(1, Math.round(kind.work().applyAsDouble(workDraws) * BYTES_PER_UNIT));
            arrivals.add(Arrival.of("", "0", Rational.of(timePs, SimTime.SECOND), Rational.of(bytes))
                    .withPriority(kind.priority()));
        }
        return new OpenLoop(
                kinds, scheduler.rate(BYTES_PER_SECOND).arrivals(arrivals).run());
    }

    private static int kind(double draw, List<Kind> of) {
        double below = 0;
        for (int kind = 0; kind < of.size() - 1; kind++) {
            below += of.get(kind).share();
            if (draw < below) {
                return kind;
            }
        }
        return of.size() - 1;
    }

    /** Mean of something of each packet, by its place. */
    BatchMeans mean(IntToDoubleFunction value) {
        return BatchMeans.of(kinds.length, value);
    }

    /**
     * The part of all packets of which something is true, by its place. None of n says that the part is below 6.9/n, with
     * 99.9 %: where it is rare, or next to always, batches alone would tell nothing.
     */
    BatchMeans share(IntPredicate isTrue) {
        BatchMeans means = mean(i -> isTrue.test(i) ? 1 : 0);
        return new BatchMeans(means.mean(), means.halfWidth() + 6.9 / kinds.length);
    }

    /** Mean of something of each packet of a kind, by its place. */
    BatchMeans mean(int kind, IntToDoubleFunction value) {
        int[] places =
                IntStream.range(0, kinds.length).filter(i -> kinds[i] == kind).toArray();
        return BatchMeans.of(places.length, i -> value.applyAsDouble(places[i]));
    }

    /** From arrival to first bit, in units. */
    double wait(int packet) {
        return waits[packet];
    }

    /** From arrival to last bit, in units. */
    double stay(int packet) {
        return waits[packet] + works[packet];
    }

    /** Packets in the system that it finds, which Poisson arrivals find in its time average. */
    int found(int packet) {
        return found[packet];
    }
}
