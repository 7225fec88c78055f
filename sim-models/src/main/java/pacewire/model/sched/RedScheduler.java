package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

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
 * One queue, first in, first out, that drops or marks arrivals by chance before it is full, the longer it has been on average:
 * random early detection ({@link FloydRed}, {@link LinuxRed}).
 */
public final class RedScheduler implements PacketScheduler, EarlyDropper {
    private static final ParameterSpec FLAVOUR = ParameterSpec.choice(
            "flavour", List.of("floyd", "linux"), "the papers' arithmetic, or Linux's in integers (always in bytes)");

    /** ns-3.37 red-queue-disc.cc: MinTh 5, MaxTh 15, MaxSize 25 packets, QW 0.002, LInterm 50, Gentle, Wait. */
    private static final List<ParameterSpec> COMMON = List.of(
            ParameterSpec.quantity("min", Quantity.PACKETS, "5 packets", 1, 1_000_000, "average below which all pass"),
            ParameterSpec.quantity(
                    "max", Quantity.PACKETS, "15 packets", 2, 1_000_000, "average at which maxP is reached"),
            ParameterSpec.quantity("limit", Quantity.PACKETS, "25 packets", 1, Integer.MAX_VALUE, "most packets held"),
            ParameterSpec.optionalQuantity(
                    "minBytes", Quantity.SIZE, 1, 1L << 40, "instead of min; the queue is then measured in IP bytes"),
            ParameterSpec.optionalQuantity("maxBytes", Quantity.SIZE, 2, 1L << 40, "instead of max"),
            ParameterSpec.optionalQuantity("limitBytes", Quantity.SIZE, 1, Long.MAX_VALUE, "instead of limit"),
            ParameterSpec.quantity(
                    "maxP",
                    Quantity.SHARE,
                    "2 %",
                    1,
                    Quantity.WHOLE,
                    "probability of a drop when the average is at max"),
            ParameterSpec.quantity(
                    "meanPacket",
                    Quantity.SIZE,
                    "500 B",
                    1,
                    1_000_000,
                    "a typical packet: for idle time, and for bytes"),
            ParameterSpec.choice("gentle", List.of("on", "off"), "whether the probability rises on to 1 at twice max"),
            ParameterSpec.choice("wait", List.of("on", "off"), "whether drops keep a least distance"),
            ParameterSpec.choice("ecn", List.of("off", "on"), "mark ECN-capable packets that chance hits"),
            ParameterSpec.choice("hardDrop", List.of("on", "off"), "drop, not mark, where no choice is left"));

    public static final SchedulerSpec SPEC = SchedulerSpec.named("red")
            .summary(
                    "One queue with random early detection: the longer it is on average, the likelier arrivals are dropped.")
            .source("Floyd and Jacobson, IEEE/ACM ToN 1(4), 1993; ns-3.37 red-queue-disc.cc; Linux include/net/red.h")
            .parameters(with(
                    FLAVOUR,
                    ParameterSpec.quantity(
                            "weight", Quantity.SHARE, "2000 ppm", 1, Quantity.WHOLE - 1, "of the queue in its average"),
                    ParameterSpec.quantity(
                            "burst",
                            Quantity.PACKETS,
                            "55 packets",
                            1,
                            1_000_000,
                            "of linux: longest that passes; gives the weight")))
            .checkedBy(RedScheduler::problem)
            .claims((setup, environment) -> claims(setup))
            .madeBy((setup, environment) -> new RedScheduler(setup, environment, false));

    public static final SchedulerSpec ADAPTIVE = SchedulerSpec.named("ared")
            .summary("Random early detection whose probability adapts, to keep the average in the middle of its range.")
            .source("Floyd, Gummadi and Shenker, \"Adaptive RED\", 2001; ns-3.37 red-queue-disc.cc")
            .parameters(with(ParameterSpec.optionalQuantity(
                    "weight",
                    Quantity.SHARE,
                    1,
                    Quantity.WHOLE - 1,
                    "of the queue in its average; else by the line's rate")))
            .checkedBy(RedScheduler::problem)
            .claims((setup, environment) -> claims(setup))
            .madeBy((setup, environment) -> new RedScheduler(setup, environment, true));

    private final PacketFifo queue = new PacketFifo();
    private final EarlyDrops account = new EarlyDrops();
    private final RedLaw law;
    private final boolean isByBytes;
    private final long limitPackets;
    private final long limitBytes;
    private final boolean isMarking;
    private final boolean isForcedDropped;

    private RedScheduler(SchedulerSetup setup, SchedulerEnvironment environment, boolean isAdaptive) {
        ParameterValues values = setup.parameters();
        isByBytes = isByBytes(values);
        limitBytes = values.valueOr("limitBytes", Long.MAX_VALUE);
        limitPackets = limitBytes == Long.MAX_VALUE ? values.value("limit") : Integer.MAX_VALUE;
        isMarking = values.value("ecn") == 1;
        isForcedDropped = values.value("hardDrop") == 0;
        law = isLinux(values)
                ? linux(values, environment)
                : new FloydRed(floyd(values, environment, isAdaptive), environment.random("drops"), account);
    }

    private static ParameterSpec[] with(ParameterSpec... own) {
        List<ParameterSpec> all = new ArrayList<>(List.of(own));
        all.addAll(COMMON);
        return all.toArray(ParameterSpec[]::new);
    }

    private static boolean isLinux(ParameterValues values) {
        return values.valueOr("flavour", 0) == 1;
    }

    private static Optional<String> problem(SchedulerSetup setup) {
        ParameterValues values = setup.parameters();
        if (isByBytes(values) != values.asMap().containsKey("maxBytes")) {
            return Optional.of("minBytes and maxBytes are given together, or neither");
        }
        String unit = isByBytes(values) ? "Bytes" : "";
        if (values.value("min" + unit) >= values.value("max" + unit)) {
            return Optional.of("min" + unit + " must be below max" + unit);
        }
        return isLinux(values) ? problemOfLinux(values) : Optional.empty();
    }

    /** Linux's arithmetic has powers of two in the place of weights and probabilities: not every set-up has them. */
    private static Optional<String> problemOfLinux(ParameterValues values) {
        if (!isByBytes(values)) {
            return Optional.of("the flavour linux measures in bytes: it needs minBytes and maxBytes");
        }
        try {
            weightLog(values);
            probabilityLog(values);
            return Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.of(String.valueOf(none.getMessage()));
        }
    }

    private static int weightLog(ParameterValues values) {
        return RedFormulas.weightLog(
                (double) values.value("minBytes") / values.value("meanPacket"), (int) values.value("burst"));
    }

    private static int probabilityLog(ParameterValues values) {
        return RedFormulas.probabilityLog(
                values.value("minBytes"), values.value("maxBytes"), (double) values.value("maxP") / Quantity.WHOLE);
    }

    private static boolean isByBytes(ParameterValues values) {
        return values.asMap().containsKey("minBytes");
    }

    private static FloydRed.Settings floyd(
            ParameterValues values, SchedulerEnvironment environment, boolean isAdaptive) {
        boolean isByBytes = isByBytes(values);
        long packetTimePs = Math.max(1, environment.lineRate().psForBytes(values.value("meanPacket")));
        return new FloydRed.Settings(
                values.value(isByBytes ? "minBytes" : "min"),
                values.value(isByBytes ? "maxBytes" : "max"),
                (double) values.value("maxP") / Quantity.WHOLE,
                weight(values, packetTimePs),
                values.value("meanPacket"),
                packetTimePs,
                isByBytes,
                values.value("gentle") == 0,
                values.value("wait") == 0,
                isAdaptive);
    }

    /** Adaptive RED, section 4: {@code 1 - exp(-1 / C)} with C the packets that the line takes in a second. */
    private static double weight(ParameterValues values, long packetTimePs) {
        long given = values.valueOr("weight", 0);
        return given > 0
                ? (double) given / Quantity.WHOLE
                : 1 - StrictMath.exp(-(double) packetTimePs / SimTime.SECOND);
    }

    private static LinuxRed linux(ParameterValues values, SchedulerEnvironment environment) {
        long min = values.value("minBytes");
        long max = values.value("maxBytes");
        long mean = values.value("meanPacket");
        return new LinuxRed(
                min,
                max,
                weightLog(values),
                probabilityLog(values),
                Math.max(1, environment.lineRate().psForBytes(mean)),
                environment.random("drops"));
    }

    private static List<Claim> claims(SchedulerSetup setup) {
        ParameterValues values = setup.parameters();
        boolean isByBytes = isByBytes(values);
        long bytes = values.valueOr("limitBytes", Long.MAX_VALUE);
        long packets = bytes == Long.MAX_VALUE ? values.value("limit") : Integer.MAX_VALUE;
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.Bounded(packets, bytes),
                new Claim.DropsOnlyWhenFull(packets, bytes),
                new Claim.KeepsWhatItTook(),
                // The average is never above the greatest that it is made of.
                new Claim.QuietBelow(
                        isByBytes ? 0 : values.value("min") - 1, isByBytes ? values.value("minBytes") - 1 : 0),
                new Claim.BlindToFlows(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        if (isLinux(values)) {
            claims.add(new Claim.TimeGrid(SimTime.MICROSECOND));
        } else {
            claims.add(new Claim.EarlyByChance());
        }
        if (values.value("ecn") == 1 && values.value("hardDrop") == 1) {
            claims.add(new Claim.MarksInsteadOfDropping());
        }
        return claims;
    }

    /** How it decides. */
    RedLaw law() {
        return law;
    }

    @Override
    public EarlyDrops earlyDrops() {
        return account;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        RedLaw.Action action = law.arrived(isByBytes ? queue.bytes() : queue.size(), packet.ipBytes(), nowPs);
        if (action != RedLaw.Action.PASS && !marks(packet, action)) {
            noteIfStillIdle(nowPs);
            return DropReason.EARLY;
        }
        if (queue.size() >= limitPackets || queue.bytes() > limitBytes - packet.ipBytes()) {
            noteIfStillIdle(nowPs);
            return DropReason.QUEUE_FULL;
        }
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    /** A packet that is refused leaves the line as idle as it was: the decay goes on from here. */
    private void noteIfStillIdle(long nowPs) {
        if (queue.isEmpty()) {
            law.idleFrom(nowPs);
        }
    }

    private boolean marks(Packet packet, RedLaw.Action action) {
        boolean mayMark = isMarking && (action == RedLaw.Action.HIT || !isForcedDropped);
        if (mayMark && Ecn.isCapable(packet)) {
            packet.ecn = Ecn.CONGESTION;
            return true;
        }
        return false;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        Packet packet = queue.poll();
        if (packet != null && queue.isEmpty()) {
            law.idleFrom(nowPs);
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queue.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        queue.dropAll(taker, nowPs);
        law.reset();
        account.reset();
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
