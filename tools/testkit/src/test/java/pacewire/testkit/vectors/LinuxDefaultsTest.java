package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PrioScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;

import static org.assertj.core.api.Assertions.assertThat;

/** What Linux's packet schedulers are when nothing is set, read in its source by others. */
class LinuxDefaultsTest {
    private static final String FILE = "aqm_shaping.json";

    @Test
    void prioSortsByLinuxPriomap() {
        JsonNode bands =
                VectorFile.vector(FILE, "linux_priomap").path("expected").path("priority_to_band");
        PacketScheduler scheduler = SchedulerSetup.of(PrioScheduler.SPEC, Map.of())
                .create(SchedulerEnvironment.routerPort(
                        new DataRate(1_000_000), (packet, reason, nowPs) -> {}, "port", new RandomStreams(1)));
        PacketPool pool = new PacketPool();
        for (int priority = 0; priority < bands.size(); priority++) {
            Packet packet = pool.take(0);
            packet.priority = (byte) priority;
            scheduler.enqueue(packet, 0);
        }
        List<Integer> order = new ArrayList<>();
        for (Packet packet = scheduler.dequeue(0); packet != null; packet = scheduler.dequeue(0)) {
            order.add((int) packet.priority);
        }

        List<Integer> expected = new ArrayList<>();
        for (int band = 0; band < 3; band++) {
            for (int priority = 0; priority < bands.size(); priority++) {
                if (bands.get(priority).asInt() == band) {
                    expected.add(priority);
                }
            }
        }
        assertThat(expected).hasSize(16);
        assertThat(order).isEqualTo(expected);
    }
}
