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

import pacewire.bench.Spacing;
import pacewire.bench.queue.QueueHold;
import pacewire.bench.queue.Structure;

/** The event queue against those that were not taken (ADR 9). An operation is an item, taken and added again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class EventQueueBenchmark {
    private static final int STEPS = 4096;

    /** The queue. */
    @Param
    public Structure structure = Structure.PACEWIRE;

    /** Items in it. */
    @Param({"100", "10000", "1000000"})
    public int pending;

    /** How far ahead an item is added again. */
    @Param
    public Spacing spacing = Spacing.EXPONENTIAL;

    /** The share of the steps that also move another item. */
    @Param({"0", "0.5"})
    public double cancellation;

    private QueueHold hold = new QueueHold(structure.create(), 1, spacing, 0);

    /** Fills the queue. */
    @Setup
    public void fill() {
        hold = new QueueHold(structure.create(), pending, spacing, cancellation);
    }

    /** The hold model. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long hold() {
        return hold.advance(STEPS);
    }
}
