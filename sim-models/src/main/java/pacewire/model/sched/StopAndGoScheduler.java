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
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Stop-and-go queueing (Golestani, "A Stop-and-Go Queueing Framework for Congestion Management", SIGCOMM 1990; IEEE JSAC 9(7),
 * 1991): time is cut into frames of equal length on every link, and a packet that arrives in one frame leaves in the first one
 * that begins when that frame has ended. A packet whose arrival ends on a boundary exactly belongs to the frame that begins
 * there.
 *
 * <p>If no flow sends more in a frame than its rate carries in one, and the rates fit the line together, all packets of a frame
 * leave within it: then a flow keeps this smoothness, and its delay over any path varies by less than two frames. Admission
 * counts the rates; that flows are smooth is theirs to keep. Packets that do not fit into their frame go on in the next.
 */
public final class StopAndGoScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("stop-and-go")
            .summary("Stop-and-go: packets of one arriving frame wait for a departing frame that begins after it.")
            .source("Golestani 1990, 1991")
            .parameters(
                    ParameterSpec.quantity(
                            "frame", Quantity.TIME, "10 ms", 1, 1000 * SimTime.SECOND, "length of a frame (T)"),
                    ParameterSpec.quantity(
                            "arrivalOffset",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            1000 * SimTime.SECOND,
                            "when a frame of the incoming link begins"),
                    ParameterSpec.quantity(
                            "departureOffset",
                            Quantity.TIME,
                            "0 ps",
                            0,
                            1000 * SimTime.SECOND,
                            "when a frame of the outgoing link begins"),
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"))
            .claims((setup, environment) -> {
                long limit = setup.parameters().value("limit");
                long framePs = setup.parameters().value("frame");
                return List.of(
                        new Claim.FlowOrder(),
                        new Claim.NeverEarly(packet -> packet.eligiblePs, 0),
                        new Claim.MeetsDeadlines(packet -> packet.eligiblePs, packet -> packet.deadlinePs),
                        new Claim.JitterBound(packet -> packet.eligiblePs, framePs),
                        new Claim.TimeGrid(framePs),
                        new Claim.Bounded(limit, Long.MAX_VALUE),
                        new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                        new Claim.KeepsWhatItTook(),
                        new Claim.ScalesWithTheLine(),
                        new Claim.FlowNumbersAreNames(),
                        new Claim.BlindToFlows(),
                        new Claim.Cost(Claim.Growth.CONSTANT));
            })
            .promises()
            .madeBy(StopAndGoScheduler::new);

    private final PacketFifo queue = new PacketFifo();
    private final FlowTable<ReservedFlow> flows = new FlowTable<>(ReservedFlow::new);
    private final DataRate lineRate;
    private final long framePs;
    private final long arrivalOffsetPs;
    private final long departureOffsetPs;
    private final long limitPackets;
    private long reservedBitsPerSecond;

    StopAndGoScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        ParameterValues parameters = setup.parameters();
        lineRate = environment.lineRate();
        framePs = parameters.value("frame");
        arrivalOffsetPs = parameters.value("arrivalOffset");
        departureOffsetPs = parameters.value("departureOffset");
        limitPackets = parameters.value("limit");
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (queue.size() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        flows.findOrAdd(packet.flow).packets++;
        packet.heldSincePs = nowPs;
        packet.eligiblePs = departingFramePs(nowPs);
        packet.deadlinePs = packet.eligiblePs + framePs;
        queue.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    /** Beginning of the first departing frame that begins no sooner than the arriving frame of an instant ends. */
    private long departingFramePs(long arrivalPs) {
        long frame = Math.floorDiv(arrivalPs - arrivalOffsetPs, framePs);
        long endPs = arrivalOffsetPs + (frame + 1) * framePs;
        long sinceBoundaryPs = Math.floorMod(endPs - departureOffsetPs, framePs);
        return sinceBoundaryPs == 0 ? endPs : endPs - sinceBoundaryPs + framePs;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        Packet packet = queue.poll();
        if (packet != null) {
            ReservedFlow flow = flows.findOrAdd(packet.flow);
            flow.packets--;
            forgetIfDone(flow);
        }
        return packet;
    }

    @Override
    public long readyAtPs(long nowPs) {
        Packet first = queue.peek();
        return first == null ? NEVER : Math.max(nowPs, first.eligiblePs);
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        queue.dropAll(drops, nowPs);
        flows.clear();
        reservedBitsPerSecond = 0;
    }

    @Override
    public int packetCount() {
        return queue.size();
    }

    @Override
    public long byteCount() {
        return queue.bytes();
    }

    @Override
    public Admission openFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ReservedFlow known = flows.find(number);
        if (known != null) {
            throw new IllegalStateException(
                    "flow " + number + (known.isOpen && !known.isClosing ? " is open already" : " holds packets"));
        }
        Admission answer = admit(envelope, 0);
        if (answer.isAdmitted()) {
            ReservedFlow flow = flows.add(number);
            flow.isOpen = true;
            reserve(flow, envelope);
        }
        return answer;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        ReservedFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen || flow.isClosing) {
            throw new IllegalStateException("flow " + number + " is not open");
        }
        Admission answer = admit(envelope, flow.bitsPerSecond);
        if (answer.isAdmitted()) {
            reserve(flow, envelope);
        }
        return answer;
    }

    @Override
    public void closeFlow(int number, long nowPs) {
        ReservedFlow flow = flows.find(number);
        if (flow != null) {
            flow.isClosing = flow.isOpen;
            forgetIfDone(flow);
        }
    }

    /** The rates of all flows fit the line (section 3 of the paper); what a flow had is free when it changes. */
    private Admission admit(@Nullable TrafficEnvelope envelope, long freed) {
        long wanted = envelope == null ? 0 : envelope.rate().bitsPerSecond();
        long free = lineRate.bitsPerSecond() - (reservedBitsPerSecond - freed);
        return wanted <= free
                ? Admission.ADMITTED
                : Admission.refused(Quantity.RATE.format(wanted) + " are more than the " + Quantity.RATE.format(free)
                        + " of the line that are not reserved");
    }

    private void reserve(ReservedFlow flow, @Nullable TrafficEnvelope envelope) {
        reservedBitsPerSecond -= flow.bitsPerSecond;
        flow.bitsPerSecond = envelope == null ? 0 : envelope.rate().bitsPerSecond();
        reservedBitsPerSecond += flow.bitsPerSecond;
    }

    private void forgetIfDone(ReservedFlow flow) {
        if (flow.isDone()) {
            reservedBitsPerSecond -= flow.bitsPerSecond;
            flows.remove(flow);
        }
    }
}
