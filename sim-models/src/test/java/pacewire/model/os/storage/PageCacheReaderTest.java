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

        assertThat(world.reader.request(0, 100, 1472, never())).isTrue();
        simulation.runUntil(SimTime.SECOND);

        assertThat(world.disk.started()).isZero();
        assertThat(world.cache.hits()).isEqualTo(1);
    }

    @Test
    void whatIsMissingComesFromTheDiskAndTheWindowBehindItToo() {
        World world = new World(10, 4L * W);

        assertThat(world.reader.request(0, 100, 1472, note("a"))).isFalse();
        simulation.runUntil(SimTime.SECOND);

        // 100 us of access, 100 us of transfer.
        assertThat(log).containsExactly("a at 200 us");
        assertThat(world.cachedMap(0, 4)).isEqualTo("##..");
        assertThat(world.disk.bytesRead()).isEqualTo(2L * W);
    }

    @Test
    void severalWhoWaitForOneWindowShareOneReadAndAreCalledInTheOrderOfAsking() {
        World world = new World(10, W);
        world.reader.request(0, 0, 10, note("a"));
        world.reader.request(0, 5_000, 10, note("b"));
        world.reader.request(0, 0, 10, note("c"));
        assertThat(world.reader.waiting()).isEqualTo(3);
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("a at 200 us", "b at 200 us", "c at 200 us");
        assertThat(world.disk.started()).isEqualTo(1);
        assertThat(world.cache.misses()).isEqualTo(3);
        assertThat(world.reader.waiting()).isZero();
    }

    @Test
    void aReadAheadIsJoinedByWhoWantsIt() {
        World world = new World(10, 3L * W);
        world.reader.request(0, 0, 10, note("first"));
        world.reader.request(0, W, 10, note("second"));
        simulation.runUntil(SimTime.SECOND);

        // Window 1 was on its way already, behind window 0 on the channel; its request started window 2.
        assertThat(log).containsExactly("first at 200 us", "second at 300 us");
        assertThat(world.disk.started()).isEqualTo(3);
    }

    @Test
    void aRangeAcrossWindowsWaitsForTheLastOfThem() {
        World world = new World(10, 4L * W);
        world.cache.insert(0, 1);

        world.reader.request(0, W / 2, 2 * W, note("a"));
        simulation.runUntil(SimTime.SECOND);

        // Windows 0 and 2 are missing; window 3 follows as read-ahead.
        assertThat(log).containsExactly("a at 300 us");
        assertThat(world.disk.started()).isEqualTo(3);
        assertThat(world.cache.lookups()).isEqualTo(1);
    }

    @Test
    void theEndOfAFileHasNoReadAhead() {
        World world = new World(10, W + 1, W);
        world.reader.request(0, W, 1, note("a"));
        simulation.runUntil(SimTime.SECOND);

        assertThat(world.disk.started()).isEqualTo(1);
        assertThat(world.disk.bytesRead()).isEqualTo(1);
        assertThat(world.cachedMap(1, 1)).isEqualTo(".");
    }

    @Test
    void whoIsCalledMayAskAgainAtOnce() {
        World world = new World(10, 4L * W);
        world.reader.request(0, 0, 10, nowPs -> {
            note("a").pagesArrived(nowPs);
            assertThat(world.reader.request(0, 0, 10, never())).isTrue();
            assertThat(world.reader.request(0, 3L * W, 10, note("b"))).isFalse();
        });
        world.reader.request(0, 0, 10, note("c"));
        simulation.runUntil(SimTime.SECOND);

        // Window 3 begins at 200 us: its access ends when window 1 has left the channel, at 300 us.
        assertThat(log).containsExactly("a at 200 us", "c at 200 us", "b at 400 us");
    }

    @Test
    void aCacheOfOneWindowStillServesARangeAcrossTwo() {
        World world = new World(1, 2L * W);
        world.reader.request(0, W - 1, 2, note("a"));
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("a at 300 us");
        assertThat(world.cachedMap(0, 2)).isEqualTo(".#");
    }

    @Test
    void aFileOnASpinningDiskIsReadInSequenceWithoutSeeking() {
        World world = new World(10, true, 4L * W);
        world.reader.request(0, 0, 4 * W, note("a"));
        simulation.runUntil(SimTime.SECOND);

        // The head stands at the beginning of the first file: four transfers.
        assertThat(log).containsExactly("a at 400 us");
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
                            boolean isThere = world.reader.request(file, offset, length, laterPs -> answers[number]++);
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
        assertThat(world.disk.completed()).isEqualTo(world.disk.started()).isEqualTo(cache.insertions());
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

        World(int windows, long... fileSizes) {
            this(windows, false, fileSizes);
        }

        World(int windows, boolean isSpinning, long... fileSizes) {
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
            reader = new PageCacheReader(cache, disk);
        }

        String cachedMap(int file, int windows) {
            StringBuilder map = new StringBuilder();
            for (int window = 0; window < windows; window++) {
                map.append(cache.contains(file, (long) window * W, 1) ? '#' : '.');
            }
            return map.toString();
        }
    }
}
