package pacewire.model.os.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;

class PageCacheReaderTest {
    private static final int W = PageCache.WINDOW_BYTES;
    private static final int P = PageCache.PAGE_BYTES;
    /** 131,072 B at 1.31072 GB/s take 100 us. */
    private static final DataRate CHANNEL = new DataRate(10_485_760_000L);

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void whatIsCachedIsThereAtOnceAndTheDiskRests() {
        World world = new World(10, 4L * W);
        world.cache.warmUp();

        assertThat(world.request(0, 100, 1472, never())).isTrue();
        simulation.runUntil(SimTime.SECOND);

        assertThat(world.disk.started()).isZero();
        assertThat(world.cache.hits()).isEqualTo(1);
    }

    @Test
    void theBeginningOfAFileIsReadWithThreePagesBehindIt() {
        World world = new World(10, 4L * W);

        assertThat(world.request(0, 100, 1472, note("a"))).isFalse();
        simulation.runUntil(SimTime.SECOND);

        // One page asked for makes a window of four (get_init_ra_size): 100 us of access, 16 KiB in 12.5 us.
        assertThat(log).containsExactly("a at 112 us");
        assertThat(world.disk.bytesRead()).isEqualTo(4 * P);
        assertThat(world.cache.contains(0, 0, 4 * P)).isTrue();
        assertThat(world.cache.contains(0, 4 * P, 1)).isFalse();
    }

    @Test
    void aStreamIsReadAheadInWindowsThatDoubleUpToTheLimit() {
        World world = new World(10, 100L * P);
        StringBuilder windows = new StringBuilder();
        for (int page = 0; page < 100; page++) {
            long before = world.disk.bytesRead();
            world.request(0, (long) page * P, P, nowPs -> {});
            simulation.runUntil(simulation.nowPs() + SimTime.MILLISECOND);
            long pages = (world.disk.bytesRead() - before) / P;
            windows.append(pages == 0 ? "" : page + ":" + pages + " ");
        }
        // Four pages with the mark on page 1; then 8, 16 and 32 with the mark on the first of each, up to the end.
        assertThat(windows).hasToString("0:4 1:8 4:16 12:32 28:32 60:8 ");
        assertThat(world.cache.misses()).isEqualTo(1);
    }

    @Test
    void withoutReadaheadOnlyWhatIsAskedForIsRead() {
        World world = new World(false, 0, 10, 100L * P);
        world.request(0, 0, P, note("a"));
        simulation.runUntil(SimTime.MILLISECOND);
        world.request(0, P, 2 * P, note("b"));
        simulation.runUntil(SimTime.SECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(3 * P);
    }

    @Test
    void aReaderThatSaysSoIsReadTwiceAsFarAheadOrNotAtAll() {
        World world = new World(10, 200L * P, 200L * P);
        world.state.advise(Readahead.Pattern.SEQUENTIAL);
        // 32 of at most 64 pages asked for at once: all 64 are read, with the mark half way.
        world.request(0, 0, 32 * P, note("a"));
        simulation.runUntil(SimTime.SECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(64 * P);

        world.state.advise(Readahead.Pattern.RANDOM);
        world.request(1, 0, P, note("b"));
        simulation.runUntil(2 * SimTime.SECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(65 * P);
    }

    @Test
    void aReadInTheMiddleIsTakenForRandomUntilTheNextOneFollowsIt() {
        World world = new World(10, 100L * P);
        world.request(0, 50L * P, P, note("a"));
        simulation.runUntil(SimTime.MILLISECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(P);

        // Page 51 follows page 50: a new stream begins with four pages.
        world.request(0, 51L * P, P, note("b"));
        simulation.runUntil(2 * SimTime.MILLISECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(5 * P);
    }

    @Test
    void whoMeetsTheMarkOfAnotherReaderGoesOnWithItsWindow() {
        World world = new World(10, 100L * P);
        world.request(0, 0, P, note("a"));
        simulation.runUntil(SimTime.MILLISECOND);
        // Of 0 to 3 the mark is on 1. Three pages lie from there to the first missing one; with the one asked for that
        // is a
        // window of 4, and the next one has 8.
        assertThat(world.reader.request(new Readahead(), 0, P, P, never())).isTrue();
        simulation.runUntil(2 * SimTime.MILLISECOND);
        assertThat(world.disk.bytesRead()).isEqualTo(12 * P);
    }

    @Test
    void severalWhoWaitForOnePageShareOneReadAndAreCalledInTheOrderOfAsking() {
        World world = new World(10, W);
        world.request(0, 0, 10, note("a"));
        world.request(0, 2 * P, 10, note("b"));
        world.request(0, 0, 10, note("c"));
        assertThat(world.reader.waiting()).isEqualTo(3);
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("a at 112 us", "b at 112 us", "c at 112 us");
        assertThat(world.disk.started()).isEqualTo(1);
        assertThat(world.cache.misses()).isEqualTo(3);
        assertThat(world.reader.waiting()).isZero();
    }

    @Test
    void aWindowOnItsWayIsJoinedByWhoWantsItAndItsMarkStartsTheNext() {
        World world = new World(10, 3L * W);
        world.request(0, 0, 10, note("first"));
        world.request(0, P, 10, note("second"));
        world.request(0, 4 * P, 10, note("third"));
        simulation.runUntil(SimTime.SECOND);

        // Pages 0 to 3 in 12.5 us; the mark on page 1 has 4 to 11 follow in 25 us, whose own is on page 4: 12 to 27.
        assertThat(log).containsExactly("first at 112 us", "second at 112 us", "third at 137 us");
        assertThat(world.disk.started()).isEqualTo(3);
        assertThat(world.disk.bytesRead()).isEqualTo(28 * P);
    }

    @Test
    void aRangeAcrossWindowsWaitsForTheLastOfThem() {
        World world = new World(10, 4L * W);
        world.cache.insert(1, -1);

        world.request(0, 0, 3 * W, note("a"));
        simulation.runUntil(SimTime.SECOND);

        // More than the limit is asked for: 32 pages at a time. Those of the second window are there; the third takes
        // the
        // channel when the first has left it, and the mark on its beginning has the fourth follow.
        assertThat(log).containsExactly("a at 300 us");
        assertThat(world.disk.bytesRead()).isEqualTo(3L * W);
        assertThat(world.cache.lookups()).isEqualTo(1);
    }

    @Test
    void theEndOfAFileHasNoReadAhead() {
        World world = new World(10, W + 1, W);
        world.request(0, W, 1, note("a"));
        simulation.runUntil(SimTime.SECOND);

        assertThat(world.disk.started()).isEqualTo(1);
        assertThat(world.disk.bytesRead()).isEqualTo(1);
        assertThat(world.cache.contains(1, 0, 1)).isFalse();
    }

    @Test
    void whoIsCalledMayAskAgainAtOnce() {
        World world = new World(10, 4L * W);
        world.request(0, 0, 10, nowPs -> {
            note("a").pagesArrived(nowPs);
            assertThat(world.request(0, 0, 10, never())).isTrue();
            assertThat(world.request(0, 3L * W, 10, note("b"))).isFalse();
        });
        world.request(0, 0, 10, note("c"));
        simulation.runUntil(SimTime.SECOND);

        // One page of window 3 begins at 112.5 us: 100 us, and 3.125 us for a page.
        assertThat(log).containsExactly("a at 112 us", "c at 112 us", "b at 215 us");
    }

    @Test
    void aCacheOfOneWindowStillServesMoreThanThat() {
        World world = new World(1, 2L * W);
        world.request(0, 0, 2 * W, note("a"));
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("a at 300 us");
        assertThat(world.cache.contains(0, W, W)).isTrue();
        assertThat(world.cache.usedBytes()).isEqualTo(W);
    }

    @Test
    void aFileOnASpinningDiskIsReadInSequenceWithoutSeeking() {
        World world = new World(true, PageCacheReader.DEFAULT_READAHEAD_BYTES, 10, 4L * W);
        world.request(0, 0, 4 * W, note("a"));
        simulation.runUntil(SimTime.SECOND);

        // The head stands at the beginning of the first file: four transfers.
        assertThat(log).containsExactly("a at 400 us");
    }

    @Test
    void aPageOfAMappingIsReadWithThoseAroundIt() {
        World world = new World(10, 100L * P);
        assertThat(world.reader.requestForFault(world.state, 0, 50L * P, note("a")))
                .isFalse();
        simulation.runUntil(SimTime.SECOND);
        // 16 pages before it and 16 from it on (do_sync_mmap_readahead).
        assertThat(world.cache.contains(0, 34L * P, 32L * P)).isTrue();
        assertThat(world.disk.bytesRead()).isEqualTo(32 * P);
        assertThat(log).containsExactly("a at 200 us");
    }

    /** Viewers at random places of random files, through a small cache. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRequestIsAnsweredOnceWithDataThatIsThere(long seed) {
        RandomStream random = new RandomStreams(seed).stream("requests");
        World world = new World(2 + random.nextInt(10), 5L * W + 17, 3L * W, 12345, 9L * W);
        long[] sizes = {5L * W + 17, 3L * W, 12345, 9L * W};
        int requests = 400;
        int[] answers = new int[requests];
        Readahead[] readers = {new Readahead(), new Readahead(), new Readahead(), new Readahead()};
        for (int i = 0; i < requests; i++) {
            int number = i;
            int file = random.nextInt(sizes.length);
            int length = 1 + random.nextInt((int) Math.min(sizes[file], 2L * W));
            long offset = random.nextLong(sizes[file] - length + 1);
            simulation.schedule(
                    new Event() {
                        @Override
                        protected void fire(long nowPs) {
                            boolean wasThere = world.cache.contains(file, offset, length);
                            boolean isThere = world.reader.request(
                                    readers[file], file, offset, length, laterPs -> answers[number]++);
                            assertThat(isThere).isEqualTo(wasThere);
                            if (isThere) {
                                answers[number]++;
                            }
                        }
                    },
                    random.nextLong(50 * SimTime.MILLISECOND));
        }
        simulation.runUntil(SimTime.SECOND);

        assertThat(answers).containsOnly(1);
        assertThat(world.reader.waiting()).isZero();
        PageCache cache = world.cache;
        assertThat(cache.lookups()).isEqualTo(requests);
        assertThat(cache.hits() + cache.misses()).isEqualTo(requests);
        assertThat(world.disk.completed()).isEqualTo(world.disk.started());
        assertThat(cache.usedBytes()).isLessThanOrEqualTo(cache.capacityBytes());
    }

    private static PageWaiter never() {
        return nowPs -> {
            throw new AssertionError("called at " + nowPs + " ps, though the data was there");
        };
    }

    private PageWaiter note(String name) {
        return nowPs -> log.add(name + " at " + nowPs / SimTime.MICROSECOND + " us");
    }

    /** Files, a cache of so many windows, and a disk of 100 us access time. */
    private final class World {
        final PageCache cache;
        final Disk disk;
        final PageCacheReader reader;
        final Readahead state = new Readahead();

        World(int windows, long... fileSizes) {
            this(false, PageCacheReader.DEFAULT_READAHEAD_BYTES, windows, fileSizes);
        }

        World(boolean isSpinning, long readaheadBytes, int windows, long... fileSizes) {
            cache = new PageCache((long) windows * W, fileSizes);
            DiskModel model = new DiskModel(
                    "test",
                    "A disk of round numbers",
                    isSpinning ? 1 : 32,
                    new Distributions.Constant(100 * SimTime.MICROSECOND),
                    isSpinning,
                    CHANNEL,
                    "made up");
            disk = new Disk(simulation, model, new RandomStreams(1).stream("disk"));
            reader = new PageCacheReader(cache, disk, readaheadBytes);
        }

        boolean request(int file, long offset, int length, PageWaiter waiter) {
            return reader.request(state, file, offset, length, waiter);
        }
    }
}
