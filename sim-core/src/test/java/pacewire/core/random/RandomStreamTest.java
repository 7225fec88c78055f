package pacewire.core.random;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RandomStreamTest {
    /** The first outputs of the authors' reference implementation (prng.di.unimi.it/xoshiro256plusplus.c) from 1, 2, 3, 4. */
    @Test
    void theGeneratorYieldsTheReferenceSequence() {
        RandomStream random = RandomStream.fromState(new long[] {1, 2, 3, 4});

        String[] drawn = LongStream.generate(random::nextLong)
                .limit(10)
                .mapToObj(Long::toUnsignedString)
                .toArray(String[]::new);

        assertThat(drawn)
                .containsExactly(
                        "41943041",
                        "58720359",
                        "3588806011781223",
                        "3591011842654386",
                        "9228616714210784205",
                        "9973669472204895162",
                        "14011001112246962877",
                        "12406186145184390807",
                        "15849039046786891736",
                        "10450023813501588000");
    }

    @Test
    void boundedNumbersAreTheUpperPartOfTheProduct() {
        RandomStream random = new RandomStreams(1).stream("bounded");

        assertThat(IntStream.generate(() -> random.nextInt(10)).limit(12))
                .containsExactly(6, 7, 3, 4, 3, 0, 3, 2, 6, 0, 9, 4);
    }

    /** 2^63 is not twice 6 * 10^18, so that a third of the draws is rejected: the third and fourth numbers skip some. */
    @Test
    void drawsThatWouldFavourSmallNumbersAreRejected() {
        RandomStream random = new RandomStreams(1).stream("bounded");

        assertThat(LongStream.generate(() -> random.nextLong(6_000_000_000_000_000_000L))
                        .limit(4))
                .containsExactly(3959479347663140523L, 2012170417769305432L, 2179588478558380606L, 38885041237721313L);
    }

    /** 30,000 draws over 3 values: each count is binomial with sd sqrt(30000 * 1/3 * 2/3) = 81.6; five of them are 408. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyValueBelowTheBoundIsAsLikely(long seed) {
        RandomStream random = new RandomStreams(seed).stream("thirds");
        int[] counts = new int[3];
        IntStream.range(0, 30_000).forEach(i -> counts[random.nextInt(3)]++);

        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(10_000 - 408, 10_000 + 408));
    }

    @Test
    void theOnlyNumberBelowOneIsZero() {
        RandomStream random = new RandomStreams(1).stream("one");

        assertThat(LongStream.generate(() -> random.nextLong(1)).limit(20)).containsOnly(0L);
    }

    @Test
    void theLargestBoundIsAllowed() {
        RandomStream random = new RandomStreams(1).stream("largest");

        assertThat(LongStream.generate(() -> random.nextLong(Long.MAX_VALUE)).limit(100))
                .allMatch(drawn -> drawn >= 0 && drawn < Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aBoundBelowOneIsRefused(long bound) {
        RandomStream random = new RandomStreams(1).stream("refused");

        assertThatThrownBy(() -> random.nextLong(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the bound of a random number is at least 1, not " + bound);
    }

    @Test
    void doublesAreTheUpper53Bits() {
        RandomStream random = new RandomStreams(1).stream("doubles");

        assertThat(new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()})
                .containsExactly(0x1.1168825aab639p-1, 0x1.342e42b211927p-1, 0x1.c2f33b041f1c0p-7);
    }

    @Test
    void zeroPartsNeverHappenAndABillionAlwaysDo() {
        RandomStream random = new RandomStreams(1).stream("chance");

        for (int i = 0; i < 1000; i++) {
            assertThat(random.chancePpb(0)).isFalse();
            assertThat(random.chancePpb(1_000_000_000)).isTrue();
        }
    }

    /** 100,000 draws at 10 %: binomial with mean 10,000 and sd sqrt(100000 * 0.1 * 0.9) = 94.9; five of them are 475. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aChanceComesTrueAsOftenAsItSays(long seed) {
        RandomStream random = new RandomStreams(seed).stream("chance");

        long happened = IntStream.range(0, 100_000)
                .filter(i -> random.chancePpb(100_000_000))
                .count();

        assertThat(happened).isBetween(10_000L - 475, 10_000L + 475);
    }

    @Test
    void aCertainAnswerDrawsANumberToo() {
        RandomStream certain = new RandomStreams(1).stream("shift");
        RandomStream open = new RandomStreams(1).stream("shift");
        certain.chancePpb(0);
        open.chancePpb(500_000_000);

        assertThat(certain.nextLong()).isEqualTo(open.nextLong());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000_001})
    void aProbabilityOutsideZeroToOneIsRefused(long ppb) {
        RandomStream random = new RandomStreams(1).stream("refused");

        assertThatThrownBy(() -> random.chancePpb(ppb))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not " + ppb);
    }
}
