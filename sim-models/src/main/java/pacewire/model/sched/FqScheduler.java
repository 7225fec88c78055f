package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.SimTime;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.packet.Verdict;

/**
 * Fair queueing with a pace for each flow, after Linux {@code net/sched/sch_fq.c} (6.1): flows take turns, new ones first, with
 * overdraft; a flow with a maxRate (SO_MAX_PACING_RATE) is throttled after a quantum, for as long as the quantum takes at
 * its rate, so that it leaves in bursts of a quantum; at a low rate after each packet. A flow that was sent late gets up to
 * half of the gap back. A packet whose sender names its time (SO_TXTIME, earliest departure time) leaves no earlier, and
 * waits for no maxRate of its own; it stands before those of its flow with a later time, but does not wake a flow that is
 * throttled already. Packets of priority 7 (TC_PRIO_CONTROL) go ahead of all flows, at once.
 *
 * <p>Rates, quanta and credits count wire bytes, as Linux counts the bytes of the frame.
 *
 * <p>Deviations: a flow that must wait is throttled as soon as that is known, and one without packets is put aside at once.
 * Linux finds out when it asks for the next packet, which is at the same instant with a device that has room; here it
 * makes no difference whether anybody asks. Flows are told apart by number, not by a hash of the socket; as in Linux those
 * that were idle for 3 s are forgotten when there are many. The slack of the timer is the machine's.
 */
public final class FqScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("fq")
            .summary("Linux's fq: flows take turns, and each is paced by its maximum rate.")
            .source("Linux net/sched/sch_fq.c (6.1)")
            .parameters(FqSettings.parameters())
            .claims((setup, environment) -> List.of(
                    new Claim.KeepsWhatItTook(),
                    new Claim.FlowNumbersAreNames(),
                    new Claim.ScalesWithTheLine(),
                    new Claim.NeverEarly(
                            packet -> isControl(packet) ? Long.MIN_VALUE : packet.eligiblePs, Long.MAX_VALUE),
                    new Claim.Bounded(setup.parameters().value("limit"), Long.MAX_VALUE),
                    new Claim.Cost(Claim.Growth.LOGARITHMIC)))
            .madeBy(FqScheduler::new);

    /** {@code pkt_sched.h}. */
    private static final int TC_PRIO_CONTROL = 7;

    /** {@code fq_dequeue}: rates may change, so no gap is longer. */
    private static final long LONGEST_GAP_PS = SimTime.SECOND;

    /** {@code fq_gc}, FQ_GC_AGE and FQ_GC_MAX; 2 flows a bucket, of 1024. */
    private static final long FORGET_AFTER_PS = 3 * SimTime.SECOND;

    private static final int FORGET_AT_ONCE = 8;
    private static final int MANY_FLOWS = 2048;

    private final FqSettings settings;
    private final FlowTable<FqFlow> flows = new FlowTable<>(FqFlow::new);
    private final PacketFifo control = new PacketFifo();
    /** Flows whose first packet may leave, and some without packets. */
    private FqFlow.Turns newFlows = new FqFlow.Turns();

    private FqFlow.Turns oldFlows = new FqFlow.Turns();
    /** Flows without packets that may be forgotten, those that have been so for longest first. */
    private FqFlow.Turns detached = new FqFlow.Turns();
    /** Flows without packets that are open. */
    private FqFlow.Turns idleOpen = new FqFlow.Turns();
    /** Flows whose first packet may not leave yet, by the time at which they are looked at again. */
    private FlowHeap throttled = new FlowHeap();

    private long throttledOrder;
    /** Number of new and old flows with packets. */
    private int ready;

    private int packets;
    private long bytes;

    FqScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        settings = FqSettings.of(setup.parameters(), environment);
    }

    /** Flows that it keeps anything of. */
    int flowsKnown() {
        return flows.size();
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (packets >= settings.limit()) {
            return DropReason.QUEUE_FULL;
        }
        boolean isBeyond = isTimed(packet) && packet.eligiblePs > nowPs + settings.horizonPs();
        if (isBeyond && !settings.capsAtHorizon()) {
            return DropReason.TOO_FAR;
        }
        if (isControl(packet)) {
            control.add(packet);
        } else {
            FqFlow flow = flowOf(packet.flow, nowPs);
            if (flow.size() >= settings.flowLimit()) {
                return DropReason.QUEUE_FULL;
            }
            if (isBeyond) {
                packet.eligiblePs = nowPs + settings.horizonPs();
            }
            packet.heldSincePs = isTimed(packet) ? packet.eligiblePs : nowPs;
            add(flow, packet, nowPs);
        }
        packets++;
        bytes += packet.ipBytes();
        return Verdict.Accepted.ACCEPTED;
    }

    private static boolean isControl(Packet packet) {
        return packet.priority == TC_PRIO_CONTROL;
    }

    private static boolean isTimed(Packet packet) {
        return packet.eligiblePs != Packet.UNSCHEDULED;
    }

    private FqFlow flowOf(int number, long nowPs) {
        FqFlow known = flows.find(number);
        if (known != null) {
            return known;
        }
        forgetSome(nowPs);
        FqFlow flow = flows.add(number);
        flow.credit = settings.initialQuantum();
        detach(flow, nowPs);
        return flow;
    }

    private void forgetSome(long nowPs) {
        if (flows.size() < MANY_FLOWS || detached.size() + idleOpen.size() <= flows.size() / 2) {
            return;
        }
        for (int i = 0; i < FORGET_AT_ONCE; i++) {
            FqFlow oldest = detached.first();
            if (oldest == null || nowPs - oldest.detachedPs <= FORGET_AFTER_PS) {
                return;
            }
            detached.remove(oldest);
            flows.remove(oldest);
        }
    }

    private void add(FqFlow flow, Packet packet, long nowPs) {
        boolean wasEmpty = flow.isEmpty();
        flow.add(packet);
        if (isDetached(flow)) {
            listOf(flow).remove(flow);
            if (nowPs > flow.detachedPs + settings.refillDelayPs()) {
                flow.credit = Math.max(flow.credit, settings.quantum());
            }
            newFlows.add(flow);
        }
        if (wasEmpty) {
            ready++;
            throttleIfEarly(flow, nowPs);
        }
    }

    private void throttleIfEarly(FqFlow flow, long nowPs) {
        long readyPs = flow.readyPs();
        if (readyPs <= nowPs) {
            return;
        }
        ready--;
        refill(flow);
        listOf(flow).remove(flow);
        // A packet with an earlier time that comes meanwhile does not change this (selftest so_txtime of the kernel).
        flow.nextPs = readyPs;
        throttled.add(flow.slot, readyPs, throttledOrder++);
    }

    /** A flow whose turn is over has got its next quantum, in Linux, before it is seen that it must wait. */
    private void refill(FqFlow flow) {
        while (flow.credit <= 0) {
            flow.credit += settings.quantum();
        }
    }

    private static FqFlow.Turns listOf(FqFlow flow) {
        FqFlow.Turns list = flow.list;
        if (list == null) {
            throw new IllegalStateException("flow " + flow.number + " is throttled");
        }
        return list;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        Packet packet = control.poll();
        if (packet == null) {
            unthrottle(nowPs);
            if (ready == 0) {
                return null;
            }
            FqFlow flow = nextInTurn(nowPs);
            packet = flow.removeFirst();
            charge(flow, packet, nowPs);
            settle(flow, nowPs);
        }
        packets--;
        bytes -= packet.ipBytes();
        return packet;
    }

    private void unthrottle(long nowPs) {
        while (throttled.firstKey() <= nowPs) {
            FqFlow flow = flows.at(throttled.firstSlot());
            throttled.remove(flow.slot);
            oldFlows.add(flow);
            ready++;
        }
    }

    /** The first flow with credit and packets; only when one has packets. */
    private FqFlow nextInTurn(long nowPs) {
        while (true) {
            FqFlow flow = newFlows.isEmpty() ? oldFlows.first() : newFlows.first();
            if (flow == null) {
                throw new IllegalStateException("no flow has packets");
            }
            if (flow.credit <= 0) {
                endTurn(flow);
            } else if (flow.isEmpty()) {
                leave(flow, nowPs);
            } else {
                return flow;
            }
        }
    }

    private void endTurn(FqFlow flow) {
        flow.credit += settings.quantum();
        listOf(flow).remove(flow);
        oldFlows.add(flow);
    }

    /** A flow without packets: through the old ones first, so that new ones that come again and again starve nobody. */
    private void leave(FqFlow flow, long nowPs) {
        FqFlow.Turns list = listOf(flow);
        list.remove(flow);
        if (list == newFlows && !oldFlows.isEmpty()) {
            oldFlows.add(flow);
        } else {
            detach(flow, nowPs);
        }
    }

    private void detach(FqFlow flow, long nowPs) {
        flow.detachedPs = nowPs;
        (flow.isOpen ? idleOpen : detached).add(flow);
    }

    private boolean isDetached(FqFlow flow) {
        return flow.list == detached || flow.list == idleOpen;
    }

    /** What a packet costs its flow, in credit and in time. */
    private void charge(FqFlow flow, Packet packet, long nowPs) {
        long length = packet.wireBytes();
        flow.credit -= length;
        DataRate rate = settings.flowMaxRate();
        if (!isTimed(packet)) {
            rate = settings.rateOf(flow);
            if (rate != null && rate.bitsPerSecond() <= settings.lowRateBps()) {
                flow.credit = 0;
            } else {
                length = Math.max(length, settings.quantum());
                if (flow.credit > 0) {
                    return;
                }
            }
        }
        if (rate != null) {
            long gapPs = Math.min(rate.psForBytesUp(length), LONGEST_GAP_PS);
            if (flow.nextPs != FqFlow.AT_ONCE) {
                gapPs -= Math.min(gapPs / 2, nowPs - flow.nextPs);
            }
            flow.nextPs = nowPs + gapPs;
        }
    }

    /** Puts a flow that has sent where it belongs. */
    private void settle(FqFlow flow, long nowPs) {
        if (!flow.isEmpty()) {
            throttleIfEarly(flow, nowPs);
        } else {
            ready--;
            if (flow.credit <= 0) {
                endTurn(flow);
            } else {
                leave(flow, nowPs);
            }
        }
        if (ready == 0) {
            detachAll(newFlows, nowPs);
            detachAll(oldFlows, nowPs);
        }
    }

    private void detachAll(FqFlow.Turns list, long nowPs) {
        for (FqFlow flow = list.first(); flow != null; flow = list.first()) {
            refill(flow);
            list.remove(flow);
            detach(flow, nowPs);
        }
    }

    @Override
    public long readyAtPs(long nowPs) {
        return ready > 0 || !control.isEmpty() ? nowPs : Math.max(nowPs, throttled.firstKey());
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        control.dropAll(drops, nowPs);
        flows.forEach(flow -> {
            while (!flow.isEmpty()) {
                drops.dropped(flow.removeFirst(), DropReason.RESET, nowPs);
            }
        });
        flows.clear();
        newFlows = new FqFlow.Turns();
        oldFlows = new FqFlow.Turns();
        detached = new FqFlow.Turns();
        idleOpen = new FqFlow.Turns();
        throttled = new FlowHeap();
        throttledOrder = 0;
        ready = 0;
        packets = 0;
        bytes = 0;
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
        FqFlow flow = flowOf(number, nowPs);
        if (flow.isOpen || !flow.isEmpty()) {
            throw new IllegalStateException("flow " + number + " is open, or has packets");
        }
        if (isDetached(flow)) {
            detached.remove(flow);
            idleOpen.add(flow);
        }
        flow.isOpen = true;
        flow.maxRate = metrics.maxRate();
        return Admission.ADMITTED;
    }

    @Override
    public Admission changeFlow(int number, FlowMetrics metrics, @Nullable TrafficEnvelope envelope, long nowPs) {
        FqFlow flow = flows.find(number);
        if (flow != null && flow.isOpen) {
            flow.maxRate = metrics.maxRate();
        }
        return Admission.ADMITTED;
    }

    /** Packets still held leave at the flow's rate. */
    @Override
    public void closeFlow(int number, long nowPs) {
        FqFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen) {
            return;
        }
        flow.isOpen = false;
        if (isDetached(flow)) {
            idleOpen.remove(flow);
            flows.remove(flow);
        }
    }
}
