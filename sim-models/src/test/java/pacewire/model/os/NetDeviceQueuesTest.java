package pacewire.model.os;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.units.SimTime;
import pacewire.model.nic.ByteQueueLimits;
import pacewire.model.nic.NicOptions;
import pacewire.model.nic.NicQueue;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

/** A NIC with several queues, other limits of bytes, and doorbells of their own, below the kernel's device. */
class NetDeviceQueuesTest {
    private static final long US = SimTime.MICROSECOND;

    /**
     * Two threads on cores 2 and 1 send three datagrams each: two flows, two queues, by the core of the first datagram; 2 and 1
     * modulo 2 are queues 0 and 1.
     */
    @Test
    void aFlowStaysInTheQueueOfTheCoreThatSentItsFirstPacket() {
        TinyServer server = sending(NicOptions.PLAIN.withQueues(2), 2, 3);
        server.runUntilUs(1000);

        assertThat(server.nic.queues()).extracting(NicQueue::framesSent).containsExactly(3L, 3L);
        assertThat(server.datagrams).isEqualTo(6);
        assertThat(server.pool.outstanding()).isZero();
    }

    /** Every queue's completions come to a core of its own: three cores and two queues, so the interrupts are on cores 0 and 1. */
    @Test
    void eachQueueInterruptsByItself() {
        TinyServer server = sending(NicOptions.PLAIN.withQueues(2), 2, 3);
        server.runUntilUs(1000);

        assertThat(server.nic.queues()).extracting(NicQueue::interrupts).doesNotContain(0L);
        assertThat(server.kernel.interrupts()).isEqualTo(server.nic.interrupts());
        assertThat(server.nic.queues())
                .allSatisfy(queue -> assertThat(queue.completedDescriptors()).isZero());
    }

    /** Rings of one descriptor: a packet whose queue is full waits with what is behind it; nothing is lost or overtaken. */
    @ParameterizedTest(name = "{0} queues")
    @ValueSource(ints = {1, 2, 3, 5})
    void fullQueuesHoldUpAndLoseNothing(int queues) {
        TinyServer server = new TinyServer.Builder()
                .scheduler("fifo", Map.of("limit", 10_000L))
                .cores(4)
                .ring(1)
                .nic(NicOptions.PLAIN.withQueues(queues))
                .file("sent", 4200)
                .build();
        for (int thread = 0; thread < 3; thread++) {
            server.spawn(sender(20));
        }
        server.runUntilUs(100_000);

        assertThat(server.datagrams).isEqualTo(60);
        assertThat(server.packetsHeld()).isZero();
        assertThat(server.pool.outstanding()).isZero();
    }

    /** Whatever keeps the ring short, everything leaves, and is reaped. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(ByteQueueLimits.class)
    void everyLimitLetsEverythingLeave(ByteQueueLimits limits) {
        TinyServer server = sending(NicOptions.PLAIN.withByteQueueLimits(limits), 3, 50);
        server.runUntilUs(100_000);

        assertThat(server.datagrams).isEqualTo(150);
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.nic.queues().get(0).completedDescriptors()).isZero();
    }

    /**
     * With a shared doorbell, one for each time that the soft interrupt begins; with one for each packet, as many as packets,
     * and the CPU is busy a microsecond more for each that shared.
     */
    @Test
    void doorbellsAreCountedAndPaidFor() {
        TinyServer shared = sending(NicOptions.PLAIN, 2, 10);
        TinyServer each = sending(NicOptions.PLAIN.withDoorbellForEach(), 2, 10);
        shared.runUntilUs(10_000);
        each.runUntilUs(10_000);

        assertThat(each.kernel.doorbells()).isEqualTo(20);
        assertThat(shared.kernel.doorbells()).isPositive().isLessThan(20);
    }

    /** A stall of 300 us in the middle: all leave behind it, none is lost. */
    @Test
    void aStalledNicLosesNothing() {
        TinyServer server = sending(NicOptions.PLAIN, 2, 40);
        server.runUntilUs(40);
        server.nic.stall(340 * US);
        server.runUntilUs(10_000);

        assertThat(server.departures).noneMatch(ps -> ps > 41 * US && ps < 340 * US);
        assertThat(server.departures).hasSize(80).isSorted();
        assertThat(server.pool.outstanding()).isZero();
    }

    private static TinyServer sending(NicOptions options, int threads, int datagrams) {
        TinyServer server = new TinyServer.Builder()
                .scheduler("fifo", Map.of("limit", 10_000L))
                .cores(3)
                .nic(options)
                .file("sent", 4200)
                .build();
        for (int thread = 0; thread < threads; thread++) {
            server.spawn(sender(datagrams));
        }
        return server;
    }

    /** Sends so many datagrams of 1000 bytes, one call after the other. */
    private static Program sender(int datagrams) {
        return new Program() {
            private int step;

            @Override
            public Step next(SyscallResult last, Syscalls os) {
                step++;
                if (step == 1) {
                    return SocketCall.datagramSocket(os);
                } else if (step == 2) {
                    return ConnectCall.connect(os, 3, 1, 5004);
                }
                return step <= datagrams + 2
                        ? SendtoCall.send(os, 3, 1000, 0, 0, Packet.UNSCHEDULED)
                        : ExitCall.exit(os);
            }
        };
    }
}
