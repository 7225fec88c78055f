package pacewire.model.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;
import pacewire.model.client.ArrivalProcess;
import pacewire.model.client.Client;
import pacewire.model.client.ConstantArrivals;
import pacewire.model.client.Playout;
import pacewire.model.link.RateSerialiser;
import pacewire.model.measure.GroupMeter;
import pacewire.model.measure.MeterDetail;
import pacewire.model.nic.NicOptions;
import pacewire.model.os.CpuTracer;
import pacewire.model.os.SyscallTracer;
import pacewire.model.os.TransmitSettings;
import pacewire.model.os.machine.MachineProfiles;
import pacewire.model.os.storage.DiskModels;
import pacewire.model.os.storage.EvictionPolicy;
import pacewire.model.os.storage.FileSystem;
import pacewire.model.os.storage.FrameTrace;
import pacewire.model.os.storage.PageCacheReader;
import pacewire.model.os.storage.StorageSettings;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.model.transport.TransferRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Server, network and clients together, for a short run. */
class TestbedTest {
    private static final long MS = SimTime.MILLISECOND;
    private static final long END = 3 * SimTime.SECOND;
    /** 1400 bytes in 2.24 ms. */
    private static final DataRate RATE = DataRate.parse("5 Mbps");

    /** What a run is made of; a test changes what it is about. */
    private static final class Setup {
        private String application = "transmit";
        private String scheduler = "jitter-edf";
        private String machine = "linux-6";
        private int cores = 2;
        private boolean isWarm = true;
        private long seed = 1;
        private int clients = 5;
        private long gapPs = 7 * MS;
        private long lossPpb;
        private List<TransferRequest.FilePart> files = List.of(new TransferRequest.FilePart(0, 50_000));
        private FlowMetrics metrics = new FlowMetrics(RATE, RATE, 2 * MS, FlowMetrics.NONE, 0, 1);
        private final List<String> calls = new ArrayList<>();

        private @Nullable World world;
        private @Nullable Testbed testbed;

        World world() {
            if (world == null) {
                throw new IllegalStateException("not built yet");
            }
            return world;
        }

        Testbed testbed() {
            if (testbed == null) {
                throw new IllegalStateException("not built yet");
            }
            return testbed;
        }

        Setup build() {
            World made = new World(seed);
            world = made;
            ApplicationSpec app = Applications.find(application).orElseThrow();
            SchedulerSpec spec = PacketSchedulers.find(
                            app.pacers().isEmpty() ? scheduler : app.pacers().get(0))
                    .orElseThrow();
            FrameTrace frames = new FrameTrace(new long[] {0, 20 * MS, 40 * MS}, new int[] {3000, 1000, 5000});
            FileSystem fileSystem = new FileSystem(List.of(
                    new FileSystem.ServerFile("a", 50_000, null),
                    new FileSystem.ServerFile("b", 50_000, null),
                    new FileSystem.ServerFile("video", 9000, frames)));
            SyscallTracer tracer = (thread, call, result, nowPs) -> calls.add(call.name() + " = " + result);
            ServerSettings server = new ServerSettings(
                    MachineProfiles.find(machine).orElseThrow(),
                    cores,
                    false,
                    new StorageSettings(
                            DiskModels.find("nvme").orElseThrow(),
                            64L << 20,
                            isWarm,
                            PageCacheReader.DEFAULT_READAHEAD_BYTES,
                            EvictionPolicy.LRU),
                    DataRate.parse("1 Gbps"),
                    64,
                    NicOptions.PLAIN,
                    new TransmitSettings(SchedulerSetup.defaults(spec)),
                    app.factory().create(ParameterValues.of(app.parameters(), Map.of())),
                    fileSystem,
                    tracer,
                    CpuTracer.NONE);
            Testbed.CoreSettings core = new Testbed.CoreSettings(
                    DataRate.parse("1 Gbps"), MS, (place, drops) -> new FifoScheduler(1000, Long.MAX_VALUE));
            Testbed built = new Testbed(made, server, core);
            testbed = built;
            GroupSettings access = new GroupSettings(
                    "viewers",
                    () -> new RateSerialiser(DataRate.parse("50 Mbps")),
                    (place, drops) -> new FifoScheduler(1000, Long.MAX_VALUE),
                    DataRate.parse("10 Mbps"),
                    10 * MS,
                    null,
                    lossPpb,
                    false);
            built.addGroup(
                    access,
                    new GroupMeter("viewers", 0, END, MeterDetail.CLIENT),
                    new Plan(),
                    Applications.CONTROL_PORT);
            return this;
        }

        Setup run() {
            build();
            world().simulation().runUntil(END);
            testbed().requireBalancedBooks();
            return this;
        }

        GroupMeter meter() {
            return testbed().observatory().groups().get(0);
        }

        List<TransferRecord> transfers() {
            return testbed().observatory().transfers();
        }

        private final class Plan implements ClientPlan {
            @Override
            public int count() {
                return clients;
            }

            @Override
            public ArrivalProcess arrivals() {
                return new ConstantArrivals(0, gapPs);
            }

            @Override
            public TransferRequest request(int number) {
                return new TransferRequest(Client.UDP_PORT, files, metrics);
            }

            @Override
            public @Nullable Playout playout(TransferRequest request) {
                return null;
            }
        }
    }

    /** Every application that ships. */
    static List<String> applications() {
        return Applications.all().stream().map(ApplicationSpec::name).toList();
    }

    /** Those that send datagrams: 1400 bytes each, and none before its instant. */
    static List<String> applicationsOfDatagrams() {
        return applications().stream()
                .filter(name -> !name.equals("sendfile-tcp"))
                .toList();
    }

    /** Those whose first datagram is not one of a burst that the packet scheduler lets through: fq's initial quantum is ten. */
    static List<String> applicationsThatPace() {
        return applicationsOfDatagrams().stream()
                .filter(name -> !name.equals("pacing-rate"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void theBooksBalanceAfterEveryEvent(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.lossPpb = 50_000_000;
        setup.build();
        long events = 0;
        while (setup.world().simulation().nowPs() < END
                && setup.world().simulation().step()) {
            setup.testbed().requireBalancedBooks();
            events++;
        }

        assertThat(events).isGreaterThan(1000);
        assertThat(setup.meter().packetsDelivered()).isGreaterThan(100);
        assertThat(setup.meter().packetsDropped().get("linkLoss")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("applicationsOfDatagrams")
    void everyRequestIsServedInFullAndTheBooksAreEmptyAtTheEnd(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.build();
        // Every connection's TIME-WAIT of 2 s is over as well.
        setup.world().simulation().runUntil(10 * SimTime.SECOND);
        setup.testbed().requireBalancedBooks();

        // 36 datagrams of 1400 bytes or less for each of 5 clients.
        assertThat(setup.meter().packetsCreated()).isEqualTo(5 * 36);
        assertThat(setup.meter().bytesDelivered()).isEqualTo(5 * 50_000);
        assertThat(setup.transfers()).allSatisfy(transfer -> {
            assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.FINISHED);
            assertThat(transfer.client().phase()).isEqualTo(Client.Phase.COMPLETED);
            assertThat(transfer.client().isConnected()).isFalse();
            assertThat(transfer.bytesSent()).isEqualTo(50_000);
        });
        assertThat(setup.world().pool().outstanding()).isZero();
        assertThat(setup.testbed().kernel().packetsHeld()).isZero();
    }

    @Test
    void transmitCopiesNothingAndSleepSendtoEverything() {
        Setup transmit = new Setup().run();
        assertThat(transmit.testbed().kernel().bytesCopiedToUser()).isZero();
        assertThat(transmit.testbed().kernel().bytesCopiedFromUser()).isZero();
        assertThat(transmit.testbed().kernel().syscalls())
                .containsEntry("transmit", 5L)
                .containsEntry("sendto", 0L);

        Setup sendto = new Setup();
        sendto.application = "sleep-sendto";
        sendto.run();
        assertThat(sendto.testbed().kernel().bytesCopiedToUser()).isEqualTo(5 * 50_000);
        assertThat(sendto.testbed().kernel().bytesCopiedFromUser()).isEqualTo(5 * 50_000);
        assertThat(sendto.testbed().kernel().syscalls())
                .containsEntry("transmit", 0L)
                .containsEntry("sendto", 180L)
                // Behind each datagram but the last.
                .containsEntry("clock_nanosleep", 175L);
    }

    /** The second file's first datagram is due when the first file's bytes have passed, not when its file is open. */
    @ParameterizedTest
    @MethodSource("applicationsThatPace")
    void severalFilesInOneRequestAreNeverEarly(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.files = List.of(
                new TransferRequest.FilePart(0, 14_000),
                new TransferRequest.FilePart(1, 0),
                new TransferRequest.FilePart(1, TransferRequest.FilePart.WHOLE_FILE),
                new TransferRequest.FilePart(0, 1));
        setup.run();

        assertThat(setup.meter().bytesDelivered()).isEqualTo(5 * 64_001);
        setup.meter().finish();
        assertThat(setup.meter().departureErrorPs().min()).isGreaterThanOrEqualTo(0);
        assertThat(setup.transfers())
                .allSatisfy(transfer -> assertThat(transfer.contract())
                        .isNotNull()
                        .satisfies(contract -> assertThat(contract.isKept()).isTrue()));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aFileWithoutBytesIsAnsweredAtOnce(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.files = List.of(new TransferRequest.FilePart(0, 0));
        setup.run();

        assertThat(setup.meter().packetsCreated()).isZero();
        assertThat(setup.transfers())
                .extracting(transfer -> transfer.client().phase())
                .containsOnly(Client.Phase.COMPLETED);
    }

    /** Two videos of 60 ms behind each other, the second cut off in its second frame; one without bytes is none. */
    @ParameterizedTest
    @MethodSource("applicationsThatPace")
    void recordedVideosFollowEachOther(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.metrics = new FlowMetrics(null, null, 2 * MS, FlowMetrics.NONE, 0, 1);
        setup.files = List.of(
                new TransferRequest.FilePart(2, TransferRequest.FilePart.WHOLE_FILE),
                new TransferRequest.FilePart(2, 0),
                new TransferRequest.FilePart(2, 3500));
        setup.run();
        setup.meter().finish();

        assertThat(setup.meter().bytesDelivered()).isEqualTo(5 * 12_500);
        assertThat(setup.meter().departureErrorPs().min()).isGreaterThanOrEqualTo(0);
        assertThat(setup.meter().departureErrorPs().max()).isLessThan(2 * MS);
        assertThat(setup.transfers()).extracting(TransferRecord::outcome).containsOnly(TransferRecord.Outcome.FINISHED);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aRecordedVideoIsNotSentTogetherWithPlainFiles(String application) {
        Setup setup = new Setup();
        setup.application = application;
        setup.metrics = FlowMetrics.BEST_EFFORT;
        setup.files = List.of(new TransferRequest.FilePart(2, 9000), new TransferRequest.FilePart(0, 1));
        setup.run();

        assertThat(setup.meter().packetsCreated()).isZero();
        assertThat(setup.transfers()).allSatisfy(transfer -> {
            assertThat(transfer.client().phase()).isEqualTo(Client.Phase.REFUSED);
            assertThat(transfer.detail()).isEqualTo("EINVAL: Invalid argument");
        });
    }

    /** 20 % of all segments are lost in each direction: handshakes, requests and answers are repeated until they are through. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void lossOnTheAccessLinkLosesNoRequest(long seed) {
        Setup setup = new Setup();
        setup.seed = seed;
        setup.lossPpb = 200_000_000;
        setup.build();
        setup.world().simulation().runUntil(120 * SimTime.SECOND);
        setup.testbed().requireBalancedBooks();

        assertThat(setup.transfers()).extracting(TransferRecord::outcome).containsOnly(TransferRecord.Outcome.FINISHED);
        assertThat(setup.transfers())
                .extracting(transfer -> transfer.client().phase())
                .containsOnly(Client.Phase.COMPLETED);
        assertThat(setup.meter().packetsDropped().get("linkLoss")).isPositive();
    }

    @Test
    void aLinkThatLosesEverythingEndsInFailedClients() {
        Setup setup = new Setup();
        setup.lossPpb = 1_000_000_000;
        setup.build();
        // Six repetitions of the SYN, after 1, 2, 4, ... 64 s.
        setup.world().simulation().runUntil(200 * SimTime.SECOND);
        setup.testbed().requireBalancedBooks();

        assertThat(setup.transfers()).extracting(TransferRecord::outcome).containsOnly(TransferRecord.Outcome.FAILED);
        assertThat(setup.world().pool().outstanding()).isZero();
        assertThat(setup.testbed().kernel().syscalls()).containsEntry("accept4", 1L);
    }

    @Test
    void oneSeedGivesOneRunAndAnotherSeedAnother() {
        Setup first = lossy(1).run();
        Setup again = lossy(1).run();
        Setup other = lossy(2).run();

        assertThat(again.testbed().observatory().digests())
                .isEqualTo(first.testbed().observatory().digests())
                .containsOnlyKeys("wire", "deliveries", "drops");
        assertThat(again.world().simulation().eventsFired())
                .isEqualTo(first.world().simulation().eventsFired());
        assertThat(again.calls).isEqualTo(first.calls);
        assertThat(other.testbed().observatory().digests().get("drops"))
                .isNotEqualTo(first.testbed().observatory().digests().get("drops"));
    }

    @Test
    void withoutClientsTheServerWaits() {
        Setup setup = new Setup();
        setup.clients = 0;
        setup.run();

        assertThat(setup.calls)
                .containsExactly("socket = 3", "bind = 0", "listen = 0"); // and accept4, which does not return
        assertThat(setup.testbed().kernel().syscalls()).containsEntry("accept4", 1L);
        assertThat(setup.testbed().kernel().interrupts()).isZero();
        assertThat(setup.world().simulation().eventsPending()).isZero();
    }

    /** The request takes 9 + 11 + 17 + 17 + 22 + 12 + 10 + 15 + 1 bytes, line by line; the answer 10 + 13 + 1. */
    @Test
    void aSingleClientIsServed() {
        Setup setup = new Setup();
        setup.clients = 1;
        setup.run();

        assertThat(setup.calls)
                .containsExactly(
                        "socket = 3",
                        "bind = 0",
                        "listen = 0",
                        "accept4 = 4",
                        "clone = 1001",
                        "recvfrom = 114",
                        "socket = 5",
                        "connect = 0",
                        "transmit = 50000",
                        "recvmsg = 1",
                        "recvmsg = 1",
                        "recvmsg = -1 EAGAIN (Resource temporarily unavailable)",
                        "close = 0",
                        "write = 24",
                        "close = 0",
                        "exit = 0");
    }

    /** Refused for what they ask together: the third and later of 400 Mbit/s on a line of 1 Gbit/s. */
    @Test
    void whatCannotBeKeptIsRefusedAndTheClientIsTold() {
        Setup setup = new Setup();
        DataRate rate = DataRate.parse("400 Mbps");
        setup.metrics = new FlowMetrics(rate, rate, 2 * MS, FlowMetrics.NONE, 0, 1);
        setup.gapPs = MS / 10;
        setup.run();

        assertThat(setup.transfers())
                .extracting(TransferRecord::outcome)
                .containsExactly(
                        TransferRecord.Outcome.FINISHED,
                        TransferRecord.Outcome.FINISHED,
                        TransferRecord.Outcome.REFUSED,
                        TransferRecord.Outcome.REFUSED,
                        TransferRecord.Outcome.REFUSED);
        assertThat(setup.transfers().get(2).detail()).startsWith("EBUSY: ");
        assertThat(setup.transfers().get(2).client().phase()).isEqualTo(Client.Phase.REFUSED);
        assertThat(setup.meter().refusedRequests()).isEqualTo(3);
    }

    /** The delays of a program that sleeps on a tick of 10 ms are the timer's. */
    @Test
    void onATickTheTimerIsWhatDelays() {
        Setup setup = new Setup();
        setup.application = "sleep-sendto";
        setup.machine = "solaris-10-2005";
        setup.run();
        setup.meter().finish();

        long timerPs = Math.round(setup.meter().spentPs(DelayPart.TIMER).mean());
        // Uniform over the tick: about 5 ms; everything else on the server is far below.
        assertThat(timerPs).isBetween(3 * MS, 7 * MS);
        assertThat(setup.meter().spentPs(DelayPart.RUN_QUEUE).mean()).isLessThan(timerPs / 10.0);
        assertThat(setup.meter().spentPs(DelayPart.SYSCALL).mean()).isLessThan(timerPs / 10.0);
    }

    /** A hundred senders on one core of 2005, which takes about 20 us for a datagram: the tick lets all run at once. */
    @Test
    void withTooFewCoresTheRunQueueDelays() {
        Setup setup = new Setup();
        setup.application = "sleep-sendto";
        setup.machine = "solaris-10-2005";
        setup.cores = 1;
        setup.clients = 150;
        setup.gapPs = MS / 10;
        setup.run();
        setup.meter().finish();

        assertThat(setup.meter().spentPs(DelayPart.RUN_QUEUE).mean())
                .isGreaterThan(setup.meter().spentPs(DelayPart.SYSCALL).mean())
                .isGreaterThan(setup.meter().spentPs(DelayPart.COPY).mean())
                .isGreaterThan(1.0 * MS);
    }

    private static Setup lossy(long seed) {
        Setup setup = new Setup();
        setup.seed = seed;
        setup.lossPpb = 50_000_000;
        return setup;
    }
}
