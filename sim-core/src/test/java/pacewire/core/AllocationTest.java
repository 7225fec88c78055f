package pacewire.core;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import pacewire.core.event.Event;
import pacewire.core.event.Simulation;
import pacewire.core.random.RandomStream;
import pacewire.core.random.RandomStreams;
import pacewire.core.stats.Histogram;
import pacewire.core.stats.TimeWeighted;
import pacewire.core.trace.Digest;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens for each packet and each event allocates nothing once it has seen its range. */
class AllocationTest {
    private static final int TIMES = 100_000;

    /** Far below an object for every tenth time; room for what the measurement itself may leave. */
    private static final long BYTES_ALLOWED = 16_384;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void recordingInAHistogramAllocatesNothing() {
        Histogram histogram = new Histogram();
        RandomStream random = new RandomStreams(1).stream("values");
        histogram.record(Long.MAX_VALUE);
        histogram.record(Long.MIN_VALUE);

        assertAllocatesNothing(i -> histogram.record(random.nextLong()));
    }

    @Test
    void aDigestAndALevelOverTimeAllocateNothing() {
        Digest digest = new Digest();
        TimeWeighted level = new TimeWeighted(0, 0);
        long[] nowPs = new long[1];

        assertAllocatesNothing(i -> {
            digest.update(i);
            level.set(i, nowPs[0]++);
        });
    }

    @Test
    void schedulingCancellingAndFiringAllocateNothing() {
        Simulation simulation = new Simulation();
        Event cancelled = new Tick();
        Event fired = new Tick();

        assertAllocatesNothing(i -> {
            simulation.schedule(cancelled, simulation.nowPs() + 2);
            simulation.reschedule(fired, simulation.nowPs() + 1);
            simulation.cancel(cancelled);
            simulation.step();
        });
    }

    /** The queue is cut anew each time that the distance of the events changes a thousandfold: twenty times in each round. */
    @Test
    void aQueueWhoseEventsFollowEachOtherNowCloselyNowFarAllocatesNothing() {
        Simulation simulation = new Simulation();
        RandomStream random = new RandomStreams(1).stream("distances");
        long[] reachPs = {1_000_000};
        for (int i = 0; i < 600; i++) {
            simulation.schedule(
                    new Event() {
                        @Override
                        protected void fire(long nowPs) {
                            simulation.schedule(this, nowPs + 1 + random.nextLong(reachPs[0]));
                        }
                    },
                    i);
        }

        assertAllocatesNothing(i -> {
            reachPs[0] = (i / 5_000) % 2 == 0 ? 1_000_000 : 1_000_000_000;
            simulation.step();
        });
    }

    private static void assertAllocatesNothing(IntConsumer action) {
        repeat(action);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(action);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(BYTES_ALLOWED);
    }

    private static void repeat(IntConsumer action) {
        for (int i = 0; i < TIMES; i++) {
            action.accept(i);
        }
    }

    private static final class Tick extends Event {
        @Override
        protected void fire(long nowPs) {
            // Only its scheduling is looked at.
        }
    }
}
