package pacewire.testkit.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.model.sched.SchedulerSetup;

/** A packet scheduler with bare packets put in and taken out by hand; notes what became of them. */
final class PolledScheduler {
    /** What became of a packet, and when. */
    record Event(long sequence, long ps) {}

    final List<Event> drops = new ArrayList<>();
    final List<Event> departures = new ArrayList<>();
    final PacketScheduler scheduler;

    private final PacketPool pool = new PacketPool();

    PolledScheduler(String name, Map<String, Long> parameters) {
        SchedulerEnvironment environment = SchedulerEnvironment.routerPort(
                DataRate.parse("1 Gbps"),
                (packet, reason, nowPs) -> drops.add(new Event(packet.sequence, nowPs)),
                "port",
                new RandomStreams(1));
        scheduler = SchedulerSetup.of(PacketSchedulers.find(name).orElseThrow(), parameters)
                .create(environment);
    }

    Verdict enqueue(int flow, long sequence, int bytes, long nowPs) {
        Packet packet = pool.take(nowPs);
        packet.protocol = Protocol.RAW;
        packet.payloadBytes = bytes;
        packet.flow = flow;
        packet.sequence = sequence;
        return scheduler.enqueue(packet, nowPs);
    }

    @Nullable
    Packet dequeue(long nowPs) {
        Packet packet = scheduler.dequeue(nowPs);
        if (packet != null) {
            departures.add(new Event(packet.sequence, nowPs));
        }
        return packet;
    }
}
