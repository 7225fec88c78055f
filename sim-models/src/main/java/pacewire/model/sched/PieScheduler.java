package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.random.RandomStream;
import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * PIE, RFC 8033: one queue, first in, first out, whose arrivals are dropped with a probability that a controller moves every
 * 15 ms by how far the queueing delay is from its target and how it changes. The delay is that of the packet that left last,
 * 0 when none is left, as Linux measures it; the RFC leaves the measure open (section 4.3).
 *
 * <p>Linux differs in the decay of the probability when the queue is empty (63/64 for 0.98), and drops nothing below two
 * packets where the RFC says at most two. Its burst allowance runs down with departures; here, as in the RFC, with updates.
 */
public final class PieScheduler implements PacketScheduler, EarlyDropper {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("pie")
            .summary("One queue whose arrivals are dropped with a probability that a controller keeps the delay with.")
            .source("RFC 8033; Linux net/sched/sch_pie.c")
            .parameters(
                    ParameterSpec.choice("flavour", List.of("rfc8033", "linux"), "whose PIE, where they differ"),
                    // RFC 8033, section 4.2 and 5; Linux include/net/pie.h has the same.
                    ParameterSpec.quantity(
                            "target", Quantity.TIME, "15 ms", 1, 3600 * SimTime.SECOND, "queueing delay to keep"),
                    ParameterSpec.quantity(
                            "update",
                            Quantity.TIME,
                            "15 ms",
                            SimTime.MICROSECOND,
                            3600 * SimTime.SECOND,
                            "time between updates of the probability"),
                    ParameterSpec.quantity(
                            "alpha",
                            Quantity.FREQUENCY,
                            "0.125/s",
                            0,
                            1_000_000_000,
                            "weight of the distance from the target"),
                    ParameterSpec.quantity(
                            "beta",
                            Quantity.FREQUENCY,
                            "1.25/s",
                            0,
                            1_000_000_000,
                            "weight of the change of the delay"),
                    ParameterSpec.quantity(
                            "burst", Quantity.TIME, "150 ms", 0, 3600 * SimTime.SECOND, "how long a burst is let pass"),
                    ParameterSpec.quantity(
                            "mtu",
                            Quantity.SIZE,
                            "1500 B",
                            1,
                            1_000_000,
                            "two of these in IP bytes are never cut down"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.choice(
                            "ecn", List.of("off", "on"), "mark ECN-capable packets while it is 10 % at most"),
                    ParameterSpec.choice(
                            "byteMode", List.of("off", "on"), "make short packets less likely to be dropped"),
                    ParameterSpec.choice("derandomise", List.of("on", "off"), "keep drops from clustering"))
            .claims((setup, environment) -> List.of(
                    new Claim.WorkConserving(),
                    new Claim.FlowOrder(),
                    new Claim.Bounded(setup.parameters().value("limit"), Long.MAX_VALUE),
                    new Claim.DropsOnlyWhenFull(setup.parameters().value("limit"), Long.MAX_VALUE),
                    new Claim.KeepsWhatItTook(),
                    new Claim.EarlyByChance(),
                    new Claim.QuietBelow(0, 2 * setup.parameters().value("mtu") - 1),
                    new Claim.BlindToFlows(),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.Cost(Claim.Growth.CONSTANT)))
            .madeBy(PieScheduler::new);

    /** RFC 8033, section 5.1: mark_ecnth. */
    private static final double MOST_TO_MARK = 0.1;

    /** Section 4.1: below half the target, nothing is dropped while the probability is below this. */
    private static final double SMALL_PROBABILITY = 0.2;

    private final boolean isLinux;
    private final long targetPs;
    private final long updatePs;
    private final double alpha;
    private final double beta;
    private final long burstPs;
    private final long mtuBytes;
    private final int limitPackets;
    private final boolean isMarking;
    private final boolean isByteMode;
    private final boolean isDerandomised;
    private final RandomStream random;
    private final PeriodicUpdate updates;

    private final PacketFifo queue = new PacketFifo();
    private final EarlyDrops account = new EarlyDrops();
    private double probability;
    private double accumulated;
    private long delayPs;
    private long delayBeforePs;
    private long allowancePs;

    PieScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues values = setup.parameters();
        isLinux = values.value("flavour") == 1;
        targetPs = values.value("target");
        updatePs = values.value("update");
        alpha = hertz(values.value("alpha"));
        beta = hertz(values.value("beta"));
        burstPs = values.value("burst");
        mtuBytes = values.value("mtu");
        limitPackets = (int) values.value("limit");
        isMarking = values.value("ecn") == 1;
        isByteMode = values.value("byteMode") == 1;
        isDerandomised = values.value("derandomise") == 0;
        random = environment.random("drops");
        updates = new PeriodicUpdate(updatePs, this::update);
        allowancePs = burstPs;
    }

    /** {@link Quantity#FREQUENCY} counts in millionths. */
    static double hertz(long frequency) {
        return (double) frequency / 1e6;
    }

    static double seconds(long ps) {
        return (double) ps / SimTime.SECOND;
    }

    /** The probability with which arrivals are dropped at present. */
    double probability() {
        return probability;
    }

    /** How long drops are still held back, in picoseconds. */
    long allowancePs() {
        return allowancePs;
    }

    @Override
    public EarlyDrops earlyDrops() {
        return account;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        updates.start(nowPs);
        updates.catchUp(nowPs);
        if (queue.size() >= limitPackets) {
            accumulated = 0;
            return DropReason.QUEUE_FULL;
        }
        if (isHit(packet) && !marks(packet)) {
            return DropReason.EARLY;
        }
        packet.heldSincePs = nowPs;
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    private boolean isHit(Packet packet) {
        if (allowancePs > 0 || isCalm()) {
            return false;
        }
        double chance =
                isByteMode && packet.ipBytes() <= mtuBytes ? probability * packet.ipBytes() / mtuBytes : probability;
        accumulated = chance == 0 ? 0 : accumulated + chance;
        boolean isHit = isDerandomised ? hitsInTurn(chance) : draws(chance);
        accumulated = isHit ? 0 : accumulated;
        return isHit;
    }

    /** RFC 8033, section 4.1: a short delay and a low probability, or next to nothing in the queue. */
    private boolean isCalm() {
        boolean isSmall = isLinux ? queue.bytes() < 2 * mtuBytes : queue.bytes() <= 2 * mtuBytes;
        return isSmall || (delayBeforePs < targetPs / 2 && probability < SMALL_PROBABILITY);
    }

    /** RFC 8033, section 5.4: no drop soon after a drop, and one at the latest when so many were expected. */
    private boolean hitsInTurn(double chance) {
        if (accumulated < PieFormulas.LEAST_ACCUMULATED) {
            return false;
        }
        if (accumulated >= PieFormulas.MOST_ACCUMULATED) {
            account.force();
            return true;
        }
        return draws(chance);
    }

    private boolean draws(double chance) {
        return account.drew(chance, random.nextDouble() < chance);
    }

    private boolean marks(Packet packet) {
        if (isMarking && probability <= MOST_TO_MARK && Ecn.isCapable(packet)) {
            packet.ecn = Ecn.CONGESTION;
            return true;
        }
        return false;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        updates.catchUp(nowPs);
        Packet packet = queue.poll();
        if (packet != null) {
            delayPs = queue.isEmpty() ? 0 : nowPs - packet.heldSincePs;
        }
        return packet;
    }

    /** RFC 8033, section 4.2 and 4.4. */
    private boolean update(long atPs) {
        double before = probability;
        long allowanceBefore = allowancePs;
        boolean isSteady = delayPs == delayBeforePs;
        probability = PieFormulas.next(
                probability,
                seconds(delayPs),
                seconds(delayBeforePs),
                seconds(targetPs),
                alpha,
                beta,
                isLinux ? PieFormulas.LINUX_DECAY : PieFormulas.RFC_DECAY);
        boolean isOver = probability == 0 && delayPs < targetPs / 2 && delayBeforePs < targetPs / 2;
        allowancePs = isOver ? burstPs : Math.max(0, allowancePs - updatePs);
        delayBeforePs = delayPs;
        return isSteady && probability == before && allowancePs == allowanceBefore;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queue.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        queue.dropAll(taker, nowPs);
        updates.reset();
        account.reset();
        probability = 0;
        accumulated = 0;
        delayPs = 0;
        delayBeforePs = 0;
        allowancePs = burstPs;
    }

    @Override
    public int packetCount() {
        return queue.size();
    }

    @Override
    public long byteCount() {
        return queue.bytes();
    }
}
