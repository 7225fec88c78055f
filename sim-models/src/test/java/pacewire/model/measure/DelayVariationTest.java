package pacewire.model.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;

/** IPDV, PDV and reordering. */
class DelayVariationTest {
    private final DelayVariation ipdv = new DelayVariation();
    private final List<Long> differences = new ArrayList<>();

    static List<JsonNode> delayStreams() {
        return MetricVectors.of("RFC 3393 IPDV");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("delayStreams")
    void theDifferencesOfAStreamAreThoseOfRfc5481(JsonNode vector) {
        long[] delays = MetricVectors.longs(vector.at("/inputs/one_way_delay_ms"));
        for (int sequence = 0; sequence < delays.length; sequence++) {
            ipdv.pair(sequence, delays[sequence], differences::add);
        }

        // The first is undefined: null in the vectors.
        long[] expected = LongStream.of(MetricVectors.longs(defined(vector.at("/expected/ipdv_ms"))))
                .toArray();
        assertThat(differences).hasSize(delays.length - 1).containsExactly(boxed(expected));
        long peakToPeak = differences.stream().mapToLong(Long::longValue).max().orElseThrow()
                - differences.stream().mapToLong(Long::longValue).min().orElseThrow();
        assertThat(peakToPeak)
                .isEqualTo(vector.at("/expected/peak_to_peak_ipdv_ms").asLong());
        assertThat(differences.stream().map(Math::abs))
                .containsExactly(boxed(MetricVectors.longs(defined(vector.at("/expected/rfc4689_jitter_ms")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("delayStreams")
    void theVariationOfAStreamIsThatOfRfc5481(JsonNode vector) {
        List<Long> variations = variationsOf(1024, MetricVectors.longs(vector.at("/inputs/one_way_delay_ms")));

        assertThat(variations).containsExactly(boxed(MetricVectors.longs(vector.at("/expected/pdv_ms"))));
        assertThat(variations).contains(vector.at("/expected/pdv_max_ms").asLong());
    }

    @Test
    void aLostPacketLeavesBothItsPairsUndefined() {
        receive(0, 10);
        receive(1, 15);
        receive(3, 30);
        receive(4, 31);

        assertThat(differences).containsExactly(5L, 1L);
    }

    @Test
    void anOvertakenPacketCompletesItsPairsWhenItComes() {
        receive(0, 10);
        receive(2, 12);
        receive(1, 40);

        // 40 - 10 to the packet before it, 12 - 40 from it to the one after.
        assertThat(differences).containsExactly(30L, -28L);
    }

    @Test
    void ofDuplicatesTheFirstCounts() {
        assertThat(receive(0, 10)).isTrue();
        assertThat(receive(1, 15)).isTrue();
        assertThat(receive(1, 99)).isFalse();
        receive(2, 16);

        assertThat(differences).containsExactly(5L, 1L);
    }

    /** With 64 numbers kept, 0 is forgotten when 64 comes; 1 is not. */
    @Test
    void aPacketLaterThanTheWindowIsNotPaired() {
        receive(2, 7);
        receive(64, 5);
        receive(0, 100);
        assertThat(differences).isEmpty();
        receive(1, 9);

        assertThat(differences).containsExactly(-2L);
    }

    /** In turn up to 69: 69 and 6 come again; 5 is beyond the 64 kept, so that nobody can tell whether it came before. */
    @Test
    void whatComesAgainIsADuplicateWithinTheWindow() {
        for (int sequence = 0; sequence < 70; sequence++) {
            receive(sequence, 10);
        }
        assertThat(receive(69, 11)).isFalse();
        assertThat(receive(6, 11)).isFalse();
        assertThat(receive(5, 11)).isTrue();
        assertThat(differences).hasSize(69).containsOnly(0L);
        // The same with a window, from the gap on.
        assertThat(receive(71, 20)).isTrue();
        assertThat(receive(8, 11)).isFalse();
        assertThat(receive(7, 11)).isTrue();
        assertThat(receive(70, 13)).isTrue();
        assertThat(differences).hasSize(71).endsWith(3L, 7L);
    }

    @Test
    void afterARestartNumbersBeginAnew() {
        receive(0, 10);
        ipdv.restart();
        assertThat(receive(0, 50)).isTrue();
        receive(1, 51);

        assertThat(differences).containsExactly(1L);
    }

    /** Loss and local reordering against the definition over the whole sample: pairs (k, k + 1) that both came. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void withLossAndReorderingEveryDefinedPairIsFoundOnce(long seed) {
        RandomStream random = new RandomStreams(seed).stream("network");
        long[] delays =
                LongStream.generate(() -> random.nextLong(1000)).limit(3000).toArray();
        boolean[] isLost = new boolean[delays.length];
        List<Integer> arrivals = new ArrayList<>();
        for (int sequence = 0; sequence < delays.length; sequence++) {
            isLost[sequence] = random.nextInt(10) == 0;
            if (!isLost[sequence]) {
                arrivals.add(sequence);
            }
        }
        shuffleLocally(arrivals, random);
        arrivals.forEach(sequence -> receive(sequence, delays[sequence]));

        List<Long> expected = new ArrayList<>();
        for (int sequence = 0; sequence + 1 < delays.length; sequence++) {
            if (!isLost[sequence] && !isLost[sequence + 1]) {
                expected.add(delays[sequence + 1] - delays[sequence]);
            }
        }
        assertThat(differences).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The least delay, 1, comes last of the 1000 that are kept: 1000, 999, ... 1 vary by 999, 998, ... 0. */
    @Test
    void ofTheFirstPacketsTheOneWithTheLeastDelayMayComeLast() {
        long[] delays = LongStream.iterate(1000, delay -> delay - 1).limit(1000).toArray();

        assertThat(variationsOf(1000, delays))
                .hasSize(1000)
                .startsWith(999L, 998L)
                .endsWith(1L, 0L);
        assertThat(variationsOf(1024, delays))
                .hasSize(1000)
                .startsWith(999L, 998L)
                .endsWith(1L, 0L);
    }

    /** Of 4 kept the least is 5. Behind them 9 varies by 9 - 5; 2 is the new least, and varies by 0; 9 now varies by 7. */
    @Test
    void behindTheFirstPacketsEachIsComparedWithTheLeastSoFar() {
        assertThat(variationsOf(4, 10, 7, 5, 6, 9, 2, 9)).containsExactly(5L, 2L, 0L, 1L, 4L, 0L, 7L);
    }

    @Test
    void theVariationOfAPacketIsHandedOutAsSoonAsEnoughAreKept() {
        DelayVariation pdv = new DelayVariation();
        List<Long> variations = new ArrayList<>();
        LongStream.of(10, 7).forEach(delay -> pdv.compareWithLeast(delay, 3, variations::add));
        assertThat(variations).isEmpty();
        pdv.compareWithLeast(8, 3, variations::add);
        assertThat(variations).containsExactly(3L, 0L, 1L);
        pdv.compareWithLeast(9, 3, variations::add);
        assertThat(variations).containsExactly(3L, 0L, 1L, 2L);
    }

    @Test
    void withoutPacketsThereIsNoVariation() {
        assertThat(variationsOf(1024)).isEmpty();
    }

    /** RFC 4737, section 3.3: 3 came before 2; 2 is late, 3 is not. Then 4 and 5 are overtaken by 6. */
    @Test
    void thePacketThatComesLateIsTheReorderedOne() {
        assertThat(reorderedOf(0, 1, 3, 2, 6, 4, 5, 7)).isEqualTo(3);
        assertThat(reorderedOf(0, 1, 2, 5, 9)).isZero();
    }

    private static long reorderedOf(long... sequences) {
        DelayVariation ipdv = new DelayVariation();
        long late = 0;
        for (long sequence : sequences) {
            late += ipdv.isLate(sequence) ? 1 : 0;
            ipdv.pair(sequence, 0, difference -> {});
        }
        return late;
    }

    private boolean receive(long sequence, long delay) {
        return ipdv.pair(sequence, delay, differences::add);
    }

    /** Shuffles within blocks of 20: nobody is more than 20 places late. */
    private static void shuffleLocally(List<Integer> arrivals, RandomStream random) {
        for (int block = 0; block + 20 <= arrivals.size(); block += 20) {
            for (int i = 19; i > 0; i--) {
                int other = random.nextInt(i + 1);
                Integer moved = arrivals.get(block + i);
                arrivals.set(block + i, arrivals.get(block + other));
                arrivals.set(block + other, moved);
            }
        }
    }

    private static List<Long> variationsOf(int mostKept, long... delays) {
        DelayVariation pdv = new DelayVariation();
        List<Long> variations = new ArrayList<>();
        LongStream.of(delays).forEach(delay -> pdv.compareWithLeast(delay, mostKept, variations::add));
        pdv.handOutKept(variations::add);
        return variations;
    }

    private static JsonNode defined(JsonNode array) {
        JsonNode copy = array.deepCopy();
        List<Integer> undefined = IntStream.range(0, copy.size())
                .filter(i -> copy.get(i).isNull())
                .boxed()
                .toList();
        assertThat(undefined).containsExactly(0);
        copy.asArray().remove(0);
        return copy;
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
