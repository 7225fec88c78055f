package pacewire.bench.jmh;

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
import org.openjdk.jmh.annotations.Warmup;

import pacewire.bench.SchedulerWorkload;
import pacewire.model.sched.PacketSchedulers;

/** Each packet scheduler alone, against the number of flows. An operation is a packet, taken and offered again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SchedulerBenchmark {
    /** Its name; {@link Suites} puts in all that there are. */
    @Param("jitter-edf")
    public String scheduler = "";

    /** Flows, each with a packet held. */
    @Param({"10", "1000", "100000", "1000000"})
    public int flows;

    private SchedulerWorkload workload;

    /** Opens the flows. */
    @Setup
    public void openFlows() {
        workload = new SchedulerWorkload(PacketSchedulers.find(scheduler).orElseThrow(), flows);
        workload.settle(() -> {});
    }

    /** A dequeue and an enqueue. */
    @Benchmark
    @OperationsPerInvocation(SchedulerWorkload.PACKETS_AT_A_TIME)
    public long packet() {
        workload.advance();
        return workload.nowPs();
    }
}
