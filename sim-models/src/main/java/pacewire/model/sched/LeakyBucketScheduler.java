package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/**
 * Leaky bucket as a shaper: a packet leaves no sooner than the one before it takes at the rate, and so at constant spacing
 * while there is a backlog (Turner, "New directions in communications (or which way to the information age?)", IEEE
 * Communications Magazine 24(10), 1986, as a queue). With a tolerance it is the generic cell rate algorithm GCRA(T, tau) of
 * ITU-T I.371 and ATM Forum TM 4.0 as a shaper: a packet leaves at the first instant at which it conforms,
 * {@code TAT - tau}, and then {@code TAT = max(now, TAT) + length / rate}. The spacing is exact ({@link RateClock}).
 */
public final class LeakyBucketScheduler implements PacketScheduler {
    /** An hour: then instants stay far from the clock's end. */
    private static final long LONGEST_TOLERANCE_PS = 3600 * SimTime.SECOND;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("leaky-bucket")
            .summary("Leaky bucket: spaces all packets by their length at a rate, or by GCRA with a tolerance.")
            .source("Turner 1986; ITU-T I.371 Annex A and ATM Forum TM 4.0, section 4.4 (GCRA, virtual scheduling)")
            .parameters(
                    ParameterSpec.quantity(
                            "rate",
                            Quantity.RATE,
                            "1 Mbps",
                            1,
                            DataRate.LARGEST_BITS_PER_SECOND,
                            "rate at which the bucket leaks"),
                    ParameterSpec.quantity(
                            "tolerance",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            LONGEST_TOLERANCE_PS,
                            "how much before its turn a packet may leave (GCRA's tau)"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    ParameterSpec.optionalQuantity(
                            "limitBytes", Quantity.SIZE, 1, Long.MAX_VALUE, "most bytes held, beside the packets"))
            .claims(LeakyBucketScheduler::claims)
            .madeBy((setup, environment) -> new LeakyBucketScheduler(setup.parameters()));

    private final PacketFifo queue = new PacketFifo();
    private final RateClock theoreticalArrival;
    private final long tolerancePs;
    private final long limitPackets;
    private final long limitBytes;

    private LeakyBucketScheduler(ParameterValues parameters) {
        theoreticalArrival = new RateClock(new DataRate(parameters.value("rate")));
        tolerancePs = parameters.value("tolerance");
        limitPackets = parameters.value("limit");
        limitBytes = parameters.valueOr("limitBytes", Long.MAX_VALUE);
    }

    private static List<Claim> claims(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        DataRate rate = new DataRate(parameters.value("rate"));
        long tolerancePs = parameters.value("tolerance");
        long limit = parameters.value("limit");
        long limitBytes = parameters.valueOr("limitBytes", Long.MAX_VALUE);
        // The last packet of a window has its turn tau early at most: one packet, and what leaks in tau, rounded up.
        long burst = environment.largestPacketBytes() + rate.bytesInPs(tolerancePs) + (tolerancePs == 0 ? 0 : 1);
        return List.of(
                new Claim.FlowOrder(),
                new Claim.Shaped(rate.bitsPerSecond(), burst, false, false),
                new Claim.Bounded(limit, limitBytes),
                new Claim.DropsOnlyWhenFull(limit, limitBytes),
                new Claim.KeepsWhatItTook(),
                new Claim.ScalesWithTheLine(),
                new Claim.FlowNumbersAreNames(),
                new Claim.BlindToFlows(),
                new Claim.Cost(Claim.Growth.CONSTANT));
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (queue.size() >= limitPackets || queue.bytes() > limitBytes - packet.ipBytes()) {
            return DropReason.QUEUE_FULL;
        }
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        Packet packet = queue.poll();
        if (packet != null) {
            theoreticalArrival.charge(packet.wireBytes(), nowPs);
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queue.isEmpty() ? NEVER : Math.max(nowPs, theoreticalArrival.paidPs() - tolerancePs);
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queue.dropAll(drops, nowPs);
        theoreticalArrival.reset();
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
