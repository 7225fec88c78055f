package pacewire.model.os.storage;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageCacheTest {
    private static final int W = PageCache.WINDOW_BYTES;

    /** Every page of a window. */
    private static final int ALL = -1;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void aRangeIsCachedWhenEachOfItsWindowsIs() {
        PageCache cache = new PageCache(10L * W, new long[] {3L * W});
        cache.insert(0, ALL);
        cache.insert(1, ALL);

        assertThat(cache.contains(0, 0, 2L * W)).isTrue();
        assertThat(cache.contains(0, W - 1, 2)).isTrue();
        assertThat(cache.contains(0, 0, 2L * W + 1)).isFalse();
        assertThat(cache.contains(0, 2L * W, 1)).isFalse();
    }

    @Test
    void askingWhetherARangeIsThereChangesAndCountsNothing() {
        PageCache cache = new PageCache(2L * W, new long[] {3L * W});
        cache.insert(0, ALL);
        cache.insert(1, ALL);

        assertThat(cache.contains(0, 0, 1)).isTrue();
        cache.insert(2, ALL);

        // Window 0 is still the oldest.
        assertThat(cached(cache, 0, 3)).isEqualTo(".##");
        assertThat(cache.lookups()).isZero();
    }

    @Test
    void theLeastRecentlyUsedWindowGoesFirst() {
        PageCache cache = new PageCache(3L * W, new long[] {6L * W});
        cache.insert(0, ALL);
        cache.insert(1, ALL);
        cache.insert(2, ALL);
        cache.lookUp(0, 0, 1);

        cache.insert(3, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("#.##..");
        cache.insert(4, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("#..##.");
        cache.insert(5, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("...###");
        assertThat(cache.evictions()).isEqualTo(3 * 32);
    }

    @Test
    void aMissIsCountedOnceForARangeAndWhatIsThereIsUsed() {
        PageCache cache = new PageCache(2L * W, new long[] {4L * W});
        cache.insert(0, ALL);
        cache.insert(1, ALL);

        // Window 0 is there and becomes the younger; window 2, beside it in neither, is missing.
        assertThat(cache.lookUp(0, 0, 1)).isTrue();
        assertThat(cache.lookUp(0, W, 2L * W)).isFalse();
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(1);

        // The miss used window 1: window 0 goes.
        cache.insert(3, ALL);
        assertThat(cached(cache, 0, 4)).isEqualTo(".#.#");
    }

    @Test
    void aShortWindowTakesWholePagesOnly() {
        // 1 byte: a page; 4097 bytes: two.
        PageCache cache = new PageCache(W, new long[] {1, 4097, W});
        cache.insert(cache.windowAt(0, 0), 0b1);
        cache.insert(cache.windowAt(1, 0), 0b11);
        assertThat(cache.usedBytes()).isEqualTo(3 * 4096);

        // A whole window fills the cache alone.
        cache.insert(cache.windowAt(2, 0), ALL);
        assertThat(cache.usedBytes()).isEqualTo(W);
        assertThat(cache.evictions()).isEqualTo(1 + 2);
    }

    @Test
    void warmingUpFillsAllFilesEvenlyFromTheirBeginnings() {
        PageCache cache = new PageCache(7L * W, new long[] {W, 10L * W, 10L * W});
        cache.warmUp();

        // One window each, then the second and third of the longer two: 1 + 2 * 3.
        assertThat(cached(cache, 0, 1)).isEqualTo("#");
        assertThat(cached(cache, 1, 10)).isEqualTo("###.......");
        assertThat(cached(cache, 2, 10)).isEqualTo("###.......");
        assertThat(cache.evictions()).isZero();
        assertThat(cache.lookups()).isZero();
    }

    @Test
    void afterWarmingUpTheBeginningsStayLongest() {
        PageCache cache = new PageCache(4L * W, new long[] {4L * W, 4L * W});
        cache.warmUp();

        cache.insert(cache.windowAt(1, 3L * W), ALL);

        // Chosen were 0.0, 1.0, 0.1, 1.1: the last of them goes.
        assertThat(cached(cache, 0, 4)).isEqualTo("##..");
        assertThat(cached(cache, 1, 4)).isEqualTo("#..#");
    }

    @Test
    void warmingUpFilesThatAllFitHoldsThemAll() {
        PageCache cache = new PageCache(100L * W, new long[] {1, 5L * W + 7, 2L * W});
        cache.warmUp();

        assertThat(cache.contains(0, 0, 1)).isTrue();
        assertThat(cache.contains(1, 0, 5L * W + 7)).isTrue();
        assertThat(cache.contains(2, 0, 2L * W)).isTrue();
        assertThat(cache.usedBytes()).isEqualTo(4096 + 5L * W + 4096 + 2L * W);
    }

    @Test
    void anEmptyFileHasNoWindows() {
        PageCache cache = new PageCache(10L * W, new long[] {0, W, 0, 0, 1, 0});
        cache.warmUp();

        assertThat(cache.usedBytes()).isEqualTo(W + 4096);
        assertThat(cache.contains(1, 0, W)).isTrue();
        assertThat(cache.contains(4, 0, 1)).isTrue();
        assertThatThrownBy(() -> cache.contains(0, 0, 1)).hasMessage("file 0 of 0 B has no range of 1 B at 0");
    }

    @Test
    void aRangeOutsideItsFileIsRefused() {
        PageCache cache = new PageCache(W, new long[] {100});
        assertThatThrownBy(() -> cache.contains(0, 99, 2)).hasMessage("file 0 of 100 B has no range of 2 B at 99");
        assertThatThrownBy(() -> cache.lookUp(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache.lookUp(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(cache.lookups()).isZero();
    }

    @Test
    void aCacheBelowAWindowIsRefused() {
        assertThatThrownBy(() -> new PageCache(W - 1, new long[] {1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageCache(W, new long[] {-1})).hasMessage("file 0 has a size of -1 B");
    }

    @Test
    void aWindowIsInsertedOnce() {
        PageCache cache = new PageCache(W, new long[] {1});
        cache.insert(0, ALL);
        assertThatThrownBy(() -> cache.insert(0, ALL)).isInstanceOf(IllegalStateException.class);
    }

    /** Against an access-ordered map of the JDK, which is an LRU cache that is surely right. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void hitsAndEvictionsAreThoseOfAnExactLru(long seed) {
        RandomStream random = new RandomStreams(seed).stream("pages");
        int capacity = 1 + random.nextInt(8);
        long[] sizes = new long[1 + random.nextInt(5)];
        for (int file = 0; file < sizes.length; file++) {
            sizes[file] = (long) W * (1 + random.nextInt(6));
        }
        PageCache cache = new PageCache((long) capacity * W, sizes);
        Map<Integer, Boolean> expected = new LinkedHashMap<>(16, 0.75f, true);

        for (int step = 0; step < 2_000; step++) {
            int file = random.nextInt(sizes.length);
            long offset = random.nextLong(sizes[file]);
            int window = cache.windowAt(file, offset);
            boolean isHit = cache.lookUp(file, offset, 1);
            assertThat(isHit).as("step %d", step).isEqualTo(expected.get(window) != null);
            if (!isHit) {
                cache.insert(window, ALL);
                expected.put(window, true);
                if (expected.size() > capacity) {
                    expected.remove(expected.keySet().iterator().next());
                }
            }
            assertThat(cache.hits() + cache.misses()).isEqualTo(cache.lookups());
            assertThat(cache.usedBytes()).isEqualTo((long) expected.size() * W);
        }
        assertThat(cache.lookups()).isEqualTo(2_000);
        assertThat(cache.insertions()).isEqualTo(32 * cache.misses());
    }

    @Test
    void pagesComeAloneAndLeaveWithTheirWindow() {
        PageCache cache = new PageCache(2L * W, new long[] {3L * W});
        cache.insert(0, 0b1001);
        assertThat(cache.contains(0, 0, 4096)).isTrue();
        assertThat(cache.contains(0, 4095, 2)).isFalse();
        assertThat(cache.contains(0, 3 * 4096, 4096)).isTrue();
        assertThat(cache.usedBytes()).isEqualTo(2 * 4096);

        cache.insert(0, 0b0010);
        assertThat(cache.contains(0, 0, 2 * 4096)).isTrue();
        // 3 pages and a window of 32 leave 29 of the cache's 64: the next window needs the 3.
        cache.insert(1, ALL);
        cache.insert(2, ALL);
        assertThat(cached(cache, 0, 3)).isEqualTo(".##");
        assertThat(cache.evictions()).isEqualTo(3);
    }

    @Test
    void whatIsPinnedStaysAndTheCacheGrowsBeyondItsSizeIfNothingElseCanLeave() {
        PageCache cache = new PageCache(2L * W, new long[] {4L * W});
        cache.insert(0, ALL);
        cache.insert(1, ALL);
        cache.pin(0, W - 10, 20); // the end of window 0 and the beginning of window 1
        cache.insert(2, ALL);
        assertThat(cached(cache, 0, 4)).isEqualTo("###.");
        assertThat(cache.usedBytes()).isEqualTo(3L * W);

        // Nothing holds them any longer: the cache is back to its size.
        cache.unpin(0, W - 10, 20);
        assertThat(cached(cache, 0, 4)).isEqualTo(".##.");
        assertThat(cache.mostPinnedBytes()).isEqualTo(20);
        assertThat(cache.pinnedBytes()).isZero();
    }

    @Test
    void aCacheThatShrinksGivesUpTheOldestAtOnce() {
        PageCache cache = new PageCache(4L * W, new long[] {4L * W});
        for (int window = 0; window < 4; window++) {
            cache.insert(window, ALL);
        }
        cache.resize(W + 4096);
        assertThat(cached(cache, 0, 4)).isEqualTo("...#");
        cache.resize(2L * W);
        cache.insert(0, ALL);
        assertThat(cached(cache, 0, 4)).isEqualTo("#..#");
    }

    @Test
    void aFileThatLosesItsEndKeepsThePagesBeforeIt() {
        PageCache cache = new PageCache(8L * W, new long[] {W, 2L * W, W});
        cache.warmUp();
        cache.forgetFrom(1, W + 4097);
        // Of window 1 of file 1, the page with byte 4096 stays.
        assertThat(cache.contains(1, 0, W + 2 * 4096)).isTrue();
        assertThat(cache.contains(1, W + 2 * 4096, 1)).isFalse();
        assertThat(cache.contains(0, 0, W)).isTrue();
        assertThat(cache.contains(2, 0, W)).isTrue();
        assertThat(cache.usedBytes()).isEqualTo(3L * W + 2 * 4096);
    }

    @Test
    void theClockSparesOnceWhatWasUsed() {
        PageCache cache = new PageCache(3L * W, new long[] {6L * W}, EvictionPolicy.CLOCK);
        cache.insert(0, ALL);
        cache.insert(1, ALL);
        cache.insert(2, ALL);
        cache.lookUp(0, 0, 1);
        cache.lookUp(0, 0, 1);

        // 0 is spared, 1 leaves; then 2; then 0, whose use counted once however often it was.
        cache.insert(3, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("#.##..");
        cache.insert(4, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("#..##.");
        cache.insert(5, ALL);
        assertThat(cached(cache, 0, 6)).isEqualTo("...###");
    }

    /** Against a queue with marks, which is the textbook's second chance; some of it is pinned at times. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theClockEvictsAsAQueueOfSecondChances(long seed) {
        RandomStream random = new RandomStreams(seed).stream("clock");
        int capacity = 2 + random.nextInt(8);
        int windows = 20;
        PageCache cache = new PageCache((long) capacity * W, new long[] {(long) windows * W}, EvictionPolicy.CLOCK);
        List<Integer> queue = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        Set<Integer> pinned = new HashSet<>();
        for (int step = 0; step < 2_000; step++) {
            int window = random.nextInt(windows);
            boolean isHit = cache.lookUp(0, (long) window * W, 1);
            assertThat(isHit).as("step %d", step).isEqualTo(queue.contains(window));
            if (isHit) {
                used.add(window);
                if (pinned.size() < capacity - 1 && random.nextInt(4) == 0 && pinned.add(window)) {
                    cache.pin(0, (long) window * W, 1);
                }
            } else {
                int hand = 0;
                while (queue.size() >= capacity) {
                    int oldest = queue.get(hand);
                    if (used.remove(oldest)) {
                        queue.add(queue.remove(hand));
                    } else if (pinned.contains(oldest)) {
                        hand++;
                    } else {
                        queue.remove(hand);
                    }
                }
                queue.add(window);
                cache.insert(window, ALL);
            }
            if (!pinned.isEmpty() && random.nextInt(8) == 0) {
                int freed = pinned.iterator().next();
                pinned.remove(freed);
                cache.unpin(0, (long) freed * W, 1);
            }
            for (int kept : pinned) {
                assertThat(cache.contains(0, (long) kept * W, W))
                        .as("step %d", step)
                        .isTrue();
            }
        }
    }

    @Test
    void aLookUpAllocatesNothing() {
        PageCache cache = new PageCache(100L * W, new long[] {100L * W});
        cache.warmUp();
        int lookUps = 100_000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < lookUps; i++) {
            cache.lookUp(0, (long) (i % 99) * W, W + 1);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(cache.hits()).isEqualTo(lookUps);
        // An object for each look-up would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(lookUps);
    }

    private static String cached(PageCache cache, int file, int windows) {
        StringBuilder map = new StringBuilder();
        for (int window = 0; window < windows; window++) {
            map.append(cache.contains(file, (long) window * W, 1) ? '#' : '.');
        }
        return map.toString();
    }
}
