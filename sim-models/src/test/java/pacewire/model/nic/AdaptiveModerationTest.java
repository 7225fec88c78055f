package pacewire.model.nic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Moderation that adapts, by the steps of Linux lib/dim/net_dim.c: a sample is 64 interrupts. */
class AdaptiveModerationTest {
    private static final long MS = SimTime.MILLISECOND;

    private final AdaptiveModeration moderation = new AdaptiveModeration(AdaptiveModeration.RECEIVE);
    private long nowPs;
    private long events;
    private long packets;
    private long bytes;

    @Test
    void itBeginsWithTheSecondSettingAndKeepsItWhileNothingIsMeasured() {
        assertThat(moderation.setting()).isEqualTo(Coalescing.ofMicroseconds(8, 256));
        poll();
        for (int i = 0; i < 63; i++) {
            events++;
            assertThat(poll()).isFalse();
        }
        assertThat(moderation.setting()).isEqualTo(Coalescing.ofMicroseconds(8, 256));
    }

    /**
     * First traffic after none is "better": it leaves the parking place to the left, to 1 us. The sample behind that is worse
     * by a half in bytes: it turns to the right, to 8 us; from there each is better, so it goes on, to 64, 128 and 256 us,
     * and there the row ends and it parks.
     */
    @Test
    void itWalksWhileItGetsBetterAndTurnsWhenItGetsWorse() {
        poll();
        List<Long> delaysUs = new ArrayList<>();
        for (long bytesInSample : new long[] {1000, 500, 600, 700, 800, 900, 900}) {
            sample(bytesInSample * 1000, 1000);
            delaysUs.add(delayUs());
        }

        assertThat(delaysUs).containsExactly(1L, 8L, 64L, 128L, 256L, 256L, 256L);
    }

    /** Up to a tenth more or less is no difference; bytes, packets and interrupts all alike, it stays parked. */
    @Test
    void smallDifferencesAreNone() {
        poll();
        sample(1_000_000, 1000);
        assertThat(delayUs()).isEqualTo(1);
        // Better by a fifth goes on to the left: the end of the row, where it parks. A tenth more is no reason to
        // leave.
        sample(1_200_000, 1200);
        assertThat(delayUs()).isEqualTo(1);
        sample(1_320_000, 1320);
        assertThat(delayUs()).isEqualTo(1);
        // An eighth more is: from the left end it can only go right.
        sample(1_350_000, 1350);
        assertThat(delayUs()).isEqualTo(8);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    /** Whatever comes, each change is one step along the row, and no two changes share a sample. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyChangeIsOneStepAndNeedsASample(long seed) {
        RandomStream random = new RandomStreams(seed).stream("dim");
        long eventsAtChange = 0;
        int changes = 0;
        for (int i = 0; i < 20_000; i++) {
            int before = AdaptiveModeration.RECEIVE.indexOf(moderation.setting());
            nowPs += random.nextLong(50 * SimTime.MICROSECOND);
            events += random.nextInt(3);
            packets += random.nextInt(20);
            bytes += random.nextInt(30_000);
            boolean hasChanged = moderation.polled(events, packets, bytes, nowPs);
            int after = AdaptiveModeration.RECEIVE.indexOf(moderation.setting());
            assertThat(Math.abs(after - before)).isEqualTo(hasChanged ? 1 : 0);
            if (hasChanged) {
                assertThat(events - eventsAtChange).isGreaterThanOrEqualTo(64);
                eventsAtChange = events;
                changes++;
            }
        }
        assertThat(changes).isPositive();
    }

    /** A sample of 1 ms with so many bytes and packets; behind a change, the next poll begins the next sample. */
    private void sample(long bytesMore, long packetsMore) {
        nowPs += MS;
        events += 64;
        bytes += bytesMore;
        packets += packetsMore;
        if (poll()) {
            poll();
        }
    }

    private boolean poll() {
        return moderation.polled(events, packets, bytes, nowPs);
    }

    private long delayUs() {
        return moderation.setting().delayPs() / SimTime.MICROSECOND;
    }
}
