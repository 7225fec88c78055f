package pacewire.model.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import pacewire.core.stats.Histogram;
import pacewire.core.stats.HistogramSnapshot;
import pacewire.core.units.DataRate;
import pacewire.model.packet.DelayPart;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;

/**
 * The books and the distributions of one client group's datagrams. The books balance at every instant: created = delivered +
 * dropped + in flight. They are of the whole run; distributions leave out datagrams that departed, and transfers that began,
 * before the warm-up ended; the series show everything.
 */
@SuppressWarnings("EnumOrdinal") // arrays by part and by reason: a few reads a packet, without a map
public final class GroupMeter {
    private static final DropReason[] DROP_REASONS = DropReason.values();

    private final String name;
    private final long warmUpPs;
    private final MeterDetail detail;
    private final List<ClientMeter> clients = new ArrayList<>();
    private final SlotSeries series;

    private long requests;
    private long refused;
    private long completed;
    private long packetsCreated;
    private long packetsDeparted;
    private long packetsRetransmitted;
    private long packetsDelivered;
    private long bytesDelivered;
    private final long[] packetsDropped = new long[DROP_REASONS.length];
    private boolean isFinished;

    private final Histogram throughputBps = new Histogram();
    private final Histogram departureErrorPs = new Histogram();
    private final Histogram rfc3550JitterPs = new Histogram();
    private final Histogram ipdvPs = new Histogram();
    private final Histogram pdvPs = new Histogram();
    private final Histogram oneWayDelayPs = new Histogram();
    /** By part, of the packets that spent time there; most spend none in most parts, so the zeros are added at the end. */
    private final Histogram[] delayPartPs = new Histogram[DelayPart.COUNT];

    private final LongConsumer ipdvRecorder = ipdvPs::record;
    private final LongConsumer pdvRecorder = pdvPs::record;

    /**
     * @param warmUpPs distributions begin here
     * @param durationPs length of the run, over which the series spread
     */
    public GroupMeter(String name, long warmUpPs, long durationPs, MeterDetail detail) {
        this.name = name;
        this.warmUpPs = warmUpPs;
        this.detail = detail;
        series = new SlotSeries(durationPs);
        Arrays.setAll(delayPartPs, part -> new Histogram());
    }

    public String name() {
        return name;
    }

    /** A meter for one more client of the group. */
    public ClientMeter addClient() {
        ClientMeter client = new ClientMeter(this);
        clients.add(client);
        return client;
    }

    /** The meters of the clients, in the order in which they were added. */
    public List<ClientMeter> clients() {
        return Collections.unmodifiableList(clients);
    }

    /** A client has asked. */
    public void requested() {
        requests++;
    }

    /** A request's metrics were refused. */
    public void refused() {
        refused++;
    }

    /**
     * A transfer has come to its end.
     *
     * @param bytes payload that reached the client
     * @param startPs when the client began to wait for it
     * @param endPs when the last of it came; at {@code startPs} itself, no throughput is recorded: it has none
     */
    public void completed(long bytes, long startPs, long endPs) {
        completed++;
        if (startPs >= warmUpPs && endPs > startPs) {
            throughputBps.record(DataRate.bitsPerSecond(bytes, endPs - startPs));
        }
    }

    /** A datagram was made. */
    public void created(Packet packet) {
        packetsCreated++;
    }

    /** The first bit of a datagram went on the wire, at its {@link Packet#departurePs}. */
    public void departed(Packet packet) {
        packetsDeparted++;
        if (packet.isRetransmission) {
            // Its data had departed before: that was their departure error.
            packetsRetransmitted++;
        } else if (packet.isScheduled()) {
            series.departed(packet.departurePs, packet.departureErrorPs());
            if (isMeasured(packet)) {
                departureErrorPs.record(packet.departureErrorPs());
            }
        }
    }

    /**
     * A datagram reached its client.
     *
     * @throws IllegalStateException when it never departed, or when its delay account does not add up
     */
    public void delivered(Packet packet, long nowPs, ClientMeter client) {
        requireDeparted(packet);
        requireBalancedAccount(packet, nowPs);
        packetsDelivered++;
        bytesDelivered += packet.payloadBytes;
        series.delivered(nowPs, packet.payloadBytes);
        if (isMeasured(packet)) {
            oneWayDelayPs.record(nowPs - packet.departurePs);
            recordDelayAccount(packet);
        }
        client.received(packet, nowPs);
    }

    /** A datagram ended before its destination. */
    public void dropped(Packet packet, DropReason reason, long nowPs) {
        packetsDropped[reason.ordinal()]++;
    }

    /** Completes the distributions that need the whole sample; once, when the run is over. */
    public void finish() {
        if (isFinished) {
            throw new IllegalStateException("the meters of group '" + name + "' were finished before");
        }
        isFinished = true;
        clients.forEach(ClientMeter::finish);
    }

    MeterDetail detail() {
        return detail;
    }

    /** Records a delay variation of a pair. */
    LongConsumer ipdv() {
        return ipdvRecorder;
    }

    /** Records a delay variation against the least delay. */
    LongConsumer pdv() {
        return pdvRecorder;
    }

    /** Whether a datagram that departed counts in the distributions. */
    boolean isMeasured(Packet packet) {
        return packet.departurePs >= warmUpPs;
    }

    void recordJitter(long jitterPs) {
        rfc3550JitterPs.record(jitterPs);
    }

    public long requests() {
        return requests;
    }

    public long refusedRequests() {
        return refused;
    }

    public long completedTransfers() {
        return completed;
    }

    public long packetsCreated() {
        return packetsCreated;
    }

    public long packetsDeparted() {
        return packetsDeparted;
    }

    /** Segments that departed whose data TCP had sent before; they count as departed, too. */
    public long packetsRetransmitted() {
        return packetsRetransmitted;
    }

    public long packetsDelivered() {
        return packetsDelivered;
    }

    /** Payload bytes delivered. */
    public long bytesDelivered() {
        return bytesDelivered;
    }

    /** Datagrams dropped by the name of the reason; every reason stands here. */
    public SortedMap<String, Long> packetsDropped() {
        SortedMap<String, Long> byReason = new TreeMap<>();
        for (DropReason reason : DROP_REASONS) {
            byReason.put(reason.key(), packetsDropped[reason.ordinal()]);
        }
        return byReason;
    }

    /**
     * Datagrams made that have neither arrived nor been dropped.
     *
     * @throws IllegalStateException when more have ended than were made
     */
    public long inFlight() {
        long ended = packetsDelivered;
        for (long dropped : packetsDropped) {
            ended += dropped;
        }
        if (ended > packetsCreated) {
            throw new IllegalStateException(
                    "group '" + name + "': " + ended + " datagrams ended (delivered " + packetsDelivered + ", dropped "
                            + packetsDropped() + "), but only " + packetsCreated + " were made");
        }
        return packetsCreated - ended;
    }

    /** One value a transfer that completed, in bits per second of payload. */
    public HistogramSnapshot throughputBps() {
        return throughputBps.snapshot();
    }

    /** One value a scheduled datagram that departed. */
    public HistogramSnapshot departureErrorPs() {
        return departureErrorPs.snapshot();
    }

    /** One value a datagram received: the client's running estimate after it. */
    public HistogramSnapshot rfc3550JitterPs() {
        return rfc3550JitterPs.snapshot();
    }

    /** One value a pair of datagrams sent one after the other that both came; signed. */
    public HistogramSnapshot ipdvPs() {
        return ipdvPs.snapshot();
    }

    /** One value a datagram received, against the client's least delay; empty until {@link #finish}. */
    public HistogramSnapshot pdvPs() {
        return pdvPs.snapshot();
    }

    /** One value a datagram received: arrival minus departure. */
    public HistogramSnapshot oneWayDelayPs() {
        return oneWayDelayPs.snapshot();
    }

    /** One value a datagram received: the time it spent in a part of its way. */
    public HistogramSnapshot spentPs(DelayPart part) {
        Histogram notZero = delayPartPs[part.ordinal()];
        Histogram all = new Histogram();
        all.merge(notZero);
        all.recordTimes(0, oneWayDelayPs.count() - notZero.count());
        return all.snapshot();
    }

    /** The group over time. */
    public SlotSeries series() {
        return series;
    }

    private void recordDelayAccount(Packet packet) {
        for (int parts = packet.partsSpentIn(); parts != 0; parts &= parts - 1) {
            int part = Integer.numberOfTrailingZeros(parts);
            delayPartPs[part].record(packet.spentPs(DelayPart.of(part)));
        }
    }

    private static void requireDeparted(Packet packet) {
        if (packet.departurePs == Packet.UNSCHEDULED) {
            throw new IllegalStateException(packet + " was delivered but never departed");
        }
    }

    /** The parts sum to the time since the account's base; to nothing, when the packet came before it. */
    private static void requireBalancedAccount(Packet packet, long nowPs) {
        long sincePs = Math.max(0, nowPs - packet.accountBasePs());
        long spentPs = packet.spentInTotalPs();
        if (spentPs != sincePs) {
            throw new IllegalStateException(
                    "the delay account of " + packet + " holds " + spentPs + " ps, but " + sincePs
                            + " ps have passed since its base at " + packet.accountBasePs() + " ps:" + partsOf(packet));
        }
    }

    private static String partsOf(Packet packet) {
        StringBuilder parts = new StringBuilder();
        for (int part = 0; part < DelayPart.COUNT; part++) {
            DelayPart delayPart = DelayPart.of(part);
            parts.append(' ').append(delayPart.key()).append(' ').append(packet.spentPs(delayPart));
        }
        return parts.toString();
    }
}
