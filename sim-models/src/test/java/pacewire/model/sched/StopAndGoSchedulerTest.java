package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

class StopAndGoSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long FRAME = 10 * MS;
    /** 1 byte a millisecond: 10 a frame. */
    private static final DataRate LINE = new DataRate(8_000);

    private final PacketSource source = new PacketSource();

    @ParameterizedTest(name = "arrives at {0} ps, offsets {1} and {2} ms: leaves at {3} ms")
    @CsvSource({
        "0, 0, 0, 10",
        "1, 0, 0, 10",
        "9999999999, 0, 0, 10",
        // On the boundary: of the frame that begins.
        "10000000000, 0, 0, 20",
        // Frames of the incoming link begin at 3, 13, ...; those of the outgoing one at 0, 10, ...
        "2999999999, 3, 0, 10",
        "3000000000, 3, 0, 20",
        "12999999999, 3, 0, 20",
        "13000000000, 3, 0, 30",
        // The outgoing ones at 5, 15, ...
        "0, 0, 5, 15",
        "10000000000, 0, 5, 25",
        // An offset of whole frames is none.
        "10000000000, 20, 30, 20",
    })
    void leavesInTheFirstFrameThatBeginsAfterTheOneItCameIn(long arrivalPs, long in, long out, long expectedMs) {
        PacketScheduler scheduler = stopAndGo(Map.of("arrivalOffset", in * MS, "departureOffset", out * MS));
        scheduler.enqueue(source.bare(0, 1), arrivalPs);

        assertThat(scheduler.readyAtPs(arrivalPs)).isEqualTo(expectedMs * MS);
        assertThat(scheduler.dequeue(expectedMs * MS - 1)).isNull();
        assertThat(scheduler.dequeue(expectedMs * MS)).isNotNull();
    }

    @Test
    void packetsOfAFrameLeaveTogetherInOrder() {
        PacketScheduler scheduler = stopAndGo(Map.of());
        for (int flow = 0; flow < 3; flow++) {
            scheduler.enqueue(source.bare(flow, 1), flow * MS);
        }
        scheduler.enqueue(source.bare(3, 1), 10 * MS);

        List<Integer> flows = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(10 * MS); packet != null; packet = scheduler.dequeue(10 * MS)) {
            flows.add(packet.flow);
        }
        assertThat(flows).containsExactly(0, 1, 2);
        assertThat(scheduler.readyAtPs(10 * MS)).isEqualTo(20 * MS);
    }

    /** Golestani's theorem, over five hops: at most two frames a hop in queues, and a jitter below two frames in all. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theDelayOverFiveHopsVariesByLessThanTwoFrames(long seed) {
        RandomStream random = new RandomStreams(seed).stream("path");
        int hops = 5;
        long[] at = new long[100];
        long[] sent = new long[100];
        List<Packet> watched = new ArrayList<>();
        // One packet of 2 bytes in each frame, anywhere in it.
        for (int frame = 0; frame < 100; frame++) {
            Packet packet = source.bare(0, 2);
            watched.add(packet);
            long instant = frame * FRAME + random.nextLong(FRAME);
            packet.sequence = frame;
            at[frame] = instant;
            sent[frame] = instant;
        }
        for (int hop = 0; hop < hops; hop++) {
            List<SimulatedLine.Arrival> arrivals = new ArrayList<>();
            watched.forEach(packet -> arrivals.add(new SimulatedLine.Arrival(at[(int) packet.sequence], packet)));
            // Others fill the frame: 8 of its 10 bytes, in packets of 4.
            for (int number = 0; number < 2 * 110; number++) {
                arrivals.add(new SimulatedLine.Arrival(
                        number / 2 * FRAME + random.nextLong(FRAME), source.bare(1 + number % 2, 4)));
            }
            for (SimulatedLine.Departure departure : SimulatedLine.serve(
                    stopAndGo(Map.of()), arrivals, packet -> LINE.psForBytes(packet.wireBytes()), () -> 0)) {
                // The last bit within the frame, and so before the boundary of the next hop's frame: the link has no
                // delay.
                assertThat(departure.endPs()).isLessThanOrEqualTo(departure.packet().deadlinePs);
                if (departure.packet().flow == 0) {
                    // The bit that ends a frame exactly is of this frame on the wire: a receiver sees it just before.
                    at[(int) departure.packet().sequence] = departure.endPs() - 1;
                }
            }
        }
        long least = Long.MAX_VALUE;
        long most = 0;
        for (Packet packet : watched) {
            long delay = at[(int) packet.sequence] - sent[(int) packet.sequence];
            least = Math.min(least, delay);
            most = Math.max(most, delay);
            assertThat(delay).isBetween((hops - 1) * FRAME, (hops + 1) * FRAME);
        }
        assertThat(most - least).isLessThan(2 * FRAME);
    }

    @Test
    void admitsRatesThatFitTheLine() {
        PacketScheduler scheduler = stopAndGo(Map.of());

        assertThat(open(scheduler, 0, 5_000)).isEqualTo(Admission.ADMITTED);
        assertThat(open(scheduler, 1, 3_001).reason())
                .isEqualTo("3.001 kbps are more than the 3 kbps of the line that are not reserved");
        assertThat(open(scheduler, 1, 3_000)).isEqualTo(Admission.ADMITTED);
        assertThat(scheduler
                        .changeFlow(1, FlowMetrics.BEST_EFFORT, TrafficEnvelope.paced(1, new DataRate(3_001)), 0)
                        .isAdmitted())
                .isFalse();
        scheduler.enqueue(source.bare(0, 1), 0);
        scheduler.closeFlow(0, 0);
        assertThat(open(scheduler, 2, 5_000).isAdmitted()).isFalse();
        scheduler.dequeue(FRAME);
        assertThat(open(scheduler, 2, 5_000)).isEqualTo(Admission.ADMITTED);
    }

    @Test
    void limitsPacketsAndForgetsAllOnReset() {
        PacketScheduler scheduler = stopAndGo(Map.of("limit", 1L));
        open(scheduler, 0, 8_000);
        scheduler.enqueue(source.bare(0, 1), 0);
        assertThat(scheduler.enqueue(source.bare(0, 1), 0)).isEqualTo(DropReason.QUEUE_FULL);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), 0);

        assertThat(reasons).containsExactly(DropReason.RESET);
        assertThat(open(scheduler, 0, 8_000)).isEqualTo(Admission.ADMITTED);
    }

    private static Admission open(PacketScheduler scheduler, int flow, long bitsPerSecond) {
        return scheduler.openFlow(
                flow, FlowMetrics.BEST_EFFORT, TrafficEnvelope.paced(1, new DataRate(bitsPerSecond)), 0);
    }

    private static PacketScheduler stopAndGo(Map<String, Long> parameters) {
        return SchedulerSetup.of(StopAndGoScheduler.SPEC, parameters).create(Ports.port(LINE));
    }
}
