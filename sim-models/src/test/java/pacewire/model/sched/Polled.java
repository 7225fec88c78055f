package pacewire.model.sched;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;

/** A packet scheduler into which a test puts bare packets, and takes them out, when it likes; tells what became of them. */
final class Polled {
    /** What became of packets, in order: their sequence numbers, with "!" behind a drop and "^" behind a mark. */
    final List<String> log = new ArrayList<>();

    final PacketScheduler scheduler;
    /** Given to packets to come. */
    byte ecn = Ecn.NOT_CAPABLE;

    int dscp;
    int source;
    int destination;
    int drops;
    int marks;

    private final PacketPool pool = new PacketPool();
    private long sequence;

    /** @param parameters name and value in turn, as a user would write them */
    Polled(String name, String... parameters) {
        this(name, 1, parameters);
    }

    Polled(String name, long seed, String... parameters) {
        SchedulerSpec spec = PacketSchedulers.find(name).orElseThrow();
        Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], parse(spec, parameters[i], parameters[i + 1]));
        }
        scheduler = SchedulerSetup.of(spec, values)
                .create(SchedulerEnvironment.routerPort(
                        DataRate.parse("1 Gbps"), this::dropped, "port", new RandomStreams(seed)));
    }

    private static long parse(SchedulerSpec spec, String name, String text) {
        ParameterSpec parameter = spec.parameters().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return parameter.parse(text);
    }

    /** Offers a packet; packets are numbered from 0. */
    Verdict offer(int flow, int bytes, long nowPs) {
        Packet packet = pool.take(nowPs);
        packet.protocol = Protocol.RAW;
        packet.payloadBytes = bytes;
        packet.flow = flow;
        packet.sequence = sequence++;
        packet.ecn = ecn;
        packet.dscp = (byte) dscp;
        packet.source = source;
        packet.destination = destination;
        Verdict verdict = scheduler.enqueue(packet, nowPs);
        if (verdict != Verdict.Accepted.ACCEPTED) {
            log.add(packet.sequence + "!");
            drops++;
            pool.release(packet);
        }
        return verdict;
    }

    void offer(int flow, int bytes, long nowPs, int times) {
        for (int i = 0; i < times; i++) {
            offer(flow, bytes, nowPs);
        }
    }

    /** Takes a packet out and notes it. */
    @Nullable
    Packet take(long nowPs) {
        Packet packet = scheduler.dequeue(nowPs);
        if (packet != null) {
            boolean isMarked = packet.ecn == Ecn.CONGESTION;
            marks += isMarked ? 1 : 0;
            log.add(packet.sequence + (isMarked ? "^" : ""));
            pool.release(packet);
        }
        return packet;
    }

    /** What has become of packets since last asked. */
    String news() {
        String news = String.join(" ", log);
        log.clear();
        return news;
    }

    private void dropped(Packet packet, DropReason reason, long nowPs) {
        log.add(packet.sequence + "!");
        drops++;
        pool.release(packet);
    }
}
