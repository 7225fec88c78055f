package pacewire.model.sched;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TbfSchedulerTest {
    private static final long MS = SimTime.MILLISECOND;
    /** 1 byte a millisecond. */
    private static final long RATE = 8_000;

    private final PacketSource source = new PacketSource();

    @Test
    void sendsABurstAtOnceAndTheRestAtTheRate() {
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 250L));

        offer(scheduler, 0, 100, 100, 100, 100);

        // 250 tokens: two at once; the third lacks 50 bytes, the fourth 100 more.
        assertThat(drain(scheduler)).containsExactly(0L, 0L, 50 * MS, 150 * MS);
    }

    @Test
    void isReadyNotATickEarlyAndNotATickLate() {
        // 3 kbps: 100 bytes take 266,666,666,666 2/3 ps.
        TbfScheduler scheduler = tbf(Map.of("rate", 3_000L, "burst", 100L));
        offer(scheduler, 0, 100, 100);
        assertThat(scheduler.dequeue(0)).isNotNull();

        assertThat(scheduler.readyAtPs(0)).isEqualTo(266_666_666_667L);
        assertThat(scheduler.dequeue(266_666_666_666L)).isNull();
        assertThat(scheduler.readyAtPs(266_666_666_666L)).isEqualTo(266_666_666_667L);
        assertThat(scheduler.dequeue(266_666_666_667L)).isNotNull();
    }

    @Test
    void lookingOftenLosesNoTokens() {
        TbfScheduler scheduler = tbf(Map.of("rate", 3_000L, "burst", 100L));
        offer(scheduler, 0, 100, 100);
        scheduler.dequeue(0);

        // A filter that adds whole bytes and forgets the rest at every look would never have them together.
        for (long now = 0; now < 266_000_000_000L; now += 1_000_003_001L) {
            assertThat(scheduler.dequeue(now)).isNull();
        }

        assertThat(scheduler.readyAtPs(266_000_000_000L)).isEqualTo(266_666_666_667L);
    }

    @Test
    void aLongPauseFillsTheBucketAndNoMore() {
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 200L));
        offer(scheduler, 0, 200);
        scheduler.dequeue(0);

        offer(scheduler, 3600 * SimTime.SECOND, 100, 100, 100);

        assertThat(drain(scheduler, 3600 * SimTime.SECOND)).containsExactly(0L, 0L, 100 * MS);
    }

    @Test
    void aSmallPacketNeverOvertakesALargeOne() {
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 100L));
        offer(scheduler, 0, 60, 100, 10);

        // 40 tokens are left, enough for the third packet but not for the second.
        assertThat(drain(scheduler)).containsExactly(0L, 60 * MS, 70 * MS);
    }

    @Test
    void dropsAtOnceWhatTheBucketNeverHolds() {
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 100L));

        assertThat(scheduler.enqueue(source.bare(0, 101), 0)).isEqualTo(DropReason.TOO_LARGE);
        assertThat(scheduler.enqueue(source.bare(0, 100), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
    }

    @Test
    void thePeakBucketSpacesABurst() {
        // Peak 4 bytes a millisecond, 100 deep: 25 ms between packets of a burst, until the slow bucket is empty.
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 250L, "peakRate", 4 * RATE, "peakBurst", 100L));
        offer(scheduler, 0, 100, 100, 100, 100);

        // The third: 250 + 50 - 200 = 100 tokens at 50 ms, just enough. The fourth waits for the slow bucket.
        assertThat(drain(scheduler)).containsExactly(0L, 25 * MS, 50 * MS, 150 * MS);
        assertThat(scheduler.enqueue(source.bare(0, 101), 0)).isEqualTo(DropReason.TOO_LARGE);
    }

    @Test
    void thePeakBucketIsAsDeepAsTheLargestPacketIfNothingIsSaid() {
        // The environment's largest packet has 1538 bytes: at 1 byte a microsecond, one every 1538 us.
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 10_000L, "peakRate", 8_000_000L));
        offer(scheduler, 0, 1538, 1538);

        assertThat(drain(scheduler)).containsExactly(0L, 1538 * SimTime.MICROSECOND);
    }

    @Test
    void limitsPacketsAndBytes() {
        TbfScheduler scheduler = tbf(Map.of("limit", 2L, "limitBytes", 250L));

        assertThat(scheduler.enqueue(source.bare(0, 151), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(scheduler.enqueue(source.bare(0, 100), 0)).isEqualTo(DropReason.QUEUE_FULL);
        assertThat(scheduler.enqueue(source.bare(0, 99), 0)).isEqualTo(Verdict.Accepted.ACCEPTED);
        assertThat(scheduler.enqueue(source.bare(0, 0), 0)).isEqualTo(DropReason.QUEUE_FULL);
    }

    @Test
    void resetFillsTheBucketsAndDropsWhatIsHeld() {
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 100L, "peakRate", RATE, "peakBurst", 100L));
        offer(scheduler, 0, 100, 100);
        scheduler.dequeue(0);
        List<DropReason> reasons = new ArrayList<>();

        scheduler.reset((packet, reason, now) -> reasons.add(reason), 7 * MS);

        assertThat(reasons).containsExactly(DropReason.RESET);
        offer(scheduler, 7 * MS, 100);
        assertThat(scheduler.readyAtPs(7 * MS)).isEqualTo(7 * MS);
    }

    @Test
    void aFullRateBurstLastsAsLongAsTheBucketAndTheRateFeedIt() {
        // S = b / (M - r): 1000 bytes at 3 - 1 bytes a millisecond last 500 ms, in which 1500 bytes leave at line rate.
        TbfScheduler scheduler = tbf(Map.of("rate", RATE, "burst", 1000L));
        List<SimulatedLine.Arrival> arrivals = new ArrayList<>();
        for (int packet = 0; packet < 3000; packet++) {
            arrivals.add(new SimulatedLine.Arrival(0, source.bare(0, 1)));
        }
        DataRate line = new DataRate(3 * RATE);
        List<SimulatedLine.Departure> departures =
                SimulatedLine.serve(scheduler, arrivals, packet -> line.psForBytes(packet.wireBytes()), () -> 0);

        int atLineRate = 1;
        while (departures.get(atLineRate).startPs()
                == departures.get(atLineRate - 1).endPs()) {
            atLineRate++;
        }
        // The k-th (from 0) starts at k/3 ms and needs its whole token then: k + 1 <= 1000 + k/3, so k <= 1498.
        assertThat(atLineRate).isEqualTo(1499);
        assertThat(departures.get(1999).startPs()).isEqualTo(1000 * MS);
    }

    @Test
    void refusesABucketThatTheClockCannotFill() {
        assertThatThrownBy(() -> tbf(Map.of("rate", 1L, "burst", Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TbfScheduler tbf(Map<String, Long> parameters) {
        Map<String, Long> given = new HashMap<>(parameters);
        given.putIfAbsent("limit", 10_000L);
        return (TbfScheduler) SchedulerSetup.of(TbfScheduler.SPEC, given).create(Ports.port(DataRate.parse("1 Gbps")));
    }

    private void offer(PacketScheduler scheduler, long nowPs, int... sizes) {
        for (int bytes : sizes) {
            assertThat(scheduler.enqueue(source.bare(0, bytes), nowPs)).isEqualTo(Verdict.Accepted.ACCEPTED);
        }
    }

    private static List<Long> drain(PacketScheduler scheduler) {
        return drain(scheduler, 0);
    }

    /** When packets leave, counted from an instant, if the line takes no time. */
    private static List<Long> drain(PacketScheduler scheduler, long fromPs) {
        List<Long> instants = new ArrayList<>();
        long now = fromPs;
        while (scheduler.packetCount() > 0) {
            now = scheduler.readyAtPs(now);
            Packet packet = scheduler.dequeue(now);
            assertThat(packet).isNotNull();
            instants.add(now - fromPs);
        }
        return instants;
    }
}
