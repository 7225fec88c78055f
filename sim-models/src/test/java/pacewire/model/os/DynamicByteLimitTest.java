package pacewire.model.os;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Dynamic queue limits against the steps of Linux lib/dynamic_queue_limits.c. */
class DynamicByteLimitTest {
    private static final long MS = SimTime.MILLISECOND;

    /**
     * The limit starts at 0: one packet overshoots it by its 1500 bytes, and nothing else goes. It is completed, and the ring
     * is empty though over the limit: the limit becomes 0 + the 1500 posted since the last time + 0. Then 1500 bytes and one
     * more packet fit, both are completed, and the limit is 1500 + 3000 + 0.
     */
    @Test
    void aRingThatRanEmptyWhileMoreWasHeldBackGetsMore() {
        DynamicByteLimit limit = new DynamicByteLimit();
        assertThat(limit.hasRoom()).isTrue();
        limit.posted(1500);
        assertThat(limit.hasRoom()).isFalse();
        complete(limit, 1500, MS);

        assertThat(limit.limitBytes()).isEqualTo(1500);
        limit.posted(1500);
        assertThat(limit.hasRoom()).isTrue();
        limit.posted(1500);
        assertThat(limit.hasRoom()).isFalse();
        complete(limit, 3000, 2 * MS);
        assertThat(limit.limitBytes()).isEqualTo(4500);
    }

    /** Completions of 0 bytes are none: Linux does not ask the limit about them. */
    @Test
    void nothingCompletedChangesNothing() {
        DynamicByteLimit limit = new DynamicByteLimit();
        limit.posted(1500);
        limit.reaped(MS);

        assertThat(limit.limitBytes()).isZero();
        assertThat(limit.hasRoom()).isFalse();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /** Random posts and completions, with long pauses so that the hold time ends: at each step as in the plain 32-bit model. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theLimitIsThatOfThePlainModelAtEveryStep(long seed) {
        RandomStream random = new RandomStreams(seed).stream("limit");
        DynamicByteLimit limit = new DynamicByteLimit();
        PlainModel model = new PlainModel();
        long nowPs = 0;
        int shrunk = 0;
        for (int step = 0; step < 5000; step++) {
            nowPs += random.nextInt(100) == 0 ? 400 * MS : random.nextLong(MS);
            while (limit.hasRoom() && random.nextInt(12) != 0) {
                int bytes = 84 + random.nextInt(1455);
                limit.posted(bytes);
                model.posted(bytes);
            }
            int inRing = model.queued - model.completed;
            int completing = random.nextInt(3) == 0 ? inRing : (int) random.nextLong(inRing + 1L);
            long before = limit.limitBytes();
            if (completing > 0) {
                complete(limit, completing, nowPs);
                model.complete(completing, nowPs);
            }
            shrunk += limit.limitBytes() < before ? 1 : 0;
            assertThat(limit.limitBytes()).as("limit at step %d", step).isEqualTo(model.limit);
            assertThat(limit.hasRoom()).as("room at step %d", step).isEqualTo(model.adjusted - model.queued >= 0);
        }
        assertThat(shrunk).as("times that the limit shrank").isPositive();
    }

    private static void complete(DynamicByteLimit limit, long bytes, long nowPs) {
        limit.completed(bytes);
        limit.reaped(nowPs);
    }

    /** Another form of the same rules: all state in one place, one expression for each rule, 32 bits as in Linux. */
    private static final class PlainModel {
        int queued;
        int completed;
        int limit;
        int adjusted;
        private int last;
        private int wasQueued;
        private int wasLast;
        private int wasOver;
        private long slack = Integer.MAX_VALUE * 2L + 1;
        private long slackSincePs;

        void posted(int bytes) {
            last = bytes;
            queued += bytes;
        }

        void complete(int bytes, long nowPs) {
            int done = completed + bytes;
            int over = Math.max(0, queued - completed - limit);
            int old = limit;
            if ((over > 0 && queued == done) || (wasOver > 0 && done >= wasQueued)) {
                limit = limit + Math.max(0, done - wasQueued) + wasOver;
                slackSincePs = nowPs;
                slack = Long.MAX_VALUE;
            } else if (queued > done && wasQueued > completed && done < wasQueued) {
                int a = Math.max(0, limit + wasOver - 2 * bytes);
                int b = wasOver == 0 ? 0 : Math.max(0, wasLast - wasOver);
                slack = Math.min(slack, Math.max(a, b));
                if (nowPs - slackSincePs > SimTime.SECOND) {
                    limit = (int) Math.max(0, limit - slack);
                    slackSincePs = nowPs;
                    slack = Long.MAX_VALUE;
                }
            }
            wasOver = old == limit ? over : 0;
            adjusted = limit + done;
            wasLast = last;
            completed = done;
            wasQueued = queued;
        }
    }
}
