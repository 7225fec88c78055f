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
    private static final long US = SimTime.MICROSECOND;
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

        // It goes on where the disk stands: 10 us, then 131,072 B at 3.2 GB/s: 40.96 us.
        assertThat(log).containsExactly("#1 at 50.96 us");
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
    void quantilesAreDrawnAsOftenAsTheySay() {
        Distribution access = DiskModels.find("sata-ssd").orElseThrow().access();
        RandomStream random = new RandomStreams(1).stream("disk");
        int draws = 1_000_000;
        int typical = 0;
        int slow = 0;
        for (int i = 0; i < draws; i++) {
            long ps = access.sampleLong(random);
            assertThat(ps).isBetween(99 * SimTime.MICROSECOND, 600 * SimTime.MICROSECOND);
            typical += ps < 110 * SimTime.MICROSECOND ? 1 : 0;
            slow += ps >= 300 * SimTime.MICROSECOND ? 1 : 0;
        }
        // Half below 110 us and one in a thousand above 300 us; six standard deviations are 3,000 and 190.
        assertThat(typical).isBetween(497_000, 503_000);
        assertThat(slow).isBetween(810, 1_190);
        assertThat(access.describe())
                .isEqualTo("quantiles(0 % 99 us, 50 % 110 us, 99 % 165 us, 99.9 % 300 us, 100 % 600 us)");
    }

    @Test
    void aSpinningDiskSeeksByTheRootOfTheDistanceAndWaitsForTheSector() {
        // 10 ms a turn at 1 GB/s: tracks of 10 MB, 101 of them. From the first to the last: 1 + 8 * 15 / 8 = 16 ms.
        Spindle spindle = new Spindle(ms(1), ms(9), ms(10), 1_010_000_000L);
        DataRate transfer = new DataRate(8_000_000_000L);
        // The same track: the sector at a quarter of the turn is under the head after 2.5 ms, or a turn later.
        assertThat(spindle.positioningPs(0, 2_500_000, transfer, 0)).isEqualTo(2_500 * US);
        assertThat(spindle.positioningPs(0, 2_500_000, transfer, ms(3))).isEqualTo(9_500 * US);
        // The next track: 1 ms, and the rest of the turn to its beginning.
        assertThat(spindle.positioningPs(0, 10_000_000, transfer, 0)).isEqualTo(ms(10));
        assertThat(spindle.positioningPs(0, 11_000_000, transfer, 0)).isEqualTo(ms(1));
        // 26 tracks on, a quarter of the way and one: 1 + 15 * 0.5 = 8.5 ms, and to the beginning 1.5 ms.
        assertThat(spindle.positioningPs(0, 260_000_000, transfer, 0)).isEqualTo(ms(10));
        assertThat(spindle.positioningPs(0, 268_500_000, transfer, 0)).isEqualTo(8_500 * US);
        // The last track: 16 ms, and 4 to the beginning of its turn.
        assertThat(spindle.positioningPs(0, 1_000_000_000, transfer, 0)).isEqualTo(ms(20));
    }

    @Test
    void randomReadsOfASpinningDiskTakeThePublishedMean() {
        DiskModel model = DiskModels.find("hdd-7200").orElseThrow();
        Spindle spindle = java.util.Objects.requireNonNull(model.spindle());
        RandomStream random = new RandomStreams(1).stream("places");
        int reads = 100_000;
        long sum = 0;
        long head = 0;
        for (int i = 0; i < reads; i++) {
            long to = random.nextLong(spindle.capacityBytes());
            sum += spindle.positioningPs(head, to, model.transfer(), random.nextLong(SimTime.SECOND));
            head = to;
        }
        // 8.2 ms and half a turn of 8.333 ms; the standard deviation of one is below 5 ms: 100 us are six of the
        // mean's.
        assertThat(sum / reads).isBetween(12_266_666_666L, 12_466_666_666L);
    }

    @Test
    void aSpinningDiskGoesToTheNearestOfTheReadsThatItHolds() {
        // Turns of 10 ms, tracks of 10 MB; a read of 1,000 B takes 1 us.
        Disk disk = disk(spinning(4));
        disk.read(500_000_000, 1000, this::note, 1);
        // While it is on its way there, three others come: 2 is far, 3 is next to 1, 4 waits for a place.
        disk.read(0, 1000, this::note, 2);
        disk.read(503_000_000, 1000, this::note, 3);
        disk.read(506_000_000, 1000, this::note, 4);
        simulation.runUntil(SimTime.SECOND);

        // 1: 50 tracks, 1 + 15 * 0.7 = 11.5 ms, and the turn to 20 ms; 3 and 4 lie 3 and 6 ms behind it on the track;
        // 2 is back over 50 tracks: 37.506 + ... the beginning of a turn is at 40 ms.
        assertThat(log).containsExactly("#1 at 20001 us", "#3 at 23001 us", "#4 at 26001 us", "#2 at 40001 us");
    }

    @Test
    void aReadThatHasWaitedLongIsNotPassedForEver() {
        Disk disk = disk(spinning(32));
        disk.read(1_000_000_000, 1000, this::note, -1);
        // Somebody reads the same place of the first tracks again and again: without ageing, it would be nearest
        // always.
        for (int i = 0; i < 3; i++) {
            readAgain(disk, i);
        }
        simulation.runUntil(10 * SimTime.SECOND);
        assertThat(log).anyMatch(line -> line.startsWith("#-1 at"));
    }

    private void readAgain(Disk disk, int number) {
        disk.read(3_000_000L * number, 1000, (tag, nowPs) -> readAgain(disk, number), number);
    }

    @Test
    void aStallDelaysWhatIsInWorkAndWhatBeginsMeanwhile() {
        Disk disk = disk(model(2, 85, false));
        disk.read(0, 1000, this::note, 1);
        simulation.runUntil(50 * US);
        disk.stall(1000 * US);
        simulation.runUntil(60 * US);
        disk.read(0, 1000, this::note, 2);
        disk.stall(500 * US); // within the other: nothing is added
        disk.read(0, 1000, this::note, 3);
        simulation.runUntil(SimTime.SECOND);

        // 1 would have come at 86 us; 2 begins at 1050 us and 3 when 1 is done.
        assertThat(log).containsExactly("#1 at 1086 us", "#2 at 1136 us", "#3 at 1172 us");
    }

    @Test
    void aStallDuringATransferHoldsTheChannel() {
        Disk disk = disk(model(4, 85, false));
        disk.read(0, 100_000, this::note, 1); // 85 us, and 100 us on the channel
        disk.read(0, 1000, this::note, 2);
        simulation.runUntil(100 * US);
        disk.stall(1000 * US);
        simulation.runUntil(SimTime.SECOND);
        assertThat(log).containsExactly("#1 at 1185 us", "#2 at 1186 us");
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

    /** Turns of 10 ms, tracks of 10 MB, seeks of 1 to 16 ms. */
    private static DiskModel spinning(int depth) {
        return new DiskModel(
                "spinning",
                "A spinning disk of round numbers",
                depth,
                new Distributions.Constant(0),
                new Distributions.Constant(0),
                new Spindle(ms(1), ms(9), ms(10), 1_010_000_000L),
                new DataRate(8_000_000_000L),
                "made up");
    }

    private static long ms(int count) {
        return count * SimTime.MILLISECOND;
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
