package pacewire.model.os.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.Distribution;
import pacewire.core.random.Distributions;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DiskTest {
    private static final int W = PageCache.WINDOW_BYTES;

    private final Simulation simulation = new Simulation();
    private final List<String> log = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void theModelsThatShipAreFoundByName() {
        assertThat(DiskModels.all()).extracting(DiskModel::name).containsExactly("nvme", "sata-ssd", "hdd-7200");
        assertThat(DiskModels.all())
                .allSatisfy(model -> assertThat(model.source()).isNotBlank());
        assertThat(DiskModels.find("nvme")).isPresent();
        assertThat(DiskModels.find("tape")).isEmpty();
    }

    @Test
    void aReadTakesTheAccessTimeAndTheTransferOfItsBytes() {
        Disk disk = disk(DiskModels.find("nvme").orElseThrow());
        disk.read(0, W, this::note, 1);
        simulation.runUntil(SimTime.SECOND);

        // 85 us, then 131,072 B at 3.2 GB/s: 40.96 us.
        assertThat(log).containsExactly("#1 at 125.96 us");
    }

    @Test
    void accessTimesOverlapAndTransfersShareTheChannel() {
        Disk disk = disk(model(4, 85, false));
        for (int tag = 1; tag <= 3; tag++) {
            disk.read(0, 1000, this::note, tag);
        }
        simulation.runUntil(SimTime.SECOND);

        // All have accessed after 85 us; 1000 B at 1 GB/s take 1 us each, one after the other.
        assertThat(log).containsExactly("#1 at 86 us", "#2 at 87 us", "#3 at 88 us");
        assertThat(disk.mostOutstanding()).isEqualTo(3);
    }

    @Test
    void aReadBeyondTheDepthWaitsForAPlace() {
        Disk disk = disk(model(2, 85, false));
        for (int tag = 1; tag <= 4; tag++) {
            disk.read(0, 1000, this::note, tag);
        }
        simulation.runUntil(SimTime.SECOND);

        // #3 begins when #1 is done, at 86 us; #4 at 87 us.
        assertThat(log).containsExactly("#1 at 86 us", "#2 at 87 us", "#3 at 172 us", "#4 at 173 us");
    }

    @Test
    void aReadThatGoesOnWhereTheLastOneEndedNeedsNoSeek() {
        Disk disk = disk(model(1, 5_000, true));
        disk.read(10_000, 1000, this::note, 1);
        disk.read(11_000, 1000, this::note, 2);
        disk.read(11_000, 1000, this::note, 3);
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("#1 at 5001 us", "#2 at 5002 us", "#3 at 10003 us");
    }

    @Test
    void aSpinningDiskSeeksAndTurnsForTwelveAndAHalfMillisecondsOnAverage() {
        Distribution access = DiskModels.find("hdd-7200").orElseThrow().access();
        RandomStream random = new RandomStreams(1).stream("disk");
        int reads = 100_000;
        long sum = 0;
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < reads; i++) {
            long access1 = access.sampleLong(random);
            sum += access1;
            least = Math.min(least, access1);
            most = Math.max(most, access1);
        }
        // 8.2 ms + 4.1667 ms; its standard deviation is sqrt(15.94^2 + 8.333^2) / sqrt(12) = 5.2 ms, so that the mean
        // of
        // 100,000 has one of 16 us: 100 us are six of them.
        assertThat(sum / reads).isBetween(12_266_666_666L, 12_466_666_666L);
        assertThat(least).isGreaterThanOrEqualTo(230 * SimTime.MICROSECOND);
        // 0.23 + 15.94 + 8.333 ms
        assertThat(most).isLessThanOrEqualTo(24_503_333_333L);
    }

    @Test
    void aNewReadMayBeStartedFromTheCompletionOfAnother() {
        Disk disk = disk(model(1, 85, false));
        disk.read(
                0,
                1000,
                (tag, nowPs) -> {
                    note(tag, nowPs);
                    disk.read(0, 1000, this::note, tag + 1);
                },
                1);
        simulation.runUntil(SimTime.SECOND);

        assertThat(log).containsExactly("#1 at 86 us", "#2 at 172 us");
    }

    @Test
    void aDiskWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> model(0, 85, false)).hasMessage("a disk works on at least one read, not 0");
    }

    /** Reads at random instants: each completes once, in order, and never sooner than alone. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyReadCompletesOnceInOrderAndNoSoonerThanAlone(long seed) {
        RandomStream random = new RandomStreams(seed).stream("reads");
        int depth = 1 + random.nextInt(4);
        Disk disk = disk(model(depth, 85, false));
        List<Long> asked = new ArrayList<>();
        List<Long> done = new ArrayList<>();
        int reads = 200;
        for (int i = 0; i < reads; i++) {
            simulation.schedule(
                    at(() -> {
                        int tag = asked.size();
                        asked.add(simulation.nowPs());
                        disk.read(
                                0,
                                1000,
                                (same, nowPs) -> {
                                    assertThat(same).isEqualTo(tag).isEqualTo(done.size());
                                    assertThat(disk.started() - disk.completed())
                                            .isEqualTo(disk.outstanding());
                                    done.add(nowPs);
                                },
                                tag);
                    }),
                    random.nextLong(10 * SimTime.MILLISECOND));
        }
        simulation.runUntil(SimTime.SECOND);

        assertThat(done).hasSize(reads);
        assertThat(disk.completed()).isEqualTo(reads);
        assertThat(disk.outstanding()).isZero();
        assertThat(disk.bytesRead()).isEqualTo(reads * 1000L);
        for (int i = 0; i < reads; i++) {
            // The recursion of a queue with so many places and one channel behind them, of 1 us a read.
            long begun = i < depth ? asked.get(i) : Math.max(asked.get(i), done.get(i - depth));
            long accessed = begun + 85 * SimTime.MICROSECOND;
            long expected = (i == 0 ? accessed : Math.max(accessed, done.get(i - 1))) + SimTime.MICROSECOND;
            assertThat(done.get(i)).as("read %d", i).isEqualTo(expected);
        }
    }

    private Disk disk(DiskModel model) {
        return new Disk(simulation, model, new RandomStreams(1).stream("disk"));
    }

    /** A channel of 1 GB/s: 1000 B take 1 us. */
    private static DiskModel model(int depth, long accessUs, boolean isAccessFreeInSequence) {
        return new DiskModel(
                "test",
                "A disk of round numbers",
                depth,
                new Distributions.Constant(accessUs * SimTime.MICROSECOND),
                isAccessFreeInSequence,
                new DataRate(8_000_000_000L),
                "made up");
    }

    private void note(int tag, long nowPs) {
        log.add("#" + tag + " at " + micros(nowPs) + " us");
    }

    private static String micros(long ps) {
        return java.math.BigDecimal.valueOf(ps, 6).stripTrailingZeros().toPlainString();
    }

    private static Event at(Runnable action) {
        return new Event() {
            @Override
            protected void fire(long nowPs) {
                action.run();
            }
        };
    }
}
