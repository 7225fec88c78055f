package pacewire.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import pacewire.bench.PathLoad;
import pacewire.bench.PathWorkload;
import pacewire.core.units.DataRate;
import pacewire.scenario.ScenarioException;

/**
 * The whole path of a packet, against the number of transfers and the application. An operation is a packet that reaches its
 * client, so that with {@code -prof gc} the line {@code gc.alloc.rate.norm} tells the bytes allocated for each packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PathBenchmark {
    /** Long enough that it does not matter in which event of a packet an invocation ends. */
    private static final int PACKETS = 1000;

    private static final DataRate LINE = DataRate.parse("10 Gbps");

    /** Transfers that flow at once. */
    @Param({"10", "1000", "10000"})
    public int transfers;

    /** The server application; each with the packet scheduler that it is used with. */
    @Param({"transmit", "sleep-sendto"})
    public String application = "";

    private PathWorkload workload;

    /** Lets all transfers start. */
    @Setup
    public void startAll() throws ScenarioException {
        String packetScheduler = application.equals("transmit") ? "jitter-edf" : "fifo";
        PathLoad load =
                new PathLoad(transfers, PathLoad.usualRate(LINE, transfers), LINE, application, packetScheduler);
        workload = new PathWorkload(load.scenario(List.of()));
        workload.startAll(() -> {});
    }

    /** The simulation up to the thousandth next delivery. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long packet() {
        workload.deliver(PACKETS);
        return workload.nowPs();
    }

    /** Every transfer must still flow. */
    @TearDown
    public void requireSteady() {
        workload.requireSteady();
    }
}
