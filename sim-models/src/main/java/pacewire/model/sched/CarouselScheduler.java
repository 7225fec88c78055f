package pacewire.model.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Carousel (Saeed and others, "Carousel: Scalable Traffic Shaping at End Hosts", SIGCOMM 2017): each packet gets an instant of
 * departure from its flow's rate, {@code max(now, the end of the packet before it at the rate)}, no earlier than the sender
 * names, and a place in a timing wheel; the wheel's slots leave in the order of time, each first in, first out.
 *
 * <p>Deviation: the paper's wheel rounds an instant down to its slot, and so lets a packet go up to a slot early. Here
 * {@code rounding} is {@code up} unless set otherwise: never early, and at most a slot late. A packet that is due at once
 * waits for no slot either way. Packets of a flow never overtake each other.
 */
public final class CarouselScheduler implements PacketScheduler {
    private static final int ROUND_DOWN = 1;
    private static final int DROP_BEYOND = 1;
    /** Eight million slots of a few bytes each. */
    private static final int MOST_SLOTS = 1 << 23;

    public static final SchedulerSpec SPEC = SchedulerSpec.named("carousel")
            .summary("Carousel: paces each flow by instants of departure in one timing wheel.")
            .source("Saeed, Dukkipati, Valancius, Lam, Contavalli, Vahdat 2017 (SIGCOMM), sections 3 and 4")
            .parameters(
                    // Section 5: slots of 2 to 8 us suffice for pacing; the horizon there is 4 s, for rates down to 3
                    // kbps.
                    ParameterSpec.quantity(
                            "slot", Quantity.TIME, "8 us", 1, SimTime.SECOND, "width of the wheel's slots"),
                    ParameterSpec.quantity(
                            "horizon", Quantity.TIME, "500 ms", 1, 1000 * SimTime.SECOND, "what the wheel spans"),
                    ParameterSpec.choice(
                            "rounding", List.of("up", "down"), "to which edge of its slot an instant goes"),
                    ParameterSpec.choice(
                            "beyondHorizon",
                            List.of("clamp", "drop"),
                            "whether a packet beyond the wheel leaves in its last slot, or is dropped"),
                    ParameterSpec.optionalQuantity(
                            "rate",
                            Quantity.RATE,
                            1,
                            DataRate.LARGEST_BITS_PER_SECOND,
                            "rate of flows without a maxRate of their own; left out, they are not paced"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "10000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> claims(setup.parameters()))
            .madeBy((setup, environment) -> new CarouselScheduler(setup.parameters()));

    private final long slotPs;
    private final boolean roundsDown;
    private final boolean dropsBeyond;
    private final @Nullable DataRate usualRate;
    private final long limit;
    /** Queues of the slots that have packets. */
    private final @Nullable PacketFifo[] wheel;
    /** Queues of slots that have none any more. */
    private final Deque<PacketFifo> spareQueues = new ArrayDeque<>();

    private final BucketBitmap full;
    private final FlowTable<PacedFlow> flows = new FlowTable<>(PacedFlow::new);

    private int packets;
    private long bytes;
    /** No packet stands in a slot before this one. */
    private long earliestSlot;

    private CarouselScheduler(ParameterValues parameters) {
        slotPs = parameters.value("slot");
        roundsDown = parameters.value("rounding") == ROUND_DOWN;
        dropsBeyond = parameters.value("beyondHorizon") == DROP_BEYOND;
        long rate = parameters.valueOr("rate", 0);
        usualRate = rate == 0 ? null : new DataRate(rate);
        limit = parameters.value("limit");
        int slots = (int) Math.min(MOST_SLOTS, Math.max(2, parameters.value("horizon") / slotPs));
        wheel = new PacketFifo[slots];
        full = new BucketBitmap(slots);
    }

    private static List<Claim> claims(ParameterValues parameters) {
        long slotPs = parameters.value("slot");
        boolean roundsDown = parameters.value("rounding") == ROUND_DOWN;
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.FlowOrder(),
                new Claim.KeepsWhatItTook(),
                new Claim.FlowNumbersAreNames(),
                new Claim.TimeGrid(slotPs),
                new Claim.Bounded(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(parameters.value("limit"), Long.MAX_VALUE),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        claims.add(
                roundsDown
                        ? new Claim.NeverEarly(packet -> packet.eligiblePs - slotPs + 1, 2 * slotPs)
                        : new Claim.NeverEarly(packet -> packet.eligiblePs, slotPs));
        return List.copyOf(claims);
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= limit) {
            return DropReason.QUEUE_FULL;
        }
        PacedFlow flow = flows.findOrAdd(packet.flow);
        RateClock clock = clockOf(flow);
        long departurePs = Math.max(nowPs, packet.eligiblePs);
        if (clock != null) {
            departurePs = Math.max(departurePs, clock.paidPs());
        }
        long lastSlot = lastSlot(nowPs);
        long slot = slotOf(departurePs, nowPs);
        if (slot > lastSlot && dropsBeyond && departurePs > nowPs) {
            forgetIfIdle(flow, nowPs);
            return DropReason.TOO_FAR;
        }
        packet.eligiblePs = Math.min(departurePs, Math.max(nowPs, lastSlot * slotPs));
        if (clock != null) {
            clock.charge(packet.wireBytes(), packet.eligiblePs);
        }
        place(packet, flow, Math.min(slot, lastSlot));
        return Verdict.Accepted.ACCEPTED;
    }

    /** The wheel turns with the earliest packet held, where that is late. */
    private long lastSlot(long nowPs) {
        long present = nowPs / slotPs;
        return (packets == 0 ? present : Math.min(present, earliestSlot)) + wheel.length - 1;
    }

    private @Nullable RateClock clockOf(PacedFlow flow) {
        if (flow.clock == null && usualRate != null) {
            flow.clock = flow.usualClock(usualRate);
        }
        return flow.clock;
    }

    /** The slot of an instant; one that has begun already for a packet that is due. */
    private long slotOf(long departurePs, long nowPs) {
        return roundsDown || departurePs <= nowPs ? departurePs / slotPs : (departurePs + slotPs - 1) / slotPs;
    }

    private void place(Packet packet, PacedFlow flow, long wantedSlot) {
        // A packet that is due must not overtake one of its flow that was rounded up.
        long slot = flow.held > 0 ? Math.max(wantedSlot, flow.lastSlot) : wantedSlot;
        if (packets == 0 || slot < earliestSlot) {
            earliestSlot = slot;
        }
        flow.lastSlot = slot;
        flow.held++;
        int index = (int) (slot % wheel.length);
        PacketFifo queue = wheel[index];
        if (queue == null) {
            queue = spareQueues.isEmpty() ? new PacketFifo() : spareQueues.pop();
            wheel[index] = queue;
        }
        queue.add(packet);
        full.set(index);
        packets++;
        bytes += packet.ipBytes();
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        int index = firstFull();
        PacketFifo queue = wheel[index];
        Packet packet = queue == null ? null : queue.poll();
        if (queue == null || packet == null) {
            throw new IllegalStateException("slot " + index + " is marked full, and is empty");
        }
        earliestSlot = slotAt(index);
        if (queue.isEmpty()) {
            full.clear(index);
            wheel[index] = null;
            spareQueues.push(queue);
        }
        packets--;
        bytes -= packet.ipBytes();
        PacedFlow flow = flows.findOrAdd(packet.flow);
        flow.held--;
        forgetIfIdle(flow, nowPs);
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return packets == 0 ? NEVER : Math.max(nowPs, slotAt(firstFull()) * slotPs);
    }

    private int firstFull() {
        return full.nextFrom((int) (earliestSlot % wheel.length));
    }

    /** The slot of time that stands at a place of the wheel: less than a turn after the earliest. */
    private long slotAt(int index) {
        return earliestSlot + Math.floorMod(index - earliestSlot, (long) wheel.length);
    }

    /** A flow whose packets are all paid for is like a new one. */
    private void forgetIfIdle(PacedFlow flow, long nowPs) {
        if (flow.held == 0 && !flow.isOpen && (flow.clock == null || flow.clock.paidPs() <= nowPs)) {
            flows.remove(flow);
        }
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        while (!full.isEmpty()) {
            int index = full.firstFrom(0);
            PacketFifo queue = wheel[index];
            if (queue != null) {
                queue.dropAll(drops, nowPs);
                spareQueues.push(queue);
            }
            wheel[index] = null;
            full.clear(index);
        }
        flows.clear();
        packets = 0;
        bytes = 0;
        earliestSlot = 0;
    }

    @Override
    public int packetCount() {
        return packets;
    }

    @Override
    public long byteCount() {
        return bytes;
    }

    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        PacedFlow flow = flows.findOrAdd(number);
        if (flow.isOpen || flow.held > 0) {
            throw new IllegalStateException("flow " + number + " is open, or has packets");
        }
        flow.isOpen = true;
        flow.pace(metrics.maxRate());
        return Admission.ADMITTED;
    }

    /** Packets already held keep their instants; those that follow are paced from the last of them on. */
    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        PacedFlow flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            RateClock before = flow.clock;
            flow.pace(metrics.maxRate());
            if (before != null && flow.clock != null) {
                flow.clock.charge(0, before.paidPs());
            }
        }
        return Admission.ADMITTED;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        PacedFlow flow = flows.find(number);
        if (flow != null) {
            flow.isOpen = false;
            forgetIfIdle(flow, nowPs);
        }
    }

    private static final class PacedFlow extends KeyedFlow {
        boolean isOpen;
        /** When the packets so far end at the flow's rate; null while it has none. */
        @Nullable
        RateClock clock;

        long lastSlot;
        int held;
        /** One of the usual rate, kept for the next flow in need of one. */
        private @Nullable RateClock usual;

        PacedFlow(int slot) {
            super(slot);
        }

        @Override
        void reset() {
            isOpen = false;
            clock = null;
            lastSlot = 0;
            held = 0;
        }

        RateClock usualClock(DataRate rate) {
            if (usual == null) {
                usual = new RateClock(rate);
            }
            usual.reset();
            return usual;
        }

        void pace(@Nullable DataRate rate) {
            clock = rate == null ? null : new RateClock(rate);
        }
    }
}
