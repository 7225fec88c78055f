package pacewire.model.os;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;

import static org.assertj.core.api.Assertions.assertThat;

/** Transfers over packet schedulers that drop what they had taken, refuse for good, or let packets overtake. */
class SchedulerDropTest {
    private static TinyServer server(Capricious behaviour, long... files) {
        TinyServer.Builder builder = new TinyServer.Builder()
                .scheduler(SchedulerSetup.defaults(
                        SchedulerSpec.named("capricious").madeBy((setup, environment) -> behaviour.at(environment))));
        for (int i = 0; i < files.length; i++) {
            builder.file("movie" + i, files[i]);
        }
        return builder.build();
    }

    private static void transmit(TinyServer server, int number) {
        TransmitRequest request = new TransmitRequest(
                List.of(new TransmitRequest.FileRange("movie" + number, TransmitRequest.FileRange.WHOLE_FILE)),
                FlowMetrics.BEST_EFFORT);
        server.spawn(new ScriptedProgram(
                SocketCall::datagramSocket,
                os -> ConnectCall.connect(os, 3, 1 + number, 5004),
                os -> TransmitCall.transmit(os, 3, request)));
    }

    private static long finishes(TinyServer server) {
        return server.log.stream().filter(line -> line.contains("finished")).count();
    }

    private static long drops(TinyServer server, DropReason reason) {
        return server.log.stream().filter(line -> line.endsWith(reason.key())).count();
    }

    @Test
    void aTransferWhoseDatagramsInThePacketSchedulerAreAllDroppedAtOnceGoesOnAndCompletes() {
        Capricious behaviour = new Capricious();
        // The first four of ten are all that is fed ahead: the first dequeue drops them and gives nothing.
        behaviour.dropsAtDequeue = packet -> packet.sequence < 4;
        TinyServer server = server(behaviour, 14_000);
        transmit(server, 0);
        server.runUntilUs(10_000);
        assertThat(drops(server, DropReason.EARLY)).isEqualTo(4);
        assertThat(server.departures).hasSize(6);
        assertThat(server.log)
                .filteredOn(line -> line.contains("finished"))
                .hasSize(1)
                .allMatch(line -> line.endsWith("finished 8400"));
        assertThat(server.packetsHeld()).isZero();
    }

    @Test
    void theLastDatagramDroppedCompletesTheTransfer() {
        Capricious behaviour = new Capricious();
        behaviour.dropsAtDequeue = packet -> packet.sequence == 9;
        TinyServer server = server(behaviour, 14_000);
        transmit(server, 0);
        server.runUntilUs(10_000);
        assertThat(server.departures).hasSize(9);
        assertThat(finishes(server)).isEqualTo(1);
    }

    @Test
    void refusedForGoodIsDroppedAndATransferOfNothingElseCompletesWithNoByteSent() {
        Capricious behaviour = new Capricious();
        behaviour.refuses = packet -> true;
        TinyServer server = server(behaviour, 140_000);
        transmit(server, 0);
        server.runUntilUs(10_000);
        assertThat(drops(server, DropReason.NO_CLASS)).isEqualTo(100);
        assertThat(server.departures).isEmpty();
        assertThat(server.log)
                .filteredOn(line -> line.contains("finished"))
                .hasSize(1)
                .allMatch(line -> line.endsWith("finished 0"));
        assertThat(server.packetsHeld()).isZero();
    }

    @Test
    void aTransferCompletesOnceWhenItsDatagramsOvertakeEachOther() {
        Capricious behaviour = new Capricious();
        behaviour.isLastInFirstOut = true;
        TinyServer server = server(behaviour, 14_000);
        transmit(server, 0);
        server.runUntilUs(10_000);
        assertThat(server.departures).hasSize(10);
        assertThat(server.log)
                .filteredOn(line -> line.contains("finished"))
                .hasSize(1)
                .allMatch(line -> line.endsWith("finished 14000"));
    }

    @Test
    void aPacketSchedulerThatPushesOutOneForEachThatComesDoesNotSeeTransfersDroppedInAnInstant() {
        Capricious behaviour = new Capricious();
        behaviour.mostPackets = 2;
        TinyServer server = server(behaviour, 1_400_000, 1_400_000);
        transmit(server, 0);
        transmit(server, 1);
        server.runUntilUs(100_000);
        long pushedOut = drops(server, DropReason.PUSHED_OUT);
        // 2000 datagrams in all; each that leaves calls one who goes on, whose datagrams push out as many at most as
        // are
        // fed ahead: at least one in five gets through.
        assertThat(server.departures.size() + pushedOut).isEqualTo(2000);
        assertThat(server.departures).hasSizeGreaterThan(400);
        assertThat(finishes(server)).isEqualTo(2);
        assertThat(server.packetsHeld()).isZero();
    }

    @Test
    void aFullPacketSchedulerPushesBackAndDropsNothing() {
        TinyServer server = new TinyServer.Builder()
                .scheduler(SchedulerSetup.of(FifoScheduler.SPEC, Map.of("limit", 2L)))
                .file("movie0", 140_000)
                .build();
        transmit(server, 0);
        server.runUntilUs(10_000);
        assertThat(server.departures).hasSize(100);
        assertThat(server.drops).isZero();
    }

    @Test
    void whatNeverFitsIsDroppedRatherThanKeptForEver() {
        TinyServer server = new TinyServer.Builder()
                .scheduler(SchedulerSetup.of(FifoScheduler.SPEC, Map.of("limitBytes", 1000L)))
                .file("movie0", 2900)
                .build();
        transmit(server, 0);
        server.runUntilUs(10_000);
        // Two datagrams of 1400 bytes and one of 100.
        assertThat(drops(server, DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(server.departures).hasSize(1);
        assertThat(finishes(server)).isEqualTo(1);
    }

    @Test
    void aDatagramOfAnApplicationThatIsDroppedGivesItsRoomInTheSendBufferBack() {
        Capricious behaviour = new Capricious();
        behaviour.dropsAtDequeue = packet -> true;
        TinyServer server = server(behaviour, 1_400_000);
        // 92 datagrams fill the send buffer (212,992 / 2304): the 200 sent here need what the drops give back.
        List<Function<Syscalls, Step>> steps = new ArrayList<>();
        steps.add(SocketCall::datagramSocket);
        steps.add(os -> ConnectCall.connect(os, 3, 1, 5004));
        for (int i = 0; i < 200; i++) {
            steps.add(os -> SendtoCall.send(os, 3, 1400, 0, 0, Packet.UNSCHEDULED));
        }
        server.spawn(new ScriptedProgram(steps));
        server.runUntilUs(100_000);
        assertThat(drops(server, DropReason.EARLY)).isEqualTo(200);
    }

    /** First in, first out, with the habits of others. */
    private static final class Capricious implements PacketScheduler {
        private final ArrayDeque<Packet> queue = new ArrayDeque<>();
        private Predicate<Packet> refuses = packet -> false;
        private Predicate<Packet> dropsAtDequeue = packet -> false;
        private int mostPackets = Integer.MAX_VALUE;
        private boolean isLastInFirstOut;
        private @Nullable SchedulerEnvironment environment;
        private boolean isInside;

        Capricious at(SchedulerEnvironment place) {
            environment = place;
            return this;
        }

        private void enter() {
            if (isInside) {
                throw new AssertionError("called from within itself");
            }
            isInside = true;
        }

        private void drop(Packet packet, DropReason reason, long nowPs) {
            java.util.Objects.requireNonNull(environment).drops().dropped(packet, reason, nowPs);
        }

        @Override
        public Verdict enqueue(Packet packet, long nowPs) {
            enter();
            if (refuses.test(packet)) {
                isInside = false;
                return DropReason.NO_CLASS;
            }
            queue.add(packet);
            if (queue.size() > mostPackets) {
                drop(queue.remove(), DropReason.PUSHED_OUT, nowPs);
            }
            isInside = false;
            return Verdict.Accepted.ACCEPTED;
        }

        @Override
        public @Nullable Packet dequeue(long nowPs) {
            enter();
            Packet packet = next();
            while (packet != null && dropsAtDequeue.test(packet)) {
                drop(packet, DropReason.EARLY, nowPs);
                packet = next();
            }
            isInside = false;
            return packet;
        }

        private @Nullable Packet next() {
            return isLastInFirstOut ? queue.pollLast() : queue.poll();
        }

        @Override
        public void closeFlow(int flow, long nowPs) {
            enter();
            isInside = false;
        }

        @Override
        public long readyAtPs(long nowPs) {
            return queue.isEmpty() ? NEVER : nowPs;
        }

        @Override
        public void reset(DropListener drops, long nowPs) {
            queue.clear();
        }

        @Override
        public int packetCount() {
            return queue.size();
        }

        @Override
        public long byteCount() {
            return queue.stream().mapToLong(Packet::ipBytes).sum();
        }
    }
}
