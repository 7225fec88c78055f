package pacewire.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;

/** Measures a workload in this process: warm-up, then rounds. */
public final class Harness {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final Plan plan;
    private final Runnable checkpoint;

    /**
     * How long to measure.
     *
     * @param warmUpSeconds on a core before the first round, so that Java has compiled what runs
     * @param settlingSeconds on a core before each round: caches are cold where another program had its turn, and a processor
     *     that was idle meanwhile takes its time to reach its full clock
     * @param roundSeconds wall time of a round
     * @param rounds at least 1
     */
    public record Plan(double warmUpSeconds, double settlingSeconds, double roundSeconds, int rounds) {}

    /**
     * What a round did.
     *
     * @param cpuNanos time that the thread had a CPU core: less than {@code wallNanos} when others took it away
     * @param allocatedBytes by the thread that did it
     * @param virtualPs time that passed in the simulated world
     */
    public record Round(
            long wallNanos, long cpuNanos, long operations, long events, long allocatedBytes, long virtualPs) {
        public double operationsPerSecond() {
            return operations * NANOS_PER_SECOND / wallNanos;
        }

        public double eventsPerSecond() {
            return events * NANOS_PER_SECOND / wallNanos;
        }

        /** What it would have been with a core for itself. */
        public double operationsPerCpuSecond() {
            return operations * NANOS_PER_SECOND / cpuNanos;
        }

        public double nanosPerOperation() {
            return (double) wallNanos / operations;
        }

        /** Share of the time, up to 1, in which the thread had a CPU core. */
        public double cpuShare() {
            return (double) cpuNanos / wallNanos;
        }

        public double allocatedBytesPerOperation() {
            return (double) allocatedBytes / operations;
        }
    }

    /**
     * A harness.
     *
     * @param checkpoint called between portions; what it throws ends the measuring
     */
    public Harness(Plan plan, Runnable checkpoint) {
        this.plan = plan;
        this.checkpoint = checkpoint;
    }

    /**
     * Warms up, then measures round by round.
     *
     * @param between done after each round: the other program's turn
     */
    public List<Round> measure(Workload workload, Runnable between) {
        runFor(plan.warmUpSeconds(), workload);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < plan.rounds(); i++) {
            runFor(plan.settlingSeconds(), workload);
            rounds.add(round(workload, plan.roundSeconds()));
            workload.requireSteady();
            between.run();
        }
        return rounds;
    }

    /** Bytes of the heap that are in use after a garbage collection. */
    public long heapUsedBytes() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** On a busy machine the wall clock says little of how often the code has run. */
    private void runFor(double seconds, Workload workload) {
        long endNanos = threads.getCurrentThreadCpuTime() + (long) (seconds * NANOS_PER_SECOND);
        while (threads.getCurrentThreadCpuTime() < endNanos) {
            workload.advance();
            checkpoint.run();
        }
    }

    private Round round(Workload workload, double seconds) {
        long wantedNanos = (long) (seconds * NANOS_PER_SECOND);
        long operations = workload.operations();
        long events = workload.eventsFired();
        long startPs = workload.nowPs();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long now;
        do {
            workload.advance();
            checkpoint.run();
            now = System.nanoTime();
        } while (now - start < wantedNanos);
        return new Round(
                now - start,
                threads.getCurrentThreadCpuTime() - cpu,
                workload.operations() - operations,
                workload.eventsFired() - events,
                threads.getCurrentThreadAllocatedBytes() - allocated,
                workload.nowPs() - startPs);
    }
}
