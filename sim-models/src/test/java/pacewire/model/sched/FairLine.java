package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;

/** A line of one byte a second behind a packet scheduler, so that textbook examples can be written down as they are. */
final class FairLine {
    private static final DataRate ONE_BYTE_A_SECOND = DataRate.parse("8 bps");

    final List<String> log = new ArrayList<>();
    final PacketScheduler scheduler;
    private final PacketPool pool = new PacketPool();
    private long now;
    private long freeAt;

    FairLine(String scheduler) {
        this(scheduler, Map.of());
    }

    FairLine(String scheduler, Map<String, Long> parameters) {
        this.scheduler = SchedulerSetup.of(PacketSchedulers.find(scheduler).orElseThrow(), parameters)
                .create(Ports.port(ONE_BYTE_A_SECOND));
    }

    FairLine weight(int flow, int weight) {
        scheduler.openFlow(flow, weighing(weight), null, now);
        return this;
    }

    FairLine changeWeight(int flow, int weight) {
        scheduler.changeFlow(flow, weighing(weight), null, now);
        return this;
    }

    static FlowMetrics weighing(int weight) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, 0, weight);
    }

    /** Sends until a time in seconds: packets that begin before it. Nothing is picked at that time yet. */
    FairLine until(long seconds) {
        long end = seconds * SimTime.SECOND;
        while (scheduler.packetCount() > 0 && Math.max(freeAt, now) < end) {
            now = Math.max(freeAt, now);
            send();
        }
        now = Math.max(now, end);
        return this;
    }

    /** Packets of a flow come now, in bytes. */
    FairLine come(int flow, int... lengths) {
        for (int length : lengths) {
            offer(flow, length);
        }
        return this;
    }

    Verdict offer(int flow, int length) {
        Packet packet = pool.take(now);
        packet.protocol = Protocol.RAW;
        packet.flow = flow;
        packet.payloadBytes = length;
        Verdict verdict = scheduler.enqueue(packet, now);
        if (verdict instanceof DropReason) {
            pool.release(packet);
        }
        return verdict;
    }

    /** Sends all; what left since the line is there, as "flow@start" in whole seconds. */
    List<String> drain() {
        while (scheduler.packetCount() > 0) {
            now = Math.max(freeAt, now);
            send();
        }
        return log;
    }

    /** The flows in the order in which their packets leave. */
    String order() {
        return String.join(
                " ",
                drain().stream()
                        .map(entry -> entry.substring(0, entry.indexOf('@')))
                        .toList());
    }

    private void send() {
        @Nullable Packet packet = Objects.requireNonNull(scheduler.dequeue(now));
        log.add(packet.flow + "@" + now / SimTime.SECOND);
        freeAt = now + packet.wireBytes() * SimTime.SECOND;
        pool.release(packet);
    }
}
