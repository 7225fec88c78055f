package pacewire.model.os;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.IdealSchedule.Recording;
import pacewire.model.os.storage.FrameTrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdealScheduleTest {
    private static final long MS = SimTime.MILLISECOND;
    /** Frames of 1000, 500 and 2000 bytes at 0, 10 and 30 ms; the last interval is the mean of the others, 15 ms. */
    private static final FrameTrace VIDEO =
            new FrameTrace(new long[] {0, 10 * MS, 30 * MS}, new int[] {1000, 500, 2000});

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void aDatagramAtAConstantRateIsDueWhenThePayloadBeforeItHasPassed() {
        IdealSchedule schedule = IdealSchedule.atRate(7 * MS, new DataRate(8_000_000));

        // 8 Mbit/s are a byte in a microsecond.
        assertThat(schedule.idealPsOfNext(1000)).isEqualTo(7 * MS);
        assertThat(schedule.idealPsOfNext(500)).isEqualTo(8 * MS);
        assertThat(schedule.idealPsOfNext(1)).isEqualTo(8_500_000_000L);
        assertThat(schedule.nextPs()).isEqualTo(8_501_000_000L);
        assertThat(schedule.isRecorded()).isFalse();
    }

    @Test
    void aConstantRateNeverDrifts() {
        // 1472 B at 3 bit/s less than 7 Mbit/s take a time with a fraction; a million of them must be exact in sum.
        DataRate rate = new DataRate(6_999_997);
        IdealSchedule schedule = IdealSchedule.atRate(0, rate);
        for (int i = 0; i < 1_000_000; i++) {
            schedule.idealPsOfNext(1472);
        }
        BigInteger exact = BigInteger.valueOf(1_472_000_000L)
                .multiply(BigInteger.valueOf(8 * SimTime.SECOND))
                .divide(BigInteger.valueOf(6_999_997));
        assertThat(schedule.nextPs()).isEqualTo(exact.longValueExact());
    }

    @Test
    void aDatagramOfARecordedVideoIsDueWhenItsFirstByteIs() {
        IdealSchedule schedule = recorded(0, new Recording(VIDEO, 3500));

        assertThat(schedule.isRecorded()).isTrue();
        // Byte 0 with the first frame; byte 800 after 8 of its 10 ms.
        assertThat(schedule.idealPsOfNext(800)).isZero();
        assertThat(schedule.idealPsOfNext(800)).isEqualTo(8 * MS);
        // Byte 1600 is the 100th of the third frame: 30 ms + 100/2000 of 15 ms.
        assertThat(schedule.idealPsOfNext(800)).isEqualTo(30_750_000_000L);
        assertThat(schedule.idealPsOfNext(800)).isEqualTo(36_750_000_000L);
        assertThat(schedule.idealPsOfNext(300)).isEqualTo(42_750_000_000L);
        assertThat(schedule.nextPs()).isEqualTo(45 * MS);
    }

    @Test
    void aRecordedVideoStartsWhenTheOneBeforeEnds() {
        IdealSchedule schedule = recorded(100 * MS, new Recording(VIDEO, 3500), new Recording(VIDEO, 3500));

        schedule.idealPsOfNext(3500);
        assertThat(schedule.idealPsOfNext(1000)).isEqualTo(145 * MS);
        assertThat(schedule.idealPsOfNext(1000)).isEqualTo(155 * MS);
    }

    @Test
    void theFirstBytesOfAVideoEndWhereTheNextByteWouldBeDue() {
        IdealSchedule schedule = recorded(0, new Recording(VIDEO, 1250), new Recording(VIDEO, 1));

        schedule.idealPsOfNext(1250);
        // Byte 1250 is the 250th of the second frame: 10 ms + 250/500 of 20 ms.
        assertThat(schedule.nextPs()).isEqualTo(20 * MS);
        assertThat(schedule.idealPsOfNext(1)).isEqualTo(20 * MS);
    }

    @Test
    void aDatagramHoldsBytesOfOneFileOnly() {
        IdealSchedule schedule = recorded(0, new Recording(VIDEO, 1250), new Recording(VIDEO, 10));
        assertThatThrownBy(() -> schedule.idealPsOfNext(1251))
                .hasMessage("a datagram of 1251 B where 1250 B of the file are left");
        assertThatThrownBy(() -> schedule.idealPsOfNext(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void behindTheLastByteThereIsNoDatagram() {
        IdealSchedule schedule = recorded(0, new Recording(VIDEO, 10));
        schedule.idealPsOfNext(10);
        assertThatThrownBy(() -> schedule.idealPsOfNext(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void moreOfAVideoThanItHoldsIsRefused() {
        assertThatThrownBy(() -> new Recording(VIDEO, 3501))
                .hasMessage("a recorded video of 3500 B has no first 3501 B");
        assertThatThrownBy(() -> new Recording(VIDEO, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> recorded(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void framesAtOneInstantAreRefused() {
        assertThatThrownBy(() -> new FrameTrace(new long[] {0, 5, 5}, new int[] {1, 1, 1}))
                .hasMessage("frame 2 is empty, or no later than the one before it");
    }

    @Test
    void aLargeFrameOfALongIntervalStaysExact() {
        // 2 GB over 1000 s: the product of byte and interval needs 81 bits.
        int bytes = 2_000_000_000;
        FrameTrace frames = new FrameTrace(new long[] {0, 1000 * SimTime.SECOND}, new int[] {bytes, 1});
        IdealSchedule schedule = recorded(0, new Recording(frames, bytes));
        schedule.idealPsOfNext(bytes - 1);
        // 1000 s / 2e9 = 500,000 ps for a byte.
        assertThat(schedule.nextPs()).isEqualTo(1000 * SimTime.SECOND - 500_000);
    }

    /** Any cut of a video into datagrams gives each the instant of its first byte, computed anew in wide integers. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theInstantDependsOnThePlaceInTheFileAlone(long seed) {
        RandomStream random = new RandomStreams(seed).stream("frames");
        FrameTrace frames = randomFrames(random, 2 + random.nextInt(60));
        IdealSchedule schedule = recorded(0, new Recording(frames, frames.totalBytes()));
        long place = 0;
        long previous = 0;
        while (place < frames.totalBytes()) {
            int payload = (int) Math.min(1 + random.nextInt(1472), frames.totalBytes() - place);
            long ideal = schedule.idealPsOfNext(payload);
            assertThat(ideal)
                    .as("byte %d", place)
                    .isEqualTo(dueOf(frames, place))
                    .isGreaterThanOrEqualTo(previous);
            previous = ideal;
            place += payload;
        }
        assertThat(schedule.nextPs()).isEqualTo(frames.endPs());
    }

    @Test
    void theNextInstantAllocatesNothing() {
        FrameTrace frames = randomFrames(new RandomStreams(1).stream("frames"), 5_000);
        IdealSchedule schedule = recorded(0, new Recording(frames, frames.totalBytes()));
        int datagrams = 100_000;
        schedule.idealPsOfNext(1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < datagrams; i++) {
            schedule.idealPsOfNext(100);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // An object for each datagram would take 16 bytes at least; the measurement itself takes a few in all.
        assertThat(allocated).isLessThan(datagrams);
    }

    static FrameTrace randomFrames(RandomStream random, int count) {
        long[] starts = new long[count];
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = i == 0 ? 0 : starts[i - 1] + 1 + random.nextLong(60 * MS);
            bytes[i] = 1 + random.nextInt(10_000);
        }
        return new FrameTrace(starts, bytes);
    }

    private static long dueOf(FrameTrace frames, long place) {
        long before = 0;
        int frame = 0;
        while (before + frames.bytes()[frame] <= place) {
            before += frames.bytes()[frame++];
        }
        long start = frames.startPs()[frame];
        long end = frame + 1 < frames.frames() ? frames.startPs()[frame + 1] : frames.endPs();
        return start
                + BigInteger.valueOf(end - start)
                        .multiply(BigInteger.valueOf(place - before))
                        .divide(BigInteger.valueOf(frames.bytes()[frame]))
                        .longValueExact();
    }

    private static IdealSchedule recorded(long startPs, Recording... recordings) {
        return IdealSchedule.recorded(startPs, new ArrayList<>(List.of(recordings)));
    }
}
