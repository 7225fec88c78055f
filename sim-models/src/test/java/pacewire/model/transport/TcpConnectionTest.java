package pacewire.model.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.core.event.Simulation;
import pacewire.core.units.SimTime;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole conversations over 10 ms each way, segment by segment. */
class TcpConnectionTest {
    private final TcpBench bench = new TcpBench();

    @Test
    void aRequestAReplyAndAnOrderlyClose() {
        askAndAnswer();
        bench.connect();

        bench.run();

        // The request travels with the last acknowledgement of the handshake, and each FIN with the one that is due.
        assertThat(bench.log)
                .containsExactly(
                        "0 ps > S 0:0 win 65535",
                        "10 ms < S. 0:0 ack 1 win 65535",
                        "20 ms > P. 1:6 ack 1 win 65535",
                        "30 ms < P. 1:8 ack 6 win 65530",
                        "40 ms > F. 6:6 ack 8 win 65528",
                        "50 ms < F. 8:8 ack 7 win 65529",
                        "60 ms > . 7:7 ack 9 win 65527");
        assertThat(bench.client.told).containsExactly("20 ms connected", "60 ms peer closed", "2.06 s closed");
        assertThat(bench.server.told).containsExactly("30 ms connected", "50 ms peer closed", "70 ms closed");
        assertDelivered();
    }

    @Test
    void nobodyListensAndTheSynIsAnsweredWithAReset() {
        bench.isListening = false;
        bench.connect();

        bench.run();

        assertThat(bench.log).containsExactly("0 ps > S 0:0 win 65535", "10 ms < R. 0:0 ack 1 win 0");
        assertThat(bench.client.told).containsExactly("20 ms failed: REFUSED");
    }

    @Test
    void aSynThatNobodyAnswersIsRepeatedSixTimesAndGivenUp() {
        bench.isLost = segment -> true;
        bench.connect();

        bench.run();

        // RFC 6298 (5.5): 1 s, then twice as long each time; the seventh timeout, 64 s after the last SYN, is the end.
        assertThat(bench.log)
                .containsExactly(
                        "0 ps > S 0:0 win 65535 lost",
                        "1 s > S 0:0 win 65535 lost",
                        "3 s > S 0:0 win 65535 lost",
                        "7 s > S 0:0 win 65535 lost",
                        "15 s > S 0:0 win 65535 lost",
                        "31 s > S 0:0 win 65535 lost",
                        "1.05 min > S 0:0 win 65535 lost");
        assertThat(bench.client.told).containsExactly("127 s failed: TIMED_OUT");
    }

    @Test
    void dataThatNobodyAcknowledgesIsGivenUp() {
        bench.settings = withDataRetries(3);
        bench.isLost = segment -> segment >= 2;
        askAndAnswer();
        bench.connect();

        bench.run();

        // One round trip of 20 ms was measured: SRTT 20, RTTVAR 10, 60 ms, raised to the least timeout of 200 ms.
        assertThat(bench.log.subList(2, bench.log.size()))
                .filteredOn(line -> line.contains(">"))
                .containsExactly(
                        "20 ms > P. 1:6 ack 1 win 65535 lost",
                        "220 ms > P. 1:6 ack 1 win 65535 lost",
                        "620 ms > P. 1:6 ack 1 win 65535 lost",
                        "1.42 s > P. 1:6 ack 1 win 65535 lost");
        assertThat(bench.client.told).containsExactly("20 ms connected", "3.02 s failed: TIMED_OUT");
        // The server gives up on its SYN-ACK after five repetitions: 10 ms + 1 + 2 + 4 + 8 + 16 + 32 s.
        assertThat(bench.server.told).containsExactly("63.01 s failed: TIMED_OUT");
    }

    @Test
    void afterALostSynTheTimeoutOfDataIsThreeSeconds() {
        // The first SYN and the request are lost: RFC 6298 (5.7), and Karn's algorithm forbids to measure the second
        // SYN.
        bench.isLost = segment -> segment == 0 || segment == 3;
        askAndAnswer();
        bench.connect();

        bench.run();

        assertThat(bench.log.subList(0, 5))
                .containsExactly(
                        "0 ps > S 0:0 win 65535 lost",
                        "1 s > S 0:0 win 65535",
                        "1.01 s < S. 0:0 ack 1 win 65535",
                        "1.02 s > P. 1:6 ack 1 win 65535 lost",
                        "2.01 s < S. 0:0 ack 1 win 65535");
        assertThat(bench.log).contains("4.02 s > P. 1:6 ack 1 win 65535");
        assertDelivered();
    }

    @Test
    void aRepeatedFinIsAcknowledgedAgainAndProlongsTimeWait() {
        bench.isLost = segment -> segment == 6;
        askAndAnswer();
        bench.connect();

        bench.run();

        // The FIN of 50 ms is repeated after 200 ms, and comes at 260 ms.
        assertThat(bench.log).endsWith("250 ms < F. 8:8 ack 7 win 65529", "260 ms > . 7:7 ack 9 win 65527");
        assertThat(bench.client.told).last().isEqualTo("2.26 s closed");
        assertThat(bench.server.told).last().isEqualTo("270 ms closed");
    }

    @Test
    void aCloseBeforeTheHandshakeIsOverClosesAfterIt() {
        bench.client.whenPeerClosed = () -> bench.client.open().close();
        bench.connect();
        bench.at(15 * SimTime.MILLISECOND, () -> bench.server.open().close());

        bench.run();

        assertThat(bench.server.told).containsExactly("30 ms connected", "50 ms peer closed", "2.05 s closed");
        assertThat(bench.client.told).containsExactly("20 ms connected", "40 ms peer closed", "60 ms closed");
    }

    @Test
    void bothEndsCloseAtOnce() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> {
            bench.client.open().close();
            bench.server.open().close();
        });

        bench.run();

        assertThat(bench.log)
                .endsWith(
                        "1 s > F. 1:1 ack 1 win 65535",
                        "1 s < F. 1:1 ack 1 win 65535",
                        "1.01 s < . 2:2 ack 2 win 65534",
                        "1.01 s > . 2:2 ack 2 win 65534");
        assertThat(bench.client.told).endsWith("1.01 s peer closed", "3.02 s closed");
        assertThat(bench.server.told).endsWith("1.01 s peer closed", "3.02 s closed");
    }

    @Test
    void theOtherEndMaySendOnAfterAClose() {
        bench.client.whenConnected = () -> bench.client.open().close();
        bench.server.whenPeerClosed = () -> bench.after(SimTime.SECOND, () -> {
            bench.server.open().write(bytes("late"));
            bench.server.open().close();
        });
        bench.connect();

        bench.run();

        assertThat(bench.client.received.toString(StandardCharsets.UTF_8)).isEqualTo("late");
        assertThat(bench.client.told).last().isEqualTo("3.04 s closed");
        assertThat(bench.server.told).last().isEqualTo("1.05 s closed");
    }

    @Test
    void anAbortResetsTheOtherEnd() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> bench.client.open().abort());

        bench.run();

        assertThat(bench.log).last().isEqualTo("1 s > R. 1:1 ack 1 win 65535");
        assertThat(bench.server.told).containsExactly("30 ms connected", "1.01 s failed: RESET");
        assertThat(bench.client.told).containsExactly("20 ms connected");
        assertThat(bench.simulation.eventsPending()).isZero();
    }

    @Test
    void aCloseBeforeTheSynIsAnsweredEndsTheConnection() {
        bench.connect();
        bench.client.open().close();

        bench.run();

        assertThat(bench.client.told).containsExactly("0 ps closed");
        // The SYN-ACK meets no connection and is answered with a reset.
        assertThat(bench.log).last().isEqualTo("20 ms > R 1:1 win 0");
        assertThat(bench.server.told).containsExactly("30 ms failed: RESET");
    }

    @Test
    void aResetThatOnlyFallsIntoTheWindowIsChallenged() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> forge(TcpFlags.RST, 500));

        bench.run();

        // RFC 5961 section 3: only the number expected next resets.
        assertThat(bench.log).last().isEqualTo("1 s < . 1:1 ack 1 win 65535");
        assertThat(bench.server.told).containsExactly("30 ms connected");
    }

    @Test
    void aSynInAnOpenConnectionIsChallenged() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> forge(TcpFlags.SYN, 500));

        bench.run();

        assertThat(bench.log).last().isEqualTo("1 s < . 1:1 ack 1 win 65535");
        assertThat(bench.server.told).containsExactly("30 ms connected");
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentIsAnsweredAndIgnored() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> {
            Packet forged = forged(TcpFlags.ACK, 1);
            forged.tcpAcknowledgement = 1000;
            bench.server.take(forged);
        });

        bench.run();

        assertThat(bench.log).last().isEqualTo("1 s < . 1:1 ack 1 win 65535");
        assertThat(bench.server.open().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void aResetOutsideTheWindowIsIgnored() {
        bench.connect();
        bench.at(SimTime.SECOND, () -> forge(TcpFlags.RST, 100_000));

        bench.run();

        assertThat(bench.log).noneMatch(line -> line.startsWith("1 s"));
        assertThat(bench.server.told).containsExactly("30 ms connected");
    }

    @Test
    void aResetInTimeWaitTakesNothingAway() {
        askAndAnswer();
        bench.connect();
        bench.at(SimTime.SECOND, () -> {
            Packet reset = forged(TcpFlags.RST, 9);
            bench.client.open().segmentArrived(reset, bench.simulation.nowPs());
            bench.pool.release(reset);
        });

        bench.run();

        assertThat(bench.client.told).last().isEqualTo("1 s closed");
        assertDelivered();
    }

    @Test
    void anOldAcknowledgementOfASynIsAnsweredWithAReset() {
        bench.isLost = segment -> true;
        bench.connect();
        bench.at(SimTime.MILLISECOND, () -> {
            Packet old = forged(TcpFlags.ACK, 50);
            old.tcpAcknowledgement = 77;
            bench.client.open().segmentArrived(old, bench.simulation.nowPs());
            bench.pool.release(old);
        });

        bench.simulation.runUntil(2 * SimTime.MILLISECOND);

        // RFC 9293 section 3.10.7.3: the reset has the number that was acknowledged; the SYN goes on waiting.
        assertThat(bench.log).last().isEqualTo("1 ms > R 77:77 win 0 lost");
        assertThat(bench.client.open().state()).isEqualTo(TcpState.SYN_SENT);
    }

    @Test
    void anAcknowledgementThatDoesNotAnswerTheSynAckIsAnsweredWithAReset() {
        bench.isLost = segment -> segment >= 2;
        bench.connect();
        bench.at(15 * SimTime.MILLISECOND, () -> {
            Packet wrong = forged(TcpFlags.ACK, 1);
            wrong.tcpAcknowledgement = 77;
            bench.server.take(wrong);
        });

        bench.simulation.runUntil(16 * SimTime.MILLISECOND);

        assertThat(bench.log).last().isEqualTo("15 ms < R 77:77 win 0 lost");
        assertThat(bench.server.open().state()).isEqualTo(TcpState.SYN_RECEIVED);
    }

    @Test
    void theEndIsReachedWhenThePeerHasClosedAndAllIsRead() {
        bench.client.readsAtOnce = false;
        bench.server.whenConnected = () -> {
            bench.server.open().write(bytes("end"));
            bench.server.open().close();
        };
        bench.connect();

        bench.run();

        assertThat(bench.client.told).containsExactly("20 ms connected", "40 ms peer closed");
        assertThat(bench.client.open().isAtEnd()).isFalse();
        bench.client.readAll();
        assertThat(bench.client.open().isAtEnd()).isTrue();
        assertThat(bench.client.open().addresses()).isEqualTo(new TcpAddresses(1, 1000, 2, 80));
    }

    @Test
    void anAbortInACallbackIsTheLastThatHappens() {
        bench.server.whenDataArrived = () -> bench.server.open().abort();
        bench.client.whenConnected = () -> {
            bench.client.open().write(bytes("hello"));
            bench.client.open().close();
        };
        bench.connect();

        bench.run();

        // Data and FIN came in one segment: the listener is not told of the FIN any more.
        assertThat(bench.server.told).containsExactly("30 ms connected");
        assertThat(bench.client.told).containsExactly("20 ms connected", "40 ms failed: RESET");
    }

    @Test
    void onlyASynCanBeAccepted() {
        assertThatThrownBy(() -> TcpConnection.accept(
                        bench.server, bench.settings, forged(TcpFlags.SYN | TcpFlags.ACK, 0), 8, bench.server))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a SYN: ");
    }

    @Test
    void writingToAClosedConnectionIsAnError() {
        TcpConnection closed = TcpConnection.connect(
                bench.client, bench.settings, new TcpAddresses(1, 1001, 2, 80), 7, new TcpListener() {});
        closed.close();

        assertThat(closed.canWrite()).isFalse();
        assertThatThrownBy(() -> closed.write(bytes("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("written to a connection that is closed, in state CLOSED");
    }

    @Test
    void segmentsCarryTheFlowTheAddressesAndTheirPlaceInTheFlow() {
        List<String> sent = new ArrayList<>();
        TcpHost host = new TcpHost() {
            @Override
            public Simulation simulation() {
                return bench.simulation;
            }

            @Override
            public Packet newSegment(long nowPs) {
                return bench.pool.take(nowPs);
            }

            @Override
            public void send(Packet answer, long nowPs) {
                sent.add("flow " + answer.flow + " #" + answer.sequence + " from " + answer.source + ":"
                        + answer.sourcePort + " to " + answer.destination + ":" + answer.destinationPort);
            }
        };

        TcpConnection connection =
                TcpConnection.accept(host, bench.settings, forged(TcpFlags.SYN, 0), 33, new TcpListener() {});
        bench.simulation.runUntil(SimTime.SECOND);
        connection.abort();

        assertThat(sent)
                .containsExactly(
                        "flow 33 #0 from 2:80 to 1:1000",
                        "flow 33 #1 from 2:80 to 1:1000",
                        "flow 33 #2 from 2:80 to 1:1000");
    }

    private void askAndAnswer() {
        bench.client.whenConnected = () -> bench.client.open().write(bytes("hello"));
        bench.server.whenDataArrived = () -> bench.server.open().write(bytes("welcome"));
        bench.client.whenDataArrived = () -> bench.client.open().close();
        bench.server.whenPeerClosed = () -> bench.server.open().close();
    }

    private void assertDelivered() {
        assertThat(bench.server.received.toString(StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(bench.client.received.toString(StandardCharsets.UTF_8)).isEqualTo("welcome");
        assertThat(bench.pool.outstanding()).isZero();
    }

    private void forge(int flags, long sequence) {
        bench.server.take(forged(flags, sequence));
    }

    private Packet forged(int flags, long sequence) {
        Packet segment = bench.pool.take(bench.simulation.nowPs());
        segment.protocol = Protocol.TCP;
        segment.source = 1;
        segment.sourcePort = 1000;
        segment.destination = 2;
        segment.destinationPort = 80;
        segment.tcpFlags = flags;
        segment.tcpSequence = sequence;
        return segment;
    }

    static TcpSettings withDataRetries(int retries) {
        TcpSettings linux = TcpBench.UNSCALED;
        return new TcpSettings(
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
                retries,
                linux.timeWaitPs(),
                linux.noDelay());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
