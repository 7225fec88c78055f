package pacewire.model.topology;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.core.units.SimTime;
import pacewire.model.app.ApplicationSpec;
import pacewire.model.app.Applications;

import static org.assertj.core.api.Assertions.assertThat;

/** No application allocates for a datagram, or for a segment: from the file to the client's meters. */
class ApplicationAllocationTest {
    static List<String> applications() {
        return Applications.all().stream().map(ApplicationSpec::name).toList();
    }

    @ParameterizedTest
    @MethodSource("applications")
    void aDatagramAllocatesNothing(String application) {
        TinyWorld world = new TinyWorld(application)
                .machine("linux-6")
                .scheduler(application.equals("pacing-rate") ? "fq" : "jitter-edf")
                .clients(4, 32L << 20, TinyWorld.paced("20 Mbps"))
                .untraced()
                .run(2 * SimTime.SECOND);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long packets = world.meter().packetsCreated();

        long before = threads.getCurrentThreadAllocatedBytes();
        world.world.simulation().runUntil(6 * SimTime.SECOND);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // 4 times 20 Mbit/s for 4 s are 28,571 datagrams of 1400 bytes, and 27,397 segments of 1460; an object for each
        // would take 16 bytes at least.
        long sent = world.meter().packetsCreated() - packets;
        assertThat(sent).isBetween(27_000L, 29_500L);
        assertThat(allocated).isLessThan(sent);
    }
}
