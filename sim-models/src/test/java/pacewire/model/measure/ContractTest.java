package pacewire.model.measure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rule at its boundary: on the bound it is kept, a picosecond beyond it is broken. */
class ContractTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long START = 5 * MS;
    /** 1000 bytes in a millisecond. */
    private static final DataRate RATE = DataRate.parse("8 Mbps");

    private final PacketPool pool = new PacketPool();

    /** Strictly paced with 30 ms of tolerance: the rate may lag by as much, not by the 10 ms of a mere rate. */
    @Test
    void aStrictlyPacedTransferMayLagBehindItsRateByItsToleratedJitter() {
        Contract kept = contract(RATE, RATE, 30 * MS, FlowMetrics.NONE);
        kept.departed(datagram(1000, START + MS + 30 * MS));
        assertThat(kept.isKept()).isTrue();

        Contract broken = contract(RATE, RATE, 30 * MS, FlowMetrics.NONE);
        broken.departed(datagram(1000, START + MS + 30 * MS + 1));
        assertBroken(broken, "minRate");
    }

    /** After 1000 bytes the next datagram is due 1 ms behind the start, and 2 ms are tolerated. */
    @Test
    void aDatagramThatIsOverdueWhenTheRunEndsBreaksTheContract() {
        Contract kept = contract(RATE, RATE, 2 * MS, FlowMetrics.NONE);
        kept.departed(scheduled(START, START));
        kept.unfinishedAt(START + MS + 2 * MS);
        assertThat(kept.isKept()).isTrue();

        Contract broken = contract(RATE, RATE, 2 * MS, FlowMetrics.NONE);
        broken.departed(scheduled(START, START));
        broken.unfinishedAt(START + MS + 2 * MS + 1);
        assertBroken(broken, "maxJitter");
    }

    /** A full datagram of 1472 bytes takes 1.472 ms at the least rate, and 10 ms are tolerated. */
    @Test
    void anElasticTransferThatStandsStillWhenTheRunEndsBreaksItsLeastRate() {
        Contract kept = contract(RATE, null, FlowMetrics.NONE, FlowMetrics.NONE);
        kept.unfinishedAt(START + 10 * MS + 1_472 * SimTime.MICROSECOND);
        assertThat(kept.isKept()).isTrue();

        Contract broken = contract(RATE, null, FlowMetrics.NONE, FlowMetrics.NONE);
        broken.unfinishedAt(START + 10 * MS + 1_472 * SimTime.MICROSECOND + 1);
        assertBroken(broken, "minRate");
    }

    @Test
    void aDepartureOnTheToleratedJitterIsKept() {
        Contract contract = contract(null, null, 2 * MS, FlowMetrics.NONE);
        contract.departed(scheduled(START, START + 2 * MS));
        contract.departed(scheduled(START + MS, START + MS));

        assertThat(contract.isKept()).isTrue();
        assertThat(contract.brokenBecause()).isEmpty();
        assertThat(contract.latePackets()).isZero();
        assertThat(contract.worstDepartureErrorPs()).isEqualTo(2 * MS);
    }

    @Test
    void aPicosecondMoreThanTheToleratedJitterBreaksIt() {
        Contract contract = contract(null, null, 2 * MS, FlowMetrics.NONE);
        contract.departed(scheduled(START, START + 2 * MS + 1));

        assertBroken(contract, "maxJitter");
        assertThat(contract.latePackets()).isEqualTo(1);
    }

    @Test
    void aDatagramThatTheSenderDropsBreaksTheToleratedJitterAndTheLeastRate() {
        Contract jitter = contract(null, null, 2 * MS, FlowMetrics.NONE);
        jitter.droppedBeforeDeparture(scheduled(START, Packet.UNSCHEDULED));
        Contract rate = contract(RATE, null, FlowMetrics.NONE, FlowMetrics.NONE);
        rate.droppedBeforeDeparture(datagram(1000, Packet.UNSCHEDULED));
        Contract delay = contract(null, null, FlowMetrics.NONE, MS);
        delay.droppedBeforeDeparture(datagram(1000, Packet.UNSCHEDULED));

        assertBroken(jitter, "maxJitter");
        assertThat(jitter.latePackets()).isEqualTo(1);
        assertBroken(rate, "minRate");
        assertThat(rate.brokenAtDepartureBecause()).isEqualTo("minRate");
        // What never comes has no delay.
        assertThat(delay.isKept()).isTrue();
    }

    @Test
    void aPicosecondEarlyBreaksIt() {
        Contract contract = contract(null, null, 2 * MS, FlowMetrics.NONE);
        contract.departed(scheduled(START, START - 1));

        assertBroken(contract, "maxJitter");
        assertThat(contract.worstDepartureErrorPs()).isEqualTo(-1);
    }

    @Test
    void aToleranceOfZeroIsATolerance() {
        Contract contract = contract(null, null, 0, FlowMetrics.NONE);
        contract.departed(scheduled(START, START));
        assertThat(contract.isKept()).isTrue();
        contract.departed(scheduled(START, START + 1));
        assertBroken(contract, "maxJitter");
    }

    @Test
    void withoutAToleranceErrorsAreOnlyMeasured() {
        Contract contract = contract(null, null, FlowMetrics.NONE, FlowMetrics.NONE);
        contract.departed(scheduled(START, START + 70 * MS));
        assertThat(contract.isKept()).isTrue();
        assertThat(contract.worstDepartureErrorPs()).isEqualTo(70 * MS);
    }

    @Test
    void withoutAScheduleThereIsNoError() {
        Contract contract = contract(null, null, MS, FlowMetrics.NONE);
        contract.departed(datagram(1000, START + 70 * MS));
        assertThat(contract.isKept()).isTrue();
        assertThat(contract.worstDepartureErrorPs()).isNull();
    }

    /** 3000 bytes at 1000 a millisecond: the third must have left 3 ms after the start, and 10 ms are tolerated. */
    @Test
    void theLeastRateIsJudgedByTheEndOfEachDatagramWithTenMilliseconds() {
        Contract kept = contract(RATE, null, FlowMetrics.NONE, FlowMetrics.NONE);
        kept.departed(datagram(1000, START + 11 * MS));
        kept.departed(datagram(1000, START + 12 * MS));
        kept.departed(datagram(1000, START + 13 * MS));
        assertThat(kept.isKept()).isTrue();

        Contract broken = contract(RATE, null, FlowMetrics.NONE, FlowMetrics.NONE);
        broken.departed(datagram(1000, START));
        broken.departed(datagram(1000, START));
        assertThat(broken.isKept()).isTrue();
        broken.departed(datagram(1000, START + 13 * MS + 1));
        assertBroken(broken, "minRate");
    }

    /** The datagram that begins at byte 2000 may leave 2 ms after the start. */
    @Test
    void theGreatestRateIsJudgedByTheBeginningOfEachDatagram() {
        Contract kept = contract(null, RATE, FlowMetrics.NONE, FlowMetrics.NONE);
        kept.departed(datagram(1000, START));
        kept.departed(datagram(1000, START + MS));
        kept.departed(datagram(500, START + 2 * MS));
        kept.departed(datagram(1000, START + 2 * MS + MS / 2));
        assertThat(kept.isKept()).isTrue();

        Contract broken = contract(null, RATE, FlowMetrics.NONE, FlowMetrics.NONE);
        broken.departed(datagram(1000, START));
        broken.departed(datagram(1000, START + MS));
        broken.departed(datagram(500, START + 2 * MS - 1));
        assertBroken(broken, "maxRate");
    }

    /** 7 bit/s: a byte lasts 1,142,857,142,857.14 ps. The fourteenth byte ends at 16 s exactly: no remainder is lost. */
    @Test
    void rememberedRemaindersKeepTheRatesExact() {
        Contract contract = contract(new DataRate(7), new DataRate(7), FlowMetrics.NONE, FlowMetrics.NONE);
        for (int i = 0; i < 14; i++) {
            contract.departed(datagram(1, START + 8L * i * SimTime.SECOND / 7));
        }
        contract.departed(datagram(1, START + 16 * SimTime.SECOND));
        assertThat(contract.isKept()).isTrue();
        contract.departed(datagram(1, START + 16 * SimTime.SECOND + 8 * SimTime.SECOND / 7 - 1));
        assertBroken(contract, "maxRate");
    }

    @Test
    void theDelayIsCountedFromTheIdealInstantToTheClient() {
        Contract contract = contract(null, null, FlowMetrics.NONE, 20 * MS);
        Packet packet = scheduled(START, START + MS);
        contract.departed(packet);
        contract.delivered(packet, START + 20 * MS);
        assertThat(contract.isKept()).isTrue();
        contract.delivered(packet, START + 20 * MS + 1);
        assertBroken(contract, "maxDelay");
    }

    @Test
    void withoutAScheduleTheDelayIsCountedFromWhenTheDatagramWasMade() {
        Contract contract = contract(null, null, FlowMetrics.NONE, 20 * MS);
        Packet packet = pool.take(START + 3 * MS);
        contract.delivered(packet, START + 23 * MS);
        assertThat(contract.isKept()).isTrue();
        contract.delivered(packet, START + 23 * MS + 1);
        assertBroken(contract, "maxDelay");
    }

    @Test
    void theFirstBreakNamesTheMetricAndStays() {
        Contract contract = contract(null, RATE, MS, 20 * MS);
        contract.departed(datagram(1000, START - 1));
        contract.departed(scheduled(START + MS, START + 9 * MS));
        contract.departed(scheduled(START + 2 * MS, START + 2 * MS));

        assertBroken(contract, "maxRate");
        assertThat(contract.latePackets()).isEqualTo(1);
    }

    private static void assertBroken(Contract contract, String metric) {
        assertThat(contract.isKept()).isFalse();
        assertThat(contract.brokenBecause()).isEqualTo(metric);
    }

    private static Contract contract(
            @Nullable DataRate minRate, @Nullable DataRate maxRate, long maxJitterPs, long maxDelayPs) {
        return new Contract(new FlowMetrics(minRate, maxRate, maxJitterPs, maxDelayPs, 0, 1), START);
    }

    private Packet scheduled(long idealPs, long departurePs) {
        Packet packet = datagram(1000, departurePs);
        packet.idealPs = idealPs;
        packet.openAccount(idealPs);
        return packet;
    }

    private Packet datagram(int bytes, long departurePs) {
        Packet packet = pool.take(START);
        packet.payloadBytes = bytes;
        packet.departurePs = departurePs;
        return packet;
    }
}
