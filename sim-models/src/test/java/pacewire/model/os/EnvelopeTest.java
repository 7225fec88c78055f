package pacewire.model.os;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.IdealSchedule.Recording;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

/** Envelopes of ideal schedules: true upper bounds in every interval, and no larger than they must be. */
class EnvelopeTest {
    private static final int PAYLOAD = 1472;
    /** 20 + 8 + 38 bytes around the payload: IP, UDP, Ethernet. */
    private static final int WIRE = PAYLOAD + 66;

    private static final BigInteger PARTS_PER_BYTE = BigInteger.valueOf(8 * SimTime.SECOND);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @Test
    void thePacedEnvelopeIsAPacketAndThePayloadRateRaisedByTheHeaders() {
        TrafficEnvelope envelope = IdealSchedule.pacedEnvelope(PAYLOAD, new DataRate(5_000_000));

        assertThat(envelope.packetBytes()).isEqualTo(1538);
        assertThat(envelope.burstBytes()).isEqualTo(1538);
        // 5 Mbit/s * 1538 / 1472 = 5,224,184.78
        assertThat(envelope.rate()).isEqualTo(new DataRate(5_224_185));
        assertThat(envelope.peak()).isEqualTo(envelope.rate());
    }

    @Test
    void aSmallDatagramIsPaddedToTheSmallestFrame() {
        TrafficEnvelope envelope = IdealSchedule.pacedEnvelope(1, new DataRate(8_000_000));

        // 28 + 1 bytes are padded to 46, and 38 go around them: 84 bytes each microsecond.
        assertThat(envelope.packetBytes()).isEqualTo(84);
        assertThat(envelope.rate()).isEqualTo(new DataRate(672_000_000));
    }

    @Test
    void aShortDatagramBetweenTwoFilesAddsItsSurplus() {
        TrafficEnvelope envelope =
                IdealSchedule.pacedEnvelope(PAYLOAD, new DataRate(8_000_000), new long[] {10 * PAYLOAD + 100, 5_000});

        // A byte in a microsecond: rate 8 Mbit/s * 1538 / 1472 = 8,358,695.7. In the 100 us behind the short one 104
        // whole
        // bytes pass at that rate, of 1538 that it counts for. Its own rate: 1538 bytes in 100 us.
        assertThat(envelope.rate()).isEqualTo(new DataRate(8_358_696));
        assertThat(envelope.burstBytes()).isEqualTo(1538 + 1538 - 104);
        assertThat(envelope.peak()).isEqualTo(new DataRate(123_040_000));
    }

    @Test
    void filesOfWholeDatagramsAreLikeOne() {
        DataRate rate = new DataRate(8_000_000);
        assertThat(IdealSchedule.pacedEnvelope(PAYLOAD, rate, new long[] {10 * PAYLOAD, 3 * PAYLOAD, 7}))
                .isEqualTo(IdealSchedule.pacedEnvelope(PAYLOAD, rate));
    }

    @Test
    void anEvenVideoHasTheEnvelopeOfItsRate() {
        // Four frames of a datagram each, every 10 ms.
        FrameTrace even = new FrameTrace(
                new long[] {0, 10_000_000_000L, 20_000_000_000L, 30_000_000_000L},
                new int[] {PAYLOAD, PAYLOAD, PAYLOAD, PAYLOAD});

        // 1538 bytes in 10 ms: 1,230,400 bit/s.
        assertThat(IdealSchedule.envelopeOf(even, PAYLOAD))
                .isEqualTo(TrafficEnvelope.paced(WIRE, new DataRate(1_230_400)));
    }

    @Test
    void aLargeFrameMakesTheBurst() {
        // Three datagrams in 10 ms, then one in each of two more intervals of 10 ms; 5 * 1538 bytes in 30 ms.
        FrameTrace frames = new FrameTrace(
                new long[] {0, 10_000_000_000L, 20_000_000_000L}, new int[] {3 * PAYLOAD, PAYLOAD, PAYLOAD});
        TrafficEnvelope envelope = IdealSchedule.envelopeOf(frames, PAYLOAD);

        assertThat(envelope.packetBytes()).isEqualTo(WIRE);
        // 7690 B * 8 / 30 ms = 2,050,666.7
        assertThat(envelope.rate()).isEqualTo(new DataRate(2_050_667));
        // The datagrams of the first frame are 10/3 ms apart, rounded down to a picosecond: 3,691,200.0007 bit/s.
        assertThat(envelope.peak()).isEqualTo(new DataRate(3_691_201));
        // Up to the fourth, at 10 ms: 4 * 1538 - 2563.33 = 3588.67, the highest.
        assertThat(envelope.burstBytes()).isEqualTo(3589);
    }

    @Test
    void aVideoOfOneDatagramHasTheEnvelopeOfItsRate() {
        FrameTrace frames = new FrameTrace(new long[] {0, 10_000_000_000L}, new int[] {1000, 472});

        // 1538 bytes in 20 ms.
        assertThat(IdealSchedule.envelopeOf(frames, PAYLOAD))
                .isEqualTo(TrafficEnvelope.paced(WIRE, new DataRate(615_200)));
    }

    @Test
    void noPeakIsFasterThanTheFastestWire() {
        // Two frames of a datagram each, a picosecond apart.
        FrameTrace frames = new FrameTrace(new long[] {0, 1, SimTime.SECOND}, new int[] {PAYLOAD, PAYLOAD, 1});

        assertThat(IdealSchedule.envelopeOf(frames, PAYLOAD).peak())
                .isEqualTo(new DataRate(DataRate.LARGEST_BITS_PER_SECOND));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEnvelopeOfRandomVideosBoundsEveryInterval(long seed) {
        RandomStream random = new RandomStreams(seed).stream("frames");
        List<Recording> recordings = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            FrameTrace frames = IdealScheduleTest.randomFrames(random, 2 + random.nextInt(20));
            recordings.add(new Recording(frames, 1 + random.nextLong(frames.totalBytes())));
        }
        int payload = 1 + random.nextInt(PAYLOAD);

        List<long[]> packets = new ArrayList<>();
        IdealSchedule schedule = IdealSchedule.recorded(0, recordings);
        for (Recording recording : recordings) {
            addPackets(packets, schedule, recording.bytes(), payload);
        }
        TrafficEnvelope envelope = IdealSchedule.envelopeOf(recordings, payload);

        requireBound(packets, envelope);
        requireBurstIsLeast(packets, envelope);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theEnvelopeOfAConstantRateBoundsEveryInterval(long seed) {
        RandomStream random = new RandomStreams(seed).stream("files");
        DataRate rate = new DataRate(1_000 + random.nextLong(10_000_000_000L));
        int payload = 1 + random.nextInt(PAYLOAD);
        long[] files = new long[1 + random.nextInt(5)];
        List<long[]> packets = new ArrayList<>();
        IdealSchedule schedule = IdealSchedule.atRate(0, rate);
        for (int i = 0; i < files.length; i++) {
            files[i] = 1 + random.nextLong(40L * payload);
            addPackets(packets, schedule, files[i], payload);
        }

        requireBound(packets, IdealSchedule.pacedEnvelope(payload, rate, files));
    }

    @ParameterizedTest
    @ValueSource(strings = {"video-chat-h264-1080p-2000k.frames.txt", "video-chat-h264-360p-400k.frames.txt"})
    void theEnvelopeOfARealVideoIsItsLeastBound(String name) throws IOException {
        Path file = Path.of(System.getProperty("pacewire.root")).resolve("../shared/data/" + name);
        Assumptions.assumeTrue(Files.exists(file), "needs the recorded inputs beside the project");
        FrameTrace frames = readFrames(file);

        TrafficEnvelope envelope = IdealSchedule.envelopeOf(frames, PAYLOAD);
        List<long[]> packets = new ArrayList<>();
        IdealSchedule schedule = IdealSchedule.recorded(0, List.of(new Recording(frames, frames.totalBytes())));
        addPackets(packets, schedule, frames.totalBytes(), PAYLOAD);

        // 10.09 MB is the smaller of the two.
        assertThat(packets.size()).isGreaterThan(6_800);
        requireBurstIsLeast(packets, envelope);
        requirePeakBound(packets, envelope);
    }

    private static void addPackets(List<long[]> packets, IdealSchedule schedule, long bytes, int payload) {
        for (long left = bytes; left > 0; left -= payload) {
            int size = (int) Math.min(payload, left);
            // Each counts as a full one.
            packets.add(new long[] {schedule.idealPsOfNext(size), Math.max(28 + payload, 46) + 38});
        }
    }

    /** Every interval that begins and ends with a packet, in exact fractions. */
    private static void requireBound(List<long[]> packets, TrafficEnvelope envelope) {
        for (int i = 0; i < packets.size(); i++) {
            long bytes = 0;
            for (int j = i; j < packets.size(); j++) {
                bytes += packets.get(j)[1];
                long gapPs = packets.get(j)[0] - packets.get(i)[0];
                assertThat(parts(bytes))
                        .as("packets %d to %d: %d B in %d ps", i, j, bytes, gapPs)
                        .isLessThanOrEqualTo(line(envelope.burstBytes(), envelope.rate(), gapPs))
                        .isLessThanOrEqualTo(line(envelope.packetBytes(), envelope.peak(), gapPs));
            }
        }
    }

    /**
     * The highest of "bytes of the interval less what passes at the rate", rounded up, by the running minimum of what came
     * before.
     */
    private static void requireBurstIsLeast(List<long[]> packets, TrafficEnvelope envelope) {
        BigInteger rate = BigInteger.valueOf(envelope.rate().bitsPerSecond());
        BigInteger before = BigInteger.ZERO;
        BigInteger least = null;
        BigInteger highest = BigInteger.ZERO;
        for (long[] packet : packets) {
            BigInteger passed = rate.multiply(BigInteger.valueOf(packet[0]));
            BigInteger start = before.subtract(passed);
            least = least == null ? start : least.min(start);
            before = before.add(parts(packet[1]));
            highest = highest.max(before.subtract(passed).subtract(least));
        }
        BigInteger bytes = highest.add(PARTS_PER_BYTE).subtract(BigInteger.ONE).divide(PARTS_PER_BYTE);
        assertThat(envelope.burstBytes()).isEqualTo(bytes.longValueExact());
    }

    /** No packet follows another sooner than the peak allows: so no interval exceeds a packet and the peak. */
    private static void requirePeakBound(List<long[]> packets, TrafficEnvelope envelope) {
        for (int i = 1; i < packets.size(); i++) {
            long gapPs = packets.get(i)[0] - packets.get(i - 1)[0];
            assertThat(parts(packets.get(i - 1)[1])).isLessThanOrEqualTo(line(0, envelope.peak(), gapPs));
        }
    }

    private static BigInteger parts(long bytes) {
        return PARTS_PER_BYTE.multiply(BigInteger.valueOf(bytes));
    }

    private static BigInteger line(long bytes, DataRate rate, long ps) {
        return parts(bytes).add(BigInteger.valueOf(rate.bitsPerSecond()).multiply(BigInteger.valueOf(ps)));
    }

    /** Number, type, unused, time stamp in seconds, size in bytes. */
    private static FrameTrace readFrames(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("%"))
                .toList();
        long[] starts = new long[lines.size()];
        int[] bytes = new int[lines.size()];
        for (int i = 0; i < starts.length; i++) {
            List<String> fields = List.of(lines.get(i).trim().split("\\s+", -1));
            starts[i] = new BigDecimal(fields.get(3)).movePointRight(12).longValueExact();
            bytes[i] = Integer.parseInt(fields.get(4));
        }
        return new FrameTrace(starts, bytes);
    }
}
