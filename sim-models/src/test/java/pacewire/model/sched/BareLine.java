package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStreams;
import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;

/**
 * A packet scheduler in front of a line on which one byte takes one microsecond: bare packets are offered by flow and size,
 * and a log says what left, as "flow:bytes".
 */
final class BareLine {
    /** 8 Mbps: a byte takes a microsecond. */
    static final DataRate RATE = new DataRate(8_000_000);

    /** Largest packet on the line, which is the default of many quanta. */
    static final int LARGEST_BYTES = 1000;

    final PacketScheduler scheduler;
    /** What the packet scheduler dropped after it had taken it, as "flow#sequence reason". */
    final List<String> drops = new ArrayList<>();

    private final PacketPool pool = new PacketPool();
    private long nowPs;
    private long sequence;

    private BareLine(SchedulerSpec spec, Map<String, Long> parameters) {
        scheduler = SchedulerSetup.of(spec, parameters).create(environment());
    }

    private BareLine(SchedulerSetup setup) {
        scheduler = setup.create(environment());
    }

    static BareLine of(SchedulerSpec spec, Map<String, Long> parameters) {
        return new BareLine(spec, parameters);
    }

    static BareLine of(SchedulerSetup setup) {
        return new BareLine(setup);
    }

    /** Metrics that only name a weight. */
    static FlowMetrics weight(int weight) {
        return new FlowMetrics(null, null, FlowMetrics.NONE, FlowMetrics.NONE, 0, weight);
    }

    private SchedulerEnvironment environment() {
        return new SchedulerEnvironment(
                RATE,
                0,
                0,
                LARGEST_BYTES,
                (packet, reason, now) -> drops.add(packet.flow + "#" + packet.sequence + " " + reason.key()),
                "line",
                new RandomStreams(1));
    }

    void open(int flow, int weight) {
        scheduler.openFlow(flow, weight(weight), null, nowPs);
    }

    /** Offers packets of a flow, one after another, that must be taken. */
    void offer(int flow, int... sizes) {
        for (int bytes : sizes) {
            Verdict verdict = tryOffer(flow, bytes, packet -> {});
            if (verdict instanceof DropReason) {
                throw new AssertionError(bytes + " bytes of flow " + flow + " refused: " + verdict);
            }
        }
    }

    /** Offers a packet with fields of its own. */
    Verdict tryOffer(int flow, int bytes, Consumer<Packet> fields) {
        Packet packet = pool.take(nowPs);
        packet.protocol = Protocol.RAW;
        packet.flow = flow;
        packet.payloadBytes = bytes;
        packet.sequence = sequence++;
        fields.accept(packet);
        Verdict verdict = scheduler.enqueue(packet, nowPs);
        if (verdict instanceof DropReason) {
            pool.release(packet);
        }
        return verdict;
    }

    /** Takes one packet and lets its time on the line pass; "" when none may leave now. */
    String serve() {
        @Nullable Packet packet = take();
        return packet == null ? "" : packet.flow + ":" + packet.payloadBytes;
    }

    /** Takes one packet and lets its time on the line pass; null when none may leave now. */
    @Nullable
    Packet take() {
        @Nullable Packet packet = scheduler.dequeue(nowPs);
        if (packet != null) {
            nowPs += packet.payloadBytes * SimTime.MICROSECOND;
        }
        return packet;
    }

    /** Takes one packet, which must be there and may leave now. */
    Packet takeOne() {
        @Nullable Packet packet = take();
        if (packet == null) {
            throw new AssertionError("nothing leaves at " + nowPs);
        }
        return packet;
    }

    /** Takes so many packets, waiting for them where need be. */
    String serve(int packets) {
        StringJoiner log = new StringJoiner(" ");
        for (int i = 0; i < packets; i++) {
            waitUntilReady();
            log.add(serve());
        }
        return log.toString();
    }

    /** Takes all. */
    String serveAll() {
        StringJoiner log = new StringJoiner(" ");
        while (scheduler.packetCount() > 0) {
            waitUntilReady();
            log.add(serve());
        }
        return log.toString();
    }

    /** Takes all; the log has the instants, as "flow:bytes@us". */
    String serveAllTimed() {
        StringJoiner log = new StringJoiner(" ");
        while (scheduler.packetCount() > 0) {
            waitUntilReady();
            long us = nowPs / SimTime.MICROSECOND;
            log.add(serve() + "@" + us);
        }
        return log.toString();
    }

    private void waitUntilReady() {
        nowPs = Math.max(nowPs, scheduler.readyAtPs(nowPs));
    }

    long nowPs() {
        return nowPs;
    }

    /** Lets time pass. */
    void waitUntil(long instantPs) {
        nowPs = Math.max(nowPs, instantPs);
    }
}
