package pacewire.model.os;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.os.machine.CostItem;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

import static org.assertj.core.api.Assertions.assertThat;

/** Soft interrupt, pacing timer, and the NIC's interrupt: who is woken when, and on which core. */
class NetDeviceTest {
    private static final long US = SimTime.MICROSECOND;

    /**
     * An interrupt for each completion, at once: many come while the poll before runs, and one at its very end. Nothing is lost,
     * and nothing is sent twice.
     */
    @ParameterizedTest(name = "interrupt at {0} frames or after {1} us")
    @CsvSource({"1, 0", "1, 10", "2, 3", "32, 0", "32, 10"})
    void theNicMayInterruptAgainAsSoonAsItIsUnmasked(long frames, long delayUs) {
        TinyMachine machine = new TinyMachine()
                .with(CostItem.INTERRUPT_FRAMES, frames)
                .with(CostItem.INTERRUPT_DELAY, delayUs * US)
                .with(CostItem.TRANSMIT_RECLAIM, 3 * US);
        TinyServer server = fifo().machine(machine).file("movie", 140_000).build();
        transmit(server, "movie", FlowMetrics.BEST_EFFORT, 0);
        server.runUntilUs(100_000);

        assertThat(server.datagrams).isEqualTo(100);
        assertThat(server.log).last().asString().endsWith("finished 140000");
        assertThat(server.pool.outstanding()).isZero();
        assertThat(server.nic.queues().get(0).completedDescriptors()).isZero();
    }

    /** Interrupt 2 us and reclaim 1 us for each datagram, none free of charge: 100 datagrams at 5 us, and one doorbell. */
    @Test
    void everyReapedDatagramIsPaidFor() {
        TinyServer server = fifo().file("movie", 140_000).build();
        transmit(server, "movie", FlowMetrics.BEST_EFFORT, 0);
        server.runUntilUs(100_000);

        long threadUs = 3 + 1 + 1 + 1 + 15 + 3 + 1; // until it sleeps; then a switch and exit
        long softInterruptUs = 2 + 100 * 5;
        long nicUs = 2 * server.nic.interrupts() + 100;
        assertThat(server.kernel.cpuBusyPs()).isEqualTo((threadUs + softInterruptUs + nicUs) * US);
        assertThat(server.kernel.interrupts()).isEqualTo(server.nic.interrupts());
    }

    /**
     * A slow transfer waits for its second datagram at 10,021 us; a fast one starts at 5,072 us: the sleep is over at 5,050 us
     * by its slack, timer 1, interrupt 2, switch 3, entry 1 and 15 of admission.
     */
    @Test
    void anEarlierDatagramBringsThePacingTimerForward() {
        TinyServer server = new TinyServer.Builder()
                .scheduler("jitter-edf", Map.of("wakeupShare", 0L))
                .cores(4)
                .file("slow", 4200)
                .file("fast", 4200)
                .build();
        transmit(server, "slow", paced("1.12 Mbps"), 0);
        transmit(server, "fast", paced("11.2 Mbps"), 5000);
        server.runUntilUs(100_000);

        assertThat(server.departures)
                .extracting(ps -> ps / US)
                .containsExactly(29L, 5080L, 6083L, 7083L, 10_032L, 20_032L);
        // Two for each transfer and one for the sleep; none for an instant that was given up.
        assertThat(server.kernel.timerWakeups()).isEqualTo(5);
        assertThat(server.kernel.interrupts() - server.nic.interrupts()).isEqualTo(5);
    }

    /** The same with shared wake-ups of a quarter of 4 ms: the timer stands at 11,021 us, and is wanted at 6,072 us. */
    @Test
    void aDatagramThatMustWaitLessMovesTheArmedTimer() {
        TinyServer server = new TinyServer.Builder()
                .scheduler("jitter-edf", Map.of())
                .cores(4)
                .file("slow", 2800)
                .file("fast", 4200)
                .build();
        transmit(server, "slow", paced("1.12 Mbps"), 0);
        transmit(server, "fast", paced("11.2 Mbps"), 5000);
        server.runUntilUs(100_000);

        // The second of the fast ones is eligible when the gate opens for the first, and leaves 5 us behind it.
        assertThat(server.departures).extracting(ps -> ps / US).containsExactly(1032L, 6083L, 6088L, 8083L, 11_032L);
    }

    /** A ring of one descriptor is full behind every datagram, but free again long before the next one. */
    @Test
    void aRingThatWasFullDoesNotHideTheTimer() {
        TinyServer server = new TinyServer.Builder()
                .scheduler("jitter-edf", Map.of("wakeupShare", 0L))
                .ring(1)
                .file("movie", 4200)
                .build();
        transmit(server, "movie", paced("11.2 Mbps"), 0);
        server.runUntilUs(10_000);

        assertThat(server.accounts)
                .containsExactly("#0 syscall=7 ring=1", "#1 timer=3 syscall=7 ring=1", "#2 timer=3 syscall=7 ring=1");
    }

    /** Two threads on two cores send at once: the soft interrupt of the first takes the datagram of the second along. */
    @Test
    void oneCoreAtATimeSends() {
        TinyServer server = fifo().cores(3).file("sent", 4200).build();
        for (int i = 0; i < 2; i++) {
            int descriptor = 3;
            server.spawn(new ScriptedProgram(
                    SocketCall::datagramSocket,
                    os -> ConnectCall.connect(os, descriptor, 1, 5004),
                    os -> SendtoCall.send(os, descriptor, 1000, 0, 0, Packet.UNSCHEDULED)));
        }
        server.runUntilUs(1000);

        // Both calls end at 11 us. Doorbell 1, timer 1, dequeue 1, driver 1: 15 us, and 2 us for the second.
        assertThat(server.departures).containsExactly(16 * US, 18 * US);
        assertThat(server.accounts)
                .containsExactly("#0 syscall=9 copy=1 ring=1", "#0 syscall=7 copy=1 scheduler=4 ring=1");
    }

    /** With a share of the tolerance to give, eligible datagrams wait for each other and leave in one wake-up. */
    @Test
    void sharedWakeUpsAreTheTimersDelay() {
        TinyServer server = new TinyServer.Builder()
                .scheduler("jitter-edf", Map.of())
                .file("movie", 2800)
                .build();
        transmit(server, "movie", paced("11.2 Mbps"), 0);
        server.runUntilUs(10_000);

        // A quarter of 4 ms: each waits 1000 us, then 1 us of latency and 2 us of interrupt. The second is eligible at
        // 1021 us, just when the gate opens for the first, and leaves behind it.
        assertThat(server.accounts)
                .containsExactly("#0 timer=1003 syscall=7 ring=1", "#1 timer=3 syscall=5 scheduler=7 ring=1");
    }

    private static TinyServer.Builder fifo() {
        return new TinyServer.Builder().scheduler("fifo", Map.of("limit", 10_000L));
    }

    private static FlowMetrics paced(String rate) {
        return new FlowMetrics(DataRate.parse(rate), DataRate.parse(rate), 4000 * US, FlowMetrics.NONE, 0, 1);
    }

    private static void transmit(TinyServer server, String path, FlowMetrics metrics, long fromUs) {
        TransmitRequest request = new TransmitRequest(
                List.of(new TransmitRequest.FileRange(path, TransmitRequest.FileRange.WHOLE_FILE)), metrics);
        int[] descriptor = {0};
        Program program = new Program() {
            private int step;

            @Override
            public Step next(SyscallResult last, Syscalls os) {
                step++;
                return switch (step) {
                    case 1 -> SocketCall.datagramSocket(os);
                    case 2 -> {
                        descriptor[0] = (int) last.value();
                        yield ConnectCall.connect(os, descriptor[0], 1, 5004);
                    }
                    case 3 ->
                        fromUs == 0
                                ? TransmitCall.transmit(os, descriptor[0], request)
                                : ClockNanosleepCall.sleepUntil(os, fromUs * US);
                    case 4 -> fromUs == 0 ? ExitCall.exit(os) : TransmitCall.transmit(os, descriptor[0], request);
                    default -> ExitCall.exit(os);
                };
            }
        };
        server.spawn(program);
    }
}
