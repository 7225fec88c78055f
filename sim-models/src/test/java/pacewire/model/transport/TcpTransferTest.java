package pacewire.model.transport;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/** Windows, acknowledgements and recovery, over 10 ms each way. The server sends. */
class TcpTransferTest {
    private final TcpBench bench = new TcpBench();

    @Test
    void theFirstRoundTripCarriesTenSegmentsAndTheNextTwenty() {
        serverSends(100 * 1460);
        bench.connect();

        bench.simulation.runUntil(65 * SimTime.MILLISECOND);

        // Connected at 30 ms. RFC 6928: ten segments. Acknowledged by five at 50 ms, each of two segments, which opens
        // the
        // window by one segment each (RFC 5681 section 3.1: at most one segment an acknowledgement): 3 for each.
        assertThat(dataSegmentsAt("20 ms")).isZero();
        assertThat(dataSegmentsAt("30 ms")).isEqualTo(10);
        assertThat(dataSegmentsAt("50 ms")).isEqualTo(15);
    }

    @Test
    void aLostSegmentIsSentAgainAtTheThirdDuplicateAcknowledgement() {
        // Segments 0 and 1 are the handshake, 2 its acknowledgement, 3 to 12 the first window: the second one is lost.
        bench.isLost = segment -> segment == 4;
        serverSends(20 * 1460);
        bench.connect();

        bench.run();

        // Sent at 30 ms with the others; the third, fourth and fifth raise duplicates that are back at 50 ms.
        assertThat(bench.log)
                .filteredOn(line -> line.contains("< . 1461:2921"))
                .containsExactly("30 ms < . 1461:2921 ack 1 win 65535 lost", "50 ms < . 1461:2921 ack 1 win 65535");
        // The acknowledgement of the first segment lets two new ones go; the first two duplicates one each (limited
        // transmit, RFC 3042); the third the lost one; the other four inflate a window of 6.5 + 3 segments to 13.5,
        // which
        // the 13 outstanding fill.
        assertThat(dataSegmentsAt("50 ms")).isEqualTo(5);
        assertThat(bench.client.received.size()).isEqualTo(20 * 1460);
    }

    @Test
    void dataThatFillsAGapIsAcknowledgedAtOnce() {
        bench.isLost = segment -> segment == 4;
        serverSends(3 * 1460);
        bench.connect();

        bench.run();

        // The third segment acknowledges the first, which restarts the timer at 50 ms; it expires at 250 ms.
        assertThat(bench.log).endsWith("250 ms < . 1461:2921 ack 1 win 65535", "260 ms > . 1:1 ack 4381 win 65535");
    }

    @Test
    void aRepeatedSegmentIsNotMeasuredAndTheBackedOffTimeoutStays() {
        // The first data segment is lost once, and so is the one that is written at 1 s.
        bench.isLost = segment -> segment == 3 || segment == 6;
        serverSends(100);
        bench.connect();
        bench.at(SimTime.SECOND, () -> bench.server.open().write(new byte[100]));

        bench.run();

        // Karn's algorithm: 200 ms backed off to 400, and no measurement since.
        assertThat(bench.log)
                .contains(
                        "30 ms < P. 1:101 ack 1 win 65535 lost",
                        "230 ms < P. 1:101 ack 1 win 65535",
                        "1 s < P. 101:201 ack 1 win 65535 lost",
                        "1.4 s < P. 101:201 ack 1 win 65535");
    }

    @Test
    void afterALostSynAckTheFirstWindowIsOneSegment() {
        bench.isLost = segment -> segment == 1;
        serverSends(20 * 1460);
        bench.connect();

        bench.run();

        // And one more by limited transmit: the SYN-ACK was repeated both by its timer and in answer to the repeated
        // SYN, and
        // the client's answer to the second one is a duplicate acknowledgement.
        assertThat(dataSegmentsAt("1.03 s")).isEqualTo(2);
        assertThat(bench.client.received.size()).isEqualTo(20 * 1460);
    }

    @Test
    void anIdleConnectionStartsAgainWithTheInitialWindow() {
        serverSends(50 * 1460);
        bench.connect();
        bench.at(SimTime.SECOND, () -> bench.server.open().write(new byte[50 * 1460]));

        bench.run();

        assertThat(dataSegmentsAt("1 s")).isEqualTo(10);
        assertThat(bench.client.received.size()).isEqualTo(100 * 1460);
    }

    @Test
    void anOldAcknowledgementDoesNotBringBackItsWindow() {
        serverSends(3000);
        bench.connect();
        bench.at(SimTime.SECOND, () -> {
            Packet old = bench.pool.take(bench.simulation.nowPs());
            old.protocol = Protocol.TCP;
            old.destination = 2;
            old.tcpFlags = TcpFlags.ACK;
            old.tcpSequence = 1;
            old.tcpAcknowledgement = 1;
            old.tcpWindow = 5;
            bench.server.take(old);
            bench.server.open().write(new byte[1460]);
        });

        bench.run();

        assertThat(bench.log).contains("1 s < P. 3001:4461 ack 1 win 65535");
    }

    @Test
    void twoLossesOfOneWindowAreRepairedWithoutATimeout() {
        bench.isLost = segment -> segment == 4 || segment == 7;
        serverSends(20 * 1460);
        bench.connect();

        bench.run();

        // RFC 6582: the partial acknowledgement at 70 ms brings the second one.
        assertThat(bench.log)
                .filteredOn(line -> line.contains("< . 5841:7301"))
                .containsExactly("30 ms < . 5841:7301 ack 1 win 65535 lost", "70 ms < . 5841:7301 ack 1 win 65535");
        assertThat(bench.client.received.size()).isEqualTo(20 * 1460);
    }

    @Test
    void oneSegmentAloneIsAcknowledgedAfterTheDelay() {
        serverSends(1000);
        bench.connect();

        bench.run();

        assertThat(bench.log).endsWith("30 ms < P. 1:1001 ack 1 win 65535", "80 ms > . 1:1 ack 1001 win 64535");
    }

    @Test
    void theSecondSegmentIsAcknowledgedAtOnce() {
        serverSends(2 * 1460);
        bench.connect();

        bench.run();

        // The window grew by two segments when both were read: it is offered anew.
        assertThat(bench.log)
                .endsWith(
                        "30 ms < . 1:1461 ack 1 win 65535",
                        "30 ms < P. 1461:2921 ack 1 win 65535",
                        "40 ms > . 1:1 ack 2921 win 65535");
    }

    @Test
    void aSmallSegmentWaitsUntilTheOneBeforeIsAcknowledged() {
        bench.server.whenConnected = () -> {
            bench.server.open().write(new byte[10]);
            bench.after(SimTime.MILLISECOND, () -> bench.server.open().write(new byte[10]));
        };
        bench.connect();

        bench.run();

        // Nagle's algorithm meets the delayed acknowledgement: 30 ms + 10 + 40 + 10.
        assertThat(bench.log)
                .endsWith(
                        "30 ms < P. 1:11 ack 1 win 65535",
                        "80 ms > . 1:1 ack 11 win 65525",
                        "90 ms < P. 11:21 ack 1 win 65535",
                        "140 ms > . 1:1 ack 21 win 65515");
    }

    @Test
    void withNoDelayASmallSegmentDoesNotWait() {
        TcpSettings linux = TcpBench.UNSCALED;
        bench.settings = new TcpSettings(
                linux.mss(),
                linux.initialWindowSegments(),
                linux.receiveBufferBytes(),
                linux.largestReceiveBufferBytes(),
                linux.initialRtoPs(),
                linux.minRtoPs(),
                linux.maxRtoPs(),
                linux.delayedAckPs(),
                linux.synRetries(),
                linux.synAckRetries(),
                linux.dataRetries(),
                linux.timeWaitPs(),
                true);
        bench.server.whenConnected = () -> {
            bench.server.open().write(new byte[10]);
            bench.after(SimTime.MILLISECOND, () -> bench.server.open().write(new byte[10]));
        };
        bench.connect();

        bench.run();

        assertThat(bench.log).contains("31 ms < P. 11:21 ack 1 win 65535");
    }

    @Test
    void aReaderThatStopsClosesTheWindowAndIsProbedUntilItGoesOn() {
        bench.client.readsAtOnce = false;
        serverSends(100_000);
        bench.connect();
        bench.at(5 * SimTime.SECOND, () -> {
            bench.client.readsAtOnce = true;
            bench.client.readAll();
        });

        bench.run();

        // The buffer holds 65,535 bytes. The probes back off from the timeout of 200 ms, the first from when the window
        // closed.
        assertThat(bench.log).filteredOn(line -> line.contains("65536:65537")).hasSizeBetween(4, 5);
        // The acknowledgement that opens the window brings what the probe could not: from its first byte on.
        assertThat(bench.log).contains("5 s > . 1:1 ack 65536 win 65535", "5.01 s < . 65536:66996 ack 1 win 65535");
        assertThat(bench.client.received.size()).isEqualTo(100_000);
        assertThat(bench.client.told).last().asString().endsWith(" connected");
    }

    @Test
    void aWindowThatOpensWhileTheSenderWaitsForItStartsTheTimeoutAnew() {
        bench.client.readsAtOnce = false;
        serverSends(100_000);
        bench.connect();
        // All but the last 1295 bytes of the window are acknowledged at 90 ms; the override timer would expire at 290
        // ms.
        bench.at(275 * SimTime.MILLISECOND, () -> {
            bench.client.readsAtOnce = true;
            bench.client.readAll();
        });

        bench.run();

        List<String> sent = bench.log.stream()
                .filter(line -> line.contains(" < "))
                .map(line -> line.substring(line.indexOf('<')))
                .toList();
        assertThat(sent).doesNotHaveDuplicates();
        assertThat(bench.log).noneMatch(line -> line.startsWith("290 ms <"));
        assertThat(bench.client.received.size()).isEqualTo(100_000);
    }

    @Test
    void aWindowThatNeverOpensIsProbedForEver() {
        bench.settings = TcpConnectionTest.withDataRetries(3);
        bench.client.readsAtOnce = false;
        serverSends(100_000);
        bench.connect();

        bench.simulation.runUntil(3600 * SimTime.SECOND);

        // RFC 9293 section 3.8.6.1: answered probes keep the connection, whatever the limit of retries.
        assertThat(bench.server.open().state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(bench.client.open().available()).isEqualTo(65_535);
        assertThat(bench.server.open().unacknowledgedByteCount()).isEqualTo(100_000 - 65_535);
        List<String> probes =
                bench.log.stream().filter(line -> line.contains("65536:65537")).toList();
        // The last 1295 bytes of the window are no full segment: they wait for the override timer (RFC 9293 section
        // 3.8.6.2.1), from the last acknowledgement at 90 ms to 290 ms, and close the window at 350 ms. Then 200 ms,
        // and
        // twice as long each time. The answers are no duplicates that tell of a loss.
        assertThat(bench.log).contains("290 ms < . 64241:65536 ack 1 win 65535");
        assertThat(probes.subList(0, 5))
                .containsExactly(
                        "550 ms < . 65536:65537 ack 1 win 65535",
                        "950 ms < . 65536:65537 ack 1 win 65535",
                        "1.75 s < . 65536:65537 ack 1 win 65535",
                        "3.35 s < . 65536:65537 ack 1 win 65535",
                        "6.55 s < . 65536:65537 ack 1 win 65535");
        // At most every 120 s: some 30 in an hour, and 10 while backing off.
        assertThat(probes).hasSizeBetween(25, 45);
    }

    @Test
    void afterATimeoutTheWindowIsOneSegment() {
        // The whole first window is lost: nothing comes back that could raise a duplicate.
        bench.isLost = segment -> segment >= 3 && segment < 13;
        serverSends(20 * 1460);
        bench.connect();

        bench.run();

        // Timeout of 200 ms after 30 ms; then one segment, and two when it is acknowledged, delayed by 40 ms.
        assertThat(dataSegmentsAt("230 ms")).isEqualTo(1);
        assertThat(dataSegmentsAt("290 ms")).isEqualTo(2);
        assertThat(bench.client.received.size()).isEqualTo(20 * 1460);
    }

    private void serverSends(int bytes) {
        bench.server.whenConnected = () -> bench.server.open().write(new byte[bytes]);
    }

    private long dataSegmentsAt(String instant) {
        return bench.log.stream()
                .filter(line -> line.startsWith(instant + " <") && !line.contains("S"))
                .count();
    }
}
