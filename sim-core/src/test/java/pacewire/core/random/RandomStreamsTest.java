package pacewire.core.random;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RandomStreamsTest {
    /** The numbers follow from SHA-256 and the published generator alone; computed by an independent program. */
    @Test
    void aStreamIsTheGeneratorSeededWithTheHashOfSeedAndName() {
        assertThat(draws(new RandomStreams(1).stream("clients/viewers/17/arrivals"), 3))
                .containsExactly(-6050223099373123009L, -2187813555817327974L, -5661376409086132848L);
    }

    @Test
    void namesAreReadAsUtf8AndSeedsMayBeNegative() {
        assertThat(draws(new RandomStreams(-1).stream("server/dämon"), 2))
                .containsExactly(1790616039752857746L, -8944399299265239287L);
    }

    @Test
    void whatAStreamDrawsDoesNotDependOnTheOthers() {
        RandomStreams alone = new RandomStreams(7);
        RandomStreams crowded = new RandomStreams(7);
        draws(crowded.stream("first"), 10);
        crowded.stream("second");

        assertThat(draws(crowded.stream("third"), 5)).containsExactly(draws(alone.stream("third"), 5));
    }

    @Test
    void anotherSeedOrAnotherNameIsAnotherStream() {
        long[] reference = draws(new RandomStreams(7).stream("a"), 1);

        assertThat(draws(new RandomStreams(8).stream("a"), 1)).isNotEqualTo(reference);
        assertThat(draws(new RandomStreams(7).stream("b"), 1)).isNotEqualTo(reference);
    }

    @Test
    void aNameIsIssuedOnlyOnce() {
        RandomStreams streams = new RandomStreams(1);
        streams.stream("clients/1");

        assertThatThrownBy(() -> streams.stream("clients/1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the random stream 'clients/1' was issued before");
    }

    @Test
    void aStreamOfAFamilyIsTheOneOfItsName() {
        RandomStreamFamily family = new RandomStreams(1).family("clients/viewers", "arrivals");
        family.stream(3);

        assertThat(draws(family.stream(17), 3))
                .containsExactly(draws(new RandomStreams(1).stream("clients/viewers/17/arrivals"), 3));
    }

    @Test
    void aStreamOfAFamilyIsIssuedOnlyOnce() {
        RandomStreams streams = new RandomStreams(1);
        RandomStreamFamily family = streams.family("clients/viewers", "files");
        family.stream(5);

        assertThatThrownBy(() -> family.stream(5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the random stream 'clients/viewers/5/files' may have been issued before: 6 is the least number left");
        assertThatThrownBy(() -> streams.family("clients/viewers", "files"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the random streams 'files' of 'clients/viewers' were issued before");
    }

    private static long[] draws(RandomStream random, int count) {
        return LongStream.generate(random::nextLong).limit(count).toArray();
    }
}
