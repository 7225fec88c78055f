package pacewire.model.sched;

import java.util.ArrayList;
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
 * DualPI2, RFC 9332 (De Schepper, Briscoe and White, "Dual-Queue Coupled Active Queue Management (AQM) for Low Latency, Low
 * Loss, and Scalable Throughput (L4S)", 2023), appendix A, and Linux net/sched/sch_dualpi2.c: packets marked ECT(1) or CE go to
 * the L-queue, others to the C-queue. A controller moves a base probability p' by the delay of both; classic packets are hit with
 * p'^2, L packets with k p', and whenever they waited longer than a step. The L-queue goes first while a weighted
 * round robin credit says so, which keeps a share for the classic queue.
 */
public final class DualPi2Scheduler implements PacketScheduler, EarlyDropper {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("dualpi2")
            .summary("Two coupled queues: low latency for senders that answer to every mark, next to classic ones.")
            .source("RFC 9332; Linux net/sched/sch_dualpi2.c")
            .parameters(
                    // Linux dualpi2_reset_default: alpha 41/256 and beta 819/256 Hz.
                    ParameterSpec.quantity(
                            "target",
                            Quantity.TIME,
                            "15 ms",
                            1,
                            3600 * SimTime.SECOND,
                            "delay of the classic queue to keep"),
                    ParameterSpec.quantity(
                            "update",
                            Quantity.TIME,
                            "16 ms",
                            SimTime.MICROSECOND,
                            3600 * SimTime.SECOND,
                            "time between updates of the probability"),
                    ParameterSpec.quantity(
                            "alpha",
                            Quantity.FREQUENCY,
                            "0.160156/s",
                            0,
                            1_000_000_000,
                            "weight of the distance from the target"),
                    ParameterSpec.quantity(
                            "beta",
                            Quantity.FREQUENCY,
                            "3.199219/s",
                            0,
                            1_000_000_000,
                            "weight of the change of the delay"),
                    ParameterSpec.quantity(
                            "step",
                            Quantity.TIME,
                            "1 ms",
                            0,
                            3600 * SimTime.SECOND,
                            "delay above which every L packet is marked"),
                    ParameterSpec.quantity(
                            "coupling",
                            Quantity.NUMBER,
                            "2",
                            1,
                            255,
                            "k: how much likelier than p' an L packet is hit"),
                    ParameterSpec.quantity(
                            "classicShare",
                            Quantity.SHARE,
                            "10 %",
                            0,
                            Quantity.WHOLE,
                            "share kept for the classic queue"),
                    ParameterSpec.quantity(
                            "mtu",
                            Quantity.SIZE,
                            "1500 B",
                            1,
                            1_000_000,
                            "two of these in IP bytes are never cut down"),
                    ParameterSpec.quantity(
                            "limit",
                            Quantity.PACKETS,
                            "10000 packets",
                            1,
                            Integer.MAX_VALUE,
                            "most packets held in both"),
                    ParameterSpec.choice(
                            "overload",
                            List.of("drop", "overflow"),
                            "drop in both when k p' is above 1, or let them fill up"))
            .claims(DualPi2Scheduler::claimsOf)
            .madeBy(DualPi2Scheduler::new);

    private final long targetPs;
    private final double alpha;
    private final double beta;
    private final long stepPs;
    private final long coupling;
    private final long classicWeight;
    private final long mtuBytes;
    private final int limitPackets;
    private final boolean dropsOnOverload;
    private final DropListener drops;
    private final RandomStream random;
    private final PeriodicUpdate updates;

    private final PacketFifo lowLatency = new PacketFifo();
    private final PacketFifo classic = new PacketFifo();
    private final EarlyDrops account = new EarlyDrops();
    private double probability;
    private long delayBeforePs;
    /** Bytes times parts of a billion: above 0, the classic queue is next. */
    private long credit;

    DualPi2Scheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues values = setup.parameters();
        targetPs = values.value("target");
        alpha = PieScheduler.hertz(values.value("alpha"));
        beta = PieScheduler.hertz(values.value("beta"));
        stepPs = values.value("step");
        coupling = values.value("coupling");
        classicWeight = values.value("classicShare");
        mtuBytes = values.value("mtu");
        limitPackets = (int) values.value("limit");
        dropsOnOverload = values.value("overload") == 0;
        drops = environment.drops();
        random = environment.random("drops");
        updates = new PeriodicUpdate(values.value("update"), this::update);
        credit = firstCredit();
    }

    private static List<Claim> claimsOf(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = setup.parameters().value("limit");
        return new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.EarlyByChance(),
                new Claim.BlindToFlows(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
    }

    /** Linux: one MTU times the difference of the weights; the L-queue begins where its weight is the greater. */
    private long firstCredit() {
        return mtuBytes * (classicWeight - lowLatencyWeight());
    }

    private long lowLatencyWeight() {
        return Quantity.WHOLE - classicWeight;
    }

    /** The base probability p'. */
    double probability() {
        return probability;
    }

    /** For tests: a probability that it would take many updates to reach. */
    void startFrom(double given) {
        probability = given;
    }

    /** Makes up for the updates that were due until now. */
    void catchUp(long nowPs) {
        updates.catchUp(nowPs);
    }

    @Override
    public EarlyDrops earlyDrops() {
        return account;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        updates.start(nowPs);
        updates.catchUp(nowPs);
        if (packetCount() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        packet.heldSincePs = nowPs;
        (isLowLatency(packet) ? lowLatency : classic).add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    /** RFC 9332, section 2.4: ECT(1), and CE, which may have been ECT(1). */
    private static boolean isLowLatency(Packet packet) {
        return packet.ecn == Ecn.ECT_1 || packet.ecn == Ecn.CONGESTION;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        updates.catchUp(nowPs);
        while (packetCount() > 0) {
            boolean isClassicTurn = !classic.isEmpty() && (lowLatency.isEmpty() || credit > 0);
            Packet packet = (isClassicTurn ? classic : lowLatency).poll();
            if (packet == null) {
                break;
            }
            long charge = chargeOf(packet, isClassicTurn);
            boolean isSpared = byteCount() < 2 * mtuBytes;
            boolean isDropped = !isSpared && (isClassicTurn ? hitsClassic(packet) : hitsLowLatency(packet));
            if (isDropped) {
                drops.dropped(packet, DropReason.EARLY, nowPs);
                continue;
            }
            if (!isClassicTurn && nowPs - packet.heldSincePs > stepPs && packet.ecn != Ecn.CONGESTION) {
                account.force();
                packet.ecn = Ecn.CONGESTION;
            }
            credit += charge;
            return packet;
        }
        credit = firstCredit();
        return null;
    }

    /** The credit moves only while both want to send: each by the weight of the other. */
    private long chargeOf(Packet packet, boolean isClassicTurn) {
        if (isClassicTurn) {
            return lowLatency.isEmpty() ? 0 : -lowLatencyWeight() * packet.wireBytes();
        }
        return classic.isEmpty() ? 0 : classicWeight * packet.wireBytes();
    }

    private boolean isOverloaded() {
        return coupling * probability > 1;
    }

    /** Two draws below p' are one below p'^2. Returns whether the packet is dropped. */
    private boolean hitsClassic(Packet packet) {
        if (!drawsSquare()) {
            return false;
        }
        if (isOverloaded() || !Ecn.isCapable(packet)) {
            return true;
        }
        packet.ecn = Ecn.CONGESTION;
        return false;
    }

    /** Returns whether the packet is dropped: only when marking all of them is not enough. */
    private boolean hitsLowLatency(Packet packet) {
        if (isOverloaded()) {
            if (dropsOnOverload && drawsSquare()) {
                return true;
            }
            account.force();
            packet.ecn = Ecn.CONGESTION;
            return false;
        }
        double chance = coupling * probability;
        if (account.drew(chance, random.nextDouble() < chance)) {
            packet.ecn = Ecn.CONGESTION;
        }
        return false;
    }

    private boolean drawsSquare() {
        double greaterOfTwo = Math.max(random.nextDouble(), random.nextDouble());
        return account.drew(probability * probability, greaterOfTwo < probability);
    }

    /** RFC 9332, appendix A.1: dualpi2_update, with the delay of whichever queue's first packet waited longer. */
    private boolean update(long atPs) {
        long delayPs = Math.max(headDelayPs(classic, atPs), headDelayPs(lowLatency, atPs));
        double before = probability;
        double change =
                alpha * PieScheduler.seconds(delayPs - targetPs) + beta * PieScheduler.seconds(delayPs - delayBeforePs);
        double most = dropsOnOverload ? 1 : 1.0 / coupling;
        probability = Math.min(most, Math.max(0, probability + change));
        // At its bound, and pushed against it: by an empty queue for good, or by a delay that goes on growing.
        boolean isSettled =
                probability == before && (delayPs > 0 ? probability == most && delayPs > targetPs : delayBeforePs == 0);
        delayBeforePs = delayPs;
        return isSettled;
    }

    private static long headDelayPs(PacketFifo queue, long atPs) {
        Packet head = queue.peek();
        return head == null ? 0 : atPs - head.heldSincePs;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packetCount() == 0 ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        lowLatency.dropAll(taker, nowPs);
        classic.dropAll(taker, nowPs);
        updates.reset();
        account.reset();
        probability = 0;
        delayBeforePs = 0;
        credit = firstCredit();
    }

    @Override
    public int packetCount() {
        return lowLatency.size() + classic.size();
    }

    @Override
    public long byteCount() {
        return lowLatency.bytes() + classic.bytes();
    }
}
