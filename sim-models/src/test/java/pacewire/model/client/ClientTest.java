package pacewire.model.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.link.PacketLoss;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Protocol;
import pacewire.model.transport.TransferReply;
import pacewire.model.transport.TransferRequest;
import pacewire.model.transport.TransferRequest.FilePart;

import static org.assertj.core.api.Assertions.assertThat;

class ClientTest {
    private static final long MS = SimTime.MILLISECOND;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @Test
    void anAcceptedRequestIsCompletedAndTheConnectionCloses() {
        ClientBench bench = new ClientBench();
        serve(bench);
        bench.client.arriveAt(100 * MS);

        bench.run();

        // SYN at 100 ms, connected at 120; the request is there at 130, its answer at 140. The completion of 180 ms
        // waits
        // (Nagle) for the acknowledgement of the answer, which the client delays by 40 ms: it leaves at 190.
        assertThat(bench.log).containsExactly("120 ms requested", "140 ms accepted 4000", "200 ms completed 4000");
        assertThat(bench.server.requests).containsExactly(bench.client.request());
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.COMPLETED);
        assertThat(bench.client.arrivedPs()).isEqualTo(100 * MS);
        assertThat(bench.client.requestedPs() / MS).isEqualTo(120);
        assertEverythingIsOver(bench);
    }

    @Test
    void aRefusedRequestCarriesTheErrorAndItsReason() {
        ClientBench bench = new ClientBench();
        bench.server.answer =
                (request, connection) -> bench.server.reply(TransferReply.refused("EBUSY", "no room for 5 Mbps"));
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log).containsExactly("20 ms requested", "40 ms refused EBUSY: no room for 5 Mbps");
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.REFUSED);
        assertEverythingIsOver(bench);
    }

    @Test
    void aServerThatDoesNotListenFailsTheClient() {
        ClientBench bench = new ClientBench();
        bench.server.isListening = false;
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log).containsExactly("20 ms failed: the connection failed: REFUSED");
        assertEverythingIsOver(bench);
    }

    @Test
    void aServerThatClosesWithoutAnAnswerFailsTheClient() {
        ClientBench bench = new ClientBench();
        bench.server.answer = (request, connection) -> connection.close();
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "20 ms requested",
                        "40 ms failed: the server closed the connection before its answer was complete");
        assertEverythingIsOver(bench);
    }

    @Test
    void anAnswerOutOfTurnFailsTheClient() {
        ClientBench bench = new ClientBench();
        bench.server.answer = (request, connection) -> {
            bench.server.reply(TransferReply.accepted(1));
            bench.server.reply(TransferReply.refused("EBUSY", "after all"));
        };
        bench.client.arriveAt(0);

        bench.run();

        // Both were written while the request was worked on, and leave in one segment.
        assertThat(bench.log)
                .containsExactly(
                        "20 ms requested",
                        "40 ms accepted 1",
                        "40 ms failed: the server answered REFUSED to a request that is ACCEPTED");
        assertEverythingIsOver(bench);
    }

    @Test
    void aCompletionNeedsNoAcceptanceBeforeIt() {
        ClientBench bench = new ClientBench();
        bench.server.answer = (request, connection) -> bench.server.reply(TransferReply.completed(4000));
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log).containsExactly("20 ms requested", "40 ms completed 4000");
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.COMPLETED);
        assertEverythingIsOver(bench);
    }

    @Test
    void aMalformedAnswerFailsTheClient() {
        ClientBench bench = new ClientBench();
        bench.server.answer = (request, connection) -> connection.write("OK\n\n".getBytes(StandardCharsets.UTF_8));
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log)
                .containsExactly(
                        "20 ms requested",
                        "40 ms failed: the server's answer is malformed: 'OK' is no reply; allowed: ACCEPTED,"
                                + " COMPLETED, REFUSED");
        assertEverythingIsOver(bench);
    }

    @Test
    void aClientThatNeverComesSchedulesNothing() {
        ClientBench bench = new ClientBench();
        bench.client.arriveAt(SimTime.NEVER);

        assertThat(bench.simulation.eventsPending()).isZero();
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.AWAITED);
    }

    @Test
    void aClientThatVanishesAnswersNothingAndTakesNothing() {
        ClientBench bench = new ClientBench();
        serve(bench);
        bench.client.arriveAt(0);
        // The acceptance came at 40 ms; its acknowledgement, which waits until 80 ms, is never sent.
        bench.at(50 * MS, () -> {
            bench.client.vanish(50 * MS);
            bench.datagram(Client.UDP_PORT, 0, 0, 1000);
        });

        bench.run();

        assertThat(bench.log).containsExactly("20 ms requested", "40 ms accepted 4000");
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.ACCEPTED);
        assertThat(bench.meter.packetsDropped()).containsEntry("noReceiver", 1L);
        // The server repeats the acceptance 15 times and gives up: SYN, SYN-ACK, request with the ACK, acceptance came.
        assertThat(bench.book.packetsDropped()).containsEntry("noReceiver", 15L);
        assertEverythingIsOver(bench);
    }

    @Test
    void aClientThatVanishesBeforeItComesNeverComes() {
        ClientBench bench = new ClientBench();
        bench.client.arriveAt(100 * MS);
        bench.at(50 * MS, () -> bench.client.vanish(50 * MS));

        bench.run();

        assertThat(bench.book.packetsCreated()).isZero();
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.AWAITED);
        assertEverythingIsOver(bench);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRequestSurvivesLossOnTheAccessLink(long seed) {
        // One packet in five, either way.
        ClientBench bench = new ClientBench(new PacketLoss(new RandomStreams(seed).stream("loss"), 200_000_000));
        serve(bench);
        bench.client.arriveAt(0);

        bench.run();

        assertThat(bench.log).hasSize(3);
        assertThat(bench.client.phase()).isEqualTo(Client.Phase.COMPLETED);
        assertEverythingIsOver(bench);
    }

    @Test
    void datagramsAreMeteredAndGoBackToThePool() {
        ClientBench bench = new ClientBench();
        bench.datagram(Client.UDP_PORT, 0, 0, 1000);
        bench.datagram(Client.UDP_PORT, 0, 1000, 500);

        bench.run();

        assertThat(bench.meter.packetsDelivered()).isEqualTo(2);
        assertThat(bench.client.meter().bytes()).isEqualTo(1500);
        assertThat(bench.meter.inFlight()).isZero();
        assertThat(bench.pool.outstanding()).isZero();
    }

    @Test
    void aDatagramToAnotherPortHasNoReceiver() {
        ClientBench bench = new ClientBench();
        bench.datagram(9, 0, 0, 1000);

        bench.run();

        assertThat(bench.meter.packetsDropped()).containsEntry("noReceiver", 1L);
        assertThat(bench.meter.packetsDelivered()).isZero();
        assertThat(bench.pool.outstanding()).isZero();
    }

    @Test
    void thePlayerSeesAllFilesAsOnePieceOfMedia() {
        TransferRequest request = new TransferRequest(
                Client.UDP_PORT,
                List.of(new FilePart(7, 1000), new FilePart(2, FilePart.WHOLE_FILE), new FilePart(5, 1000)),
                FlowMetrics.BEST_EFFORT);
        // 1 ms of media each 1000 bytes; it starts when 4 ms have come: 1000 of file 7, 2000 of file 2, 1000 of file 5.
        Playout playout =
                new Playout(PlayoutBuffer.atRate(DataRate.parse("8 Mbps"), 4 * MS, 4000), request, file -> 2000);
        ClientBench bench = new ClientBench(request, playout);
        bench.at(0, () -> bench.datagram(Client.UDP_PORT, 7, 0, 1000));
        bench.at(MS, () -> bench.datagram(Client.UDP_PORT, 2, 1000, 1000));
        bench.at(2 * MS, () -> bench.datagram(Client.UDP_PORT, 5, 0, 999));
        // Late, of the first file: not the furthest.
        bench.at(3 * MS, () -> bench.datagram(Client.UDP_PORT, 7, 0, 1000));
        bench.at(50 * MS, () -> bench.datagram(Client.UDP_PORT, 5, 999, 1));

        bench.simulation.runUntil(30 * MS);
        assertThat(playout.buffer().isPlaying()).isFalse();
        bench.simulation.runUntil(61 * MS);
        assertThat(playout.buffer().isPlaying()).isTrue();
    }

    @Test
    void aStraySegmentIsAnsweredWithAReset() {
        ClientBench bench = new ClientBench();
        Packet stray = bench.pool.take(0);
        bench.book.created(stray);
        stray.protocol = Protocol.TCP;
        stray.destination = ClientBench.CLIENT;
        stray.payloadBytes = 5;
        stray.content = new byte[5];

        bench.client.accept(stray, 0);
        bench.run();

        // The reset, and no answer to it.
        assertThat(bench.book.packetsCreated()).isEqualTo(2);
        assertEverythingIsOver(bench);
    }

    private static void serve(ClientBench bench) {
        bench.server.answer = (request, connection) -> {
            bench.server.reply(TransferReply.accepted(4000));
            bench.at(bench.simulation.nowPs() + 50 * MS, () -> bench.server.reply(TransferReply.completed(4000)));
        };
    }

    private static void assertEverythingIsOver(ClientBench bench) {
        assertThat(bench.client.isConnected()).isFalse();
        assertThat(bench.simulation.eventsPending()).isZero();
        assertThat(bench.book.inFlight()).isZero();
        assertThat(bench.pool.outstanding()).isZero();
    }
}
