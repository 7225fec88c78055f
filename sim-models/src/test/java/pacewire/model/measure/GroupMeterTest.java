package pacewire.model.measure;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run of 200 s, so that a slot lasts a second, with a warm-up of 10 s. */
class GroupMeterTest {
    private static final long S = SimTime.SECOND;
    private static final long US = SimTime.MICROSECOND;

    private final PacketPool pool = new PacketPool();
    private final GroupMeter group = new GroupMeter("viewers", 10 * S, 200 * S, MeterDetail.CLIENT);
    private final ClientMeter client = group.addClient();

    @Test
    void theBooksBalance() {
        Packet delivered = scheduled(0, 20 * S);
        Packet lost = scheduled(1, 21 * S);
        Packet full = scheduled(2, 22 * S);
        scheduled(3, 23 * S);
        depart(delivered, 20 * S);
        depart(lost, 21 * S);
        deliver(delivered, 20 * S + US);
        group.dropped(lost, DropReason.LINK_LOSS, 22 * S);
        group.dropped(full, DropReason.QUEUE_FULL, 22 * S);

        assertThat(group.packetsCreated()).isEqualTo(4);
        assertThat(group.packetsDeparted()).isEqualTo(2);
        assertThat(group.packetsDelivered()).isEqualTo(1);
        assertThat(group.bytesDelivered()).isEqualTo(1000);
        assertThat(group.packetsDropped())
                .containsEntry("linkLoss", 1L)
                .containsEntry("queueFull", 1L)
                .containsEntry("ringFull", 0L)
                .containsEntry("noReceiver", 0L)
                .hasSize(DropReason.values().length);
        assertThat(group.inFlight()).isEqualTo(1);
    }

    @Test
    void morePacketsEndedThanWereMadeIsAnError() {
        Packet packet = scheduled(0, 0);
        group.dropped(packet, DropReason.LINK_LOSS, 0);
        group.dropped(packet, DropReason.LINK_LOSS, 0);

        assertThatThrownBy(group::inFlight)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("group 'viewers': 2 datagrams ended (delivered 0, dropped {early=0, linkLoss=2")
                .hasMessageEndingWith("but only 1 were made");
    }

    @Test
    void theDepartureErrorIsDepartureMinusIdealInstant() {
        depart(scheduled(0, 20 * S), 20 * S + 5 * US);
        depart(scheduled(1, 21 * S), 21 * S - 2 * US);

        HistogramSnapshot error = group.departureErrorPs();
        assertThat(error.count()).isEqualTo(2);
        assertThat(error.min()).isEqualTo(-2 * US);
        assertThat(error.max()).isEqualTo(5 * US);
        assertThat(error.mean()).isEqualTo(1.5 * US);
    }

    @Test
    void aDatagramOutsideAnyScheduleHasNoDepartureError() {
        depart(unscheduled(0, 20 * S), 20 * S);

        assertThat(group.departureErrorPs().isEmpty()).isTrue();
        assertThat(group.series().departures()).containsOnly(0);
        assertThat(group.packetsDeparted()).isEqualTo(1);
    }

    @Test
    void whatDepartsInTheWarmUpIsCountedButNotMeasured() {
        Packet early = scheduled(0, 10 * S - 1);
        Packet first = scheduled(1, 10 * S);
        depart(early, 10 * S - 1);
        depart(first, 10 * S);
        // Delivered after the warm-up, but departed in it.
        deliver(early, 10 * S + US);
        deliver(first, 10 * S + 3 * US);
        group.finish();

        assertThat(group.packetsDelivered()).isEqualTo(2);
        assertThat(group.bytesDelivered()).isEqualTo(2000);
        assertThat(List.of(
                        group.departureErrorPs().count(),
                        group.oneWayDelayPs().count(),
                        group.rfc3550JitterPs().count(),
                        group.pdvPs().count(),
                        group.spentPs(DelayPart.PROPAGATION).count()))
                .containsOnly(1L);
        assertThat(client.packets()).isEqualTo(2);
    }

    /** One pair: the second delay of 3 us minus the first of 1 us plus 1 ps. */
    @Test
    void aPairWhoseSecondDepartsAfterTheWarmUpIsMeasured() {
        Packet early = scheduled(0, 10 * S - 1);
        Packet first = scheduled(1, 10 * S);
        depart(early, 10 * S - 1);
        depart(first, 10 * S);
        deliver(early, 10 * S + US);
        deliver(first, 10 * S + 3 * US);

        assertThat(group.ipdvPs().count()).isEqualTo(1);
        assertThat(group.ipdvPs().max()).isEqualTo(2 * US - 1);
    }

    /** Delays of 20, 10, 20, 25 and 20 ms (RFC 5481, section 4): IPDV -10, 10, 5, -5; PDV 10, 0, 10, 15, 10. */
    @Test
    void theDistributionsAreThoseOfTheClientsMeters() {
        long ms = SimTime.MILLISECOND;
        long[] delays = {20 * ms, 10 * ms, 20 * ms, 25 * ms, 20 * ms};
        for (int i = 0; i < delays.length; i++) {
            long ideal = (20 + i) * S;
            Packet packet = scheduled(i, ideal);
            depart(packet, ideal);
            deliver(packet, ideal + delays[i]);
        }
        group.finish();

        assertThat(group.oneWayDelayPs().min()).isEqualTo(10 * ms);
        assertThat(group.oneWayDelayPs().max()).isEqualTo(25 * ms);
        assertThat(group.ipdvPs().count()).isEqualTo(4);
        assertThat(group.ipdvPs().min()).isEqualTo(-10 * ms);
        assertThat(group.ipdvPs().max()).isEqualTo(10 * ms);
        assertThat(group.ipdvPs().mean()).isZero();
        assertThat(group.pdvPs().count()).isEqualTo(5);
        assertThat(group.pdvPs().min()).isZero();
        assertThat(group.pdvPs().max()).isEqualTo(15 * ms);
        assertThat(group.pdvPs().mean()).isEqualTo(9.0 * ms);
        // J in ms: 0; 10/16 = 0.625; + (10 - J)/16 = 1.2109375; + (5 - J)/16 = 1.4477539; + (5 - J)/16 =
        // 1.669769287109375.
        assertThat(client.jitterMaxPs()).isEqualTo(1_669_769_287L);
        assertThat(group.rfc3550JitterPs().count()).isEqualTo(5);
        assertThat(group.rfc3550JitterPs().max()).isEqualTo(client.jitterMaxPs());
    }

    @Test
    void theDelayAccountIsRecordedPartByPart() {
        Packet packet = scheduled(0, 20 * S);
        packet.spend(DelayPart.TIMER, 20 * S + 7 * US);
        depart(packet, 20 * S + 7 * US);
        packet.spend(DelayPart.SERIALISATION, 20 * S + 8 * US);
        packet.spend(DelayPart.PROPAGATION, 20 * S + 108 * US);
        group.delivered(packet, 20 * S + 108 * US, client);

        assertThat(group.spentPs(DelayPart.TIMER).max()).isEqualTo(7 * US);
        assertThat(group.spentPs(DelayPart.SERIALISATION).max()).isEqualTo(1 * US);
        assertThat(group.spentPs(DelayPart.PROPAGATION).max()).isEqualTo(100 * US);
        assertThat(group.spentPs(DelayPart.COPY).max()).isZero();
        assertThat(group.spentPs(DelayPart.COPY).count()).isEqualTo(1);
        // Arrival minus departure, without the timer.
        assertThat(group.oneWayDelayPs().max()).isEqualTo(101 * US);
    }

    @Test
    void anAccountThatDoesNotAddUpStopsTheRun() {
        Packet packet = scheduled(0, 20 * S);
        depart(packet, 20 * S);
        packet.spend(DelayPart.PROPAGATION, 20 * S + 5);

        assertThatThrownBy(() -> group.delivered(packet, 20 * S + 6, client))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the delay account of packet 0 (flow 0 #0, 1000 B) holds 5 ps, but 6 ps have passed"
                                + " since its base at 20000000000000 ps: timer 0 runQueue 0")
                .hasMessageEndingWith("propagation 5");
    }

    @Test
    void aDatagramThatArrivesBeforeItsIdealInstantHasSpentNothing() {
        Packet packet = scheduled(0, 30 * S);
        depart(packet, 20 * S);
        deliver(packet, 20 * S + US);

        assertThat(group.departureErrorPs().max()).isEqualTo(-10 * S);
        assertThat(group.spentPs(DelayPart.PROPAGATION).max()).isZero();
        assertThat(group.oneWayDelayPs().max()).isEqualTo(US);
    }

    @Test
    void aDatagramThatNeverDepartedCannotArrive() {
        Packet packet = scheduled(0, 20 * S);

        assertThatThrownBy(() -> group.delivered(packet, 20 * S, client))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("packet 0 (flow 0 #0, 1000 B) was delivered but never departed");
    }

    /** 5 MB in 8 s are 5 Mbit/s. */
    @Test
    void aTransferThatBeganAfterTheWarmUpHasAThroughput() {
        group.requested();
        group.requested();
        group.requested();
        group.refused();
        group.completed(5_000_000, 9 * S, 17 * S);
        group.completed(5_000_000, 12 * S, 20 * S);

        assertThat(group.requests()).isEqualTo(3);
        assertThat(group.refusedRequests()).isEqualTo(1);
        assertThat(group.completedTransfers()).isEqualTo(2);
        assertThat(group.throughputBps().count()).isEqualTo(1);
        assertThat(group.throughputBps().max()).isEqualTo(5_000_000);
    }

    @Test
    void aTransferThatTookNoTimeHasNoThroughput() {
        group.completed(1000, 12 * S, 12 * S);

        assertThat(group.completedTransfers()).isEqualTo(1);
        assertThat(group.throughputBps().isEmpty()).isTrue();
    }

    @Test
    void theSeriesShowsEachSecondWarmUpIncluded() {
        depart(scheduled(0, 2 * S), 2 * S + 10);
        depart(scheduled(1, 2 * S + 100), 2 * S + 105);
        depart(scheduled(2, 2 * S + 200), 2 * S + 196);
        Packet last = scheduled(3, 199 * S);
        depart(last, 199 * S);
        deliver(last, 200 * S);

        SlotSeries series = group.series();
        assertThat(series.slotPs()).isEqualTo(S);
        assertThat(series.departures()).hasSize(200);
        assertThat(series.departures()[2]).isEqualTo(3);
        assertThat(series.departureErrorMinPs()[2]).isEqualTo(-4);
        assertThat(series.departureErrorMaxPs()[2]).isEqualTo(10);
        // (10 + 5 - 4) / 3, rounded down.
        assertThat(series.departureErrorMeanPs()[2]).isEqualTo(3);
        assertThat(series.departures()[3]).isZero();
        assertThat(series.departureErrorMeanPs()[3]).isZero();
        // The very end of the run belongs to the last slot.
        assertThat(series.bytesDelivered()[199]).isEqualTo(1000);
    }

    @Test
    void aSlotOfEarlyDeparturesHasANegativeGreatestError() {
        depart(scheduled(0, 5 * S + 40), 5 * S + 10);
        depart(scheduled(1, 5 * S + 40), 5 * S + 20);

        assertThat(group.series().departureErrorMaxPs()[5]).isEqualTo(-20);
        assertThat(group.series().departureErrorMinPs()[5]).isEqualTo(-30);
    }

    @Test
    void aClientKnowsItsLastArrival() {
        for (int i = 0; i < 3; i++) {
            Packet packet = scheduled(i, (20 + i) * S);
            depart(packet, (20 + i) * S);
            deliver(packet, (20 + i) * S + US);
        }

        assertThat(client.lastArrivalPs()).isEqualTo(22 * S + US);
        assertThat(client.packets()).isEqualTo(3);
        assertThat(client.bytes()).isEqualTo(3000);
        assertThat(group.clients()).containsExactly(client);
    }

    @Test
    void whereOnlyGroupsHaveFiguresAClientHasNoJitterOfItsOwn() {
        GroupMeter coarse = new GroupMeter("viewers", 0, 200 * S, MeterDetail.GROUP);
        ClientMeter one = coarse.addClient();
        // Delays of 20, 19, ... 1 us: 4 are kept, of which the least is 17 us; each later one is the least itself.
        for (int i = 0; i < 20; i++) {
            Packet packet = scheduled(i, i * S);
            coarse.created(packet);
            packet.departurePs = i * S;
            coarse.departed(packet);
            packet.spend(DelayPart.PROPAGATION, i * S + (20 - i) * US);
            coarse.delivered(packet, i * S + (20 - i) * US, one);
        }

        assertThat(one.jitterMaxPs()).isZero();
        assertThat(one.jitterMeanPs()).isZero();
        assertThat(coarse.rfc3550JitterPs().count()).isEqualTo(20);
        assertThat(coarse.pdvPs().count()).isEqualTo(20);
        assertThat(coarse.pdvPs().max()).isEqualTo(3 * US);
        // 3 + 2 + 1 + 0 of the first 4, and nothing of the last 16.
        assertThat(coarse.pdvPs().mean()).isEqualTo(6.0 * US / 20);
    }

    @Test
    void aSecondFlowBeginsNewStreams() {
        Packet first = scheduled(5, 20 * S);
        depart(first, 20 * S);
        deliver(first, 20 * S + US);
        Packet other = scheduled(0, 21 * S);
        other.flow = 1;
        depart(other, 21 * S);
        deliver(other, 22 * S);

        // Its sequence number is lower and its transit a second longer, but nothing of that is a difference.
        assertThat(client.reordered()).isZero();
        assertThat(client.jitterMaxPs()).isZero();
        assertThat(group.ipdvPs().isEmpty()).isTrue();
    }

    @Test
    void aDuplicateIsCountedAndOtherwiseLeftOut() {
        for (int i = 0; i < 2; i++) {
            Packet packet = scheduled(0, 20 * S);
            depart(packet, 20 * S);
            deliver(packet, 20 * S + US + i);
        }
        group.finish();

        assertThat(client.duplicates()).isEqualTo(1);
        assertThat(client.packets()).isEqualTo(2);
        assertThat(client.reordered()).isZero();
        assertThat(group.pdvPs().count()).isEqualTo(1);
    }

    @Test
    void eachClientHasItsOwnLeastDelay() {
        ClientMeter far = group.addClient();
        for (int i = 0; i < 2; i++) {
            Packet near = scheduled(i, (20 + i) * S);
            depart(near, (20 + i) * S);
            deliver(near, (20 + i) * S + US);
            Packet distant = scheduled(i, (20 + i) * S);
            depart(distant, (20 + i) * S);
            distant.spend(DelayPart.PROPAGATION, (20 + i) * S + 9 * US + i);
            group.delivered(distant, (20 + i) * S + 9 * US + i, far);
        }
        group.finish();

        assertThat(group.pdvPs().count()).isEqualTo(4);
        assertThat(group.pdvPs().max()).isEqualTo(1);
    }

    @Test
    void theMetersAreFinishedOnce() {
        group.finish();

        assertThatThrownBy(group::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the meters of group 'viewers' were finished before");
    }

    @Test
    void aRunWithoutDurationIsRefused() {
        assertThatThrownBy(() -> new GroupMeter("none", 0, 0, MeterDetail.CLIENT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Packet scheduled(long sequence, long idealPs) {
        Packet packet = unscheduled(sequence, idealPs);
        packet.idealPs = idealPs;
        return packet;
    }

    private Packet unscheduled(long sequence, long createdPs) {
        Packet packet = pool.take(createdPs);
        packet.sequence = sequence;
        packet.payloadBytes = 1000;
        group.created(packet);
        return packet;
    }

    private void depart(Packet packet, long nowPs) {
        packet.departurePs = nowPs;
        group.departed(packet);
    }

    private void deliver(Packet packet, long nowPs) {
        packet.spend(DelayPart.PROPAGATION, nowPs);
        group.delivered(packet, nowPs, client);
    }
}
