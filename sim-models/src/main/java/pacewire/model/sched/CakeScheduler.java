package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * CAKE (Hoeiland-Joergensen, Taht and Morton, "Piece of CAKE", LANMAN 2018; Linux net/sched/sch_cake.c): a shaper by a virtual
 * clock, tins by DSCP ({@link CakeDiffserv}), fairness between hosts and their flows ({@link CakeTin}), and {@link Cobalt} in
 * each queue.
 *
 * <p>Not here: ack filter, ingress mode, autorate, overhead compensation (wire bytes have it), NAT and washing. A queue that
 * comes down from its signals is looked at when a packet is asked for, and not by a timer of its own while nothing is held.
 */
public final class CakeScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("cake")
            .summary("Shaper, tins by DSCP, fairness between hosts and flows, and short queues, all in one.")
            .source("Hoeiland-Joergensen, Taht and Morton, LANMAN 2018; Linux net/sched/sch_cake.c")
            .parameters(
                    ParameterSpec.optionalQuantity(
                            "bandwidth",
                            Quantity.RATE,
                            512,
                            DataRate.LARGEST_BITS_PER_SECOND,
                            "rate to shape to; else unlimited"),
                    ParameterSpec.quantity(
                            "rtt",
                            Quantity.TIME,
                            "100 ms",
                            SimTime.MICROSECOND,
                            1000 * SimTime.SECOND,
                            "usual round-trip time"),
                    ParameterSpec.choice("diffserv", CakeDiffserv.words(), "tins, and who goes into which"),
                    ParameterSpec.choice("isolation", CakeIsolation.words(), "what it is fair to"),
                    ParameterSpec.optionalQuantity(
                            "memoryLimit",
                            Quantity.SIZE,
                            1,
                            Long.MAX_VALUE,
                            "most IP bytes held; else by rate and rtt"))
            .claims(CakeScheduler::claimsOf)
            .madeBy(CakeScheduler::new);

    /** cake_init: target is a twentieth of the rtt, 5 ms of 100 ms. */
    private static final int TARGETS_IN_RTT = 20;

    /** cake_set_rate: a full Ethernet frame without preamble and gap, as in Linux. */
    private static final long FRAME_BYTES = 1514;

    private static final long LEAST_QUANTUM = 300;
    /** cake_reconfigure: at least 4 MiB, and no more than 10240 packets' worth. */
    private static final long LEAST_MEMORY = 4L << 20;

    private static final long MOST_MEMORY = 10_240 * FRAME_BYTES;

    private final @Nullable DataRate bandwidth;
    private final CakeDiffserv diffserv;
    private final long limitBytes;
    private final DropListener drops;
    private final FlowHash hash;
    private final CakeTin[] tins;
    private final CakeOverflow overflow;
    private final CakeTin.Host books = new Books();
    private long nextPs;
    private int tinInTurn;
    private int heldPackets;
    private long heldBytes;

    CakeScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues values = setup.parameters();
        bandwidth = bandwidth(values);
        diffserv = CakeDiffserv.of(values.value("diffserv"));
        limitBytes = limitBytes(values);
        drops = environment.drops();
        hash = new FlowHash(environment.random("hash"));
        RandomStream random = environment.random("drops");
        tins = new CakeTin[diffserv.tinCount()];
        for (int tin = 0; tin < tins.length; tin++) {
            tins[tin] = tin(tin, values, random);
        }
        overflow = new CakeOverflow(tins);
    }

    private static @Nullable DataRate bandwidth(ParameterValues values) {
        long rate = values.valueOr("bandwidth", 0);
        return rate == 0 ? null : new DataRate(rate);
    }

    private static long limitBytes(ParameterValues values) {
        DataRate rate = bandwidth(values);
        // Four round trips at the rate.
        long byRate = rate == null ? MOST_MEMORY : Math.max(LEAST_MEMORY, 4 * rate.bytesInPs(values.value("rtt")));
        return values.valueOr("memoryLimit", Math.min(MOST_MEMORY, byRate));
    }

    /** cake_set_rate. */
    private CakeTin tin(int tin, ParameterValues values, RandomStream random) {
        long rtt = values.value("rtt");
        long target = Math.max(1, rtt / TARGETS_IN_RTT);
        if (bandwidth == null) {
            Cobalt.Settings settings = new Cobalt.Settings(Math.max(rtt, 2 * target), target, 0);
            return new CakeTin(tin, null, diffserv.quantum(tin), FRAME_BYTES, isolation(values), settings, random);
        }
        DataRate rate = new DataRate(diffserv.rate(tin, bandwidth.bitsPerSecond()));
        long frame = rate.psForBytes(FRAME_BYTES);
        long ownTarget = Math.max(frame + frame / 2, target);
        long interval = Math.max(rtt + ownTarget - target, 2 * ownTarget);
        return new CakeTin(
                tin,
                rate,
                diffserv.quantum(tin),
                flowQuantum(rate),
                isolation(values),
                new Cobalt.Settings(interval, ownTarget, frame),
                random);
    }

    private static CakeIsolation isolation(ParameterValues values) {
        return CakeIsolation.of(values.value("isolation"));
    }

    /** What a tin's rate carries in 1/4096 s, within bounds. */
    static long flowQuantum(DataRate rate) {
        return Math.max(LEAST_QUANTUM, Math.min(FRAME_BYTES, (rate.bitsPerSecond() / 8) >> 12));
    }

    private static List<Claim> claimsOf(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = limitBytes(setup.parameters());
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.Bounded(Integer.MAX_VALUE, limit),
                new Claim.DropsOnlyWhenFull(Integer.MAX_VALUE, limit),
                new Claim.Cost(growth(setup.parameters()))));
        // Packets of one flow with different DSCPs go into different tins, and overtake each other.
        if (CakeDiffserv.of(setup.parameters().value("diffserv")).tinCount() == 1) {
            claims.add(new Claim.FlowOrder());
        }
        if (bandwidth(setup.parameters()) == null) {
            claims.add(new Claim.WorkConserving());
        }
        return claims;
    }

    /**
     * A queue of a host with n bulk queues has an n-th of a turn's bytes (cake_get_flow_quantum): a packet of such a host takes
     * about n turns, each of a moment.
     */
    private static Claim.Growth growth(ParameterValues values) {
        CakeIsolation isolation = isolation(values);
        return isolation.isPerSource() || isolation.isPerDestination() ? Claim.Growth.LINEAR : Claim.Growth.CONSTANT;
    }

    /** A tin, for tests. */
    CakeTin tin(int tin) {
        return tins[tin];
    }

    /** Most IP bytes held. */
    long limitBytes() {
        return limitBytes;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packet.ipBytes() > limitBytes) {
            return DropReason.QUEUE_FULL;
        }
        CakeTin tin = tins[diffserv.tin(packet.dscp)];
        wakeClocks(tin, nowPs);
        CakeQueue queue = tin.queueOf(packet, hash);
        packet.heldSincePs = nowPs;
        queue.packets.add(packet);
        overflow.changed(queue);
        tin.packets++;
        heldPackets++;
        heldBytes += packet.ipBytes();
        tin.joined(queue);
        boolean isTaken = true;
        while (heldBytes > limitBytes) {
            isTaken &= pushOut(packet, nowPs);
        }
        return isTaken ? Verdict.Accepted.ACCEPTED : DropReason.QUEUE_FULL;
    }

    /** Time in which nothing was held earns nothing. */
    private void wakeClocks(CakeTin tin, long nowPs) {
        if (tin.packets == 0) {
            tin.nextPs = Math.max(tin.nextPs, nowPs);
        }
        if (heldPackets == 0) {
            nextPs = Math.max(nextPs, nowPs);
        }
    }

    /** One packet from the head of the longest queue. Returns whether it was not the one that is just coming. */
    private boolean pushOut(Packet coming, long nowPs) {
        CakeQueue longest = overflow.longest();
        Packet victim = books.poll(tins[longest.number / CakeTin.QUEUES], longest);
        if (victim == null) {
            throw new IllegalStateException("over the limit without a packet");
        }
        longest.cobalt.overflowed(nowPs);
        if (victim == coming) {
            return false;
        }
        drops.dropped(victim, DropReason.PUSHED_OUT, nowPs);
        return true;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        boolean isFirst = true;
        while (heldPackets > 0 && (bandwidth == null || nextPs <= nowPs)) {
            CakeTin tin = bandwidth == null ? tinByShare() : tinByClock(nowPs);
            Packet packet = tin.serve(isFirst, books, nowPs);
            isFirst = false;
            if (packet != null) {
                advanceClocks(tin, packet.wireBytes(), nowPs);
                overflow.served();
                return packet;
            }
        }
        return null;
    }

    /** Without a rate the tins share by their quanta. */
    private CakeTin tinByShare() {
        CakeTin tin = tins[tinInTurn];
        while (tin.deficit < 0 || tin.active == 0) {
            if (tin.deficit <= 0) {
                tin.deficit += tin.quantum;
            }
            tinInTurn = (tinInTurn + 1) % tins.length;
            tin = tins[tinInTurn];
        }
        return tin;
    }

    /** With a rate, the last tin that keeps to its own; if none does, the one that will first. */
    private CakeTin tinByClock(long nowPs) {
        CakeTin best = tins[0];
        long bestWait = Long.MAX_VALUE;
        for (CakeTin tin : tins) {
            long wait = tin.nextPs - nowPs;
            if (tin.active > 0 && (wait <= 0 || wait <= bestWait)) {
                best = tin;
                bestWait = wait;
            }
        }
        return best;
    }

    /** cake_advance_shaper: a tin that is late makes up for it, one that is early is held to its rate from now on. */
    private void advanceClocks(CakeTin tin, int bytes, long nowPs) {
        tin.deficit -= bytes;
        if (bandwidth != null && tin.rate != null) {
            long tinTime = tin.rate.psForBytesUp(bytes);
            tin.nextPs = tin.nextPs < nowPs ? tin.nextPs + tinTime : Math.max(tin.nextPs, nowPs + tinTime);
            nextPs += bandwidth.psForBytesUp(bytes);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        if (heldPackets == 0) {
            return NEVER;
        }
        return bandwidth == null ? nowPs : Math.max(nowPs, nextPs);
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        for (CakeTin tin : tins) {
            for (CakeQueue queue : tin.queues) {
                if (queue != null) {
                    queue.packets.dropAll(taker, nowPs);
                }
            }
            tin.reset();
        }
        overflow.reset();
        nextPs = 0;
        tinInTurn = 0;
        heldPackets = 0;
        heldBytes = 0;
    }

    @Override
    public int packetCount() {
        return heldPackets;
    }

    @Override
    public long byteCount() {
        return heldBytes;
    }

    private final class Books implements CakeTin.Host {
        @Override
        public @Nullable Packet poll(CakeTin tin, CakeQueue queue) {
            Packet packet = queue.packets.poll();
            if (packet != null) {
                overflow.changed(queue);
                tin.packets--;
                heldPackets--;
                heldBytes -= packet.ipBytes();
            }
            return packet;
        }

        @Override
        public void dropEarly(Packet packet, long nowPs) {
            drops.dropped(packet, DropReason.EARLY, nowPs);
        }
    }
}
