package pacewire.model.sched;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;

/**
 * {@link JitterEdfScheduler} as its description says, without any order kept: each question looks through all flows. Only
 * virtual time and the flows' own schedules are state, and they are the production's ({@link SpareShare}).
 */
final class NaiveJitterEdf {
    private static final int TAG_BITS = 12;
    private static final long ELASTIC_TOLERANCE = SimTime.MILLISECOND;

    private final TreeMap<Integer, Flow> flows = new TreeMap<>();
    private final long wakeUpShare;
    private final long[] virtualTime = new long[FlowMetrics.HIGHEST_PRIORITY + 1];
    private final long[] largestFinishTag = new long[FlowMetrics.HIGHEST_PRIORITY + 1];
    private long arrivals;
    private int served;
    private long servedPs = Packet.UNSCHEDULED;

    NaiveJitterEdf(long wakeUpShare) {
        this.wakeUpShare = wakeUpShare;
    }

    void openFlow(int number, FlowMetrics metrics, boolean isGuaranteed) {
        flows.put(number, new Flow(metrics, isGuaranteed, true));
    }

    void closeFlow(int number) {
        Flow flow = Objects.requireNonNull(flows.get(number));
        flow.isClosing = true;
        if (flow.packets.isEmpty()) {
            flows.remove(number);
        }
    }

    void enqueue(Packet packet, long nowPs) {
        Flow flow = flows.computeIfAbsent(packet.flow, n -> new Flow(FlowMetrics.BEST_EFFORT, false, false));
        flow.packets.add(new Held(packet, arrivals++, packet.readyPs == Packet.UNSCHEDULED ? nowPs : packet.readyPs));
        if (flow.packets.size() == 1) {
            flow.share.arriveAtIdle(nowPs);
            flow.becomeFirst(nowPs);
            // A flow that was served at this instant is as one whose next packet stood behind the one that left.
            flow.isReleased =
                    flow.isGuaranteed && packet.flow == served && nowPs == servedPs && flow.eligiblePs() <= nowPs;
        }
    }

    int packetCount() {
        return flows.values().stream().mapToInt(flow -> flow.packets.size()).sum();
    }

    long readyAtPs(long nowPs) {
        long ready = PacketScheduler.NEVER;
        for (Flow flow : waitingFlows()) {
            if (flow.isReleased) {
                return nowPs;
            }
            ready = Math.min(ready, flow.isGuaranteed ? flow.eligiblePs() + flow.wakeUpTolerancePs : ready);
            ready = Math.min(ready, flow.isStrict ? ready : flow.share.unboundPs);
        }
        return Math.max(nowPs, ready);
    }

    @Nullable
    Packet dequeue(long nowPs) {
        if (readyAtPs(nowPs) > nowPs) {
            return null;
        }
        release(nowPs);
        Flow first = waitingFlows().stream()
                .filter(flow -> flow.isReleased)
                .min(Comparator.comparingLong(Flow::orderPs)
                        .thenComparingInt(flow -> -flow.priority)
                        .thenComparingLong(flow -> flow.first().order))
                .orElse(null);
        Packet packet = first == null ? serveSpare(nowPs) : serve(first, nowPs, false);
        release(nowPs);
        return packet;
    }

    private Packet serveSpare(long nowPs) {
        // Those whom maxRate held back until now take their tags in the order in which they might have gone.
        waitingFlows().stream()
                .filter(flow -> !flow.isStrict && !flow.hasTag && flow.share.unboundPs <= nowPs)
                .forEach(Flow::takeTag);
        Flow flow = waitingFlows().stream()
                .filter(candidate -> candidate.hasTag)
                .min(Comparator.<Flow>comparingInt(candidate -> -candidate.priority)
                        .thenComparingLong(candidate -> candidate.share.startTag)
                        .thenComparingLong(candidate -> candidate.first().order))
                .orElseThrow();
        return serve(flow, nowPs, true);
    }

    private Packet serve(Flow flow, long nowPs, boolean isSpare) {
        Packet packet = flow.packets.remove().packet;
        served = packet.flow;
        servedPs = nowPs;
        flow.isReleased = false;
        flow.hasTag = false;
        if (flow.isOpen && !flow.isStrict) {
            flow.share.depart(packet, nowPs);
        }
        if (isSpare) {
            advanceVirtualTime(flow, packet);
        }
        if (!flow.packets.isEmpty()) {
            flow.becomeFirst(nowPs);
        } else if (flow.isClosing) {
            flows.remove(packet.flow);
        }
        if (!flow.isStrict) {
            settle(flow.priority);
        }
        return packet;
    }

    private void advanceVirtualTime(Flow flow, Packet packet) {
        SpareShare share = flow.share;
        long step = ((long) packet.wireBytes() << TAG_BITS) + share.tagRemainder;
        share.finishTag = share.startTag + step / share.weight;
        share.tagRemainder = step % share.weight;
        virtualTime[flow.priority] = share.startTag;
        largestFinishTag[flow.priority] = Math.max(largestFinishTag[flow.priority], share.finishTag);
    }

    /** A plain flow without packets is forgotten once virtual time has passed its finish tag. */
    private void settle(int level) {
        if (waitingFlows().stream().noneMatch(flow -> flow.hasTag && flow.priority == level)) {
            virtualTime[level] = largestFinishTag[level];
        }
        flows.values()
                .removeIf(flow ->
                        !flow.isOpen && flow.packets.isEmpty() && flow.share.finishTag <= virtualTime[flow.priority]);
    }

    private void release(long nowPs) {
        for (Flow flow : waitingFlows()) {
            flow.isReleased |= flow.isGuaranteed && flow.eligiblePs() <= nowPs;
        }
    }

    private List<Flow> waitingFlows() {
        List<Flow> waiting = new ArrayList<>();
        for (Flow flow : flows.values()) {
            if (!flow.packets.isEmpty()) {
                waiting.add(flow);
            }
        }
        return waiting;
    }

    private record Held(Packet packet, long order, long sincePs) {}

    private final class Flow {
        final SpareShare share = new SpareShare();
        final Deque<Held> packets = new ArrayDeque<>();
        final boolean isOpen;
        final boolean isGuaranteed;
        final boolean isStrict;
        final int priority;
        final long tolerancePs;
        final long wakeUpTolerancePs;
        boolean isClosing;
        boolean isReleased;
        boolean hasTag;

        Flow(FlowMetrics metrics, boolean isGuaranteed, boolean isOpen) {
            this.isGuaranteed = isGuaranteed;
            this.isOpen = isOpen;
            isStrict = isGuaranteed && metrics.isStrictlyPaced();
            priority = metrics.priority();
            share.open(metrics);
            tolerancePs = tolerancePs(metrics);
            boolean sharesWakeUps = isGuaranteed && !metrics.hasMaxDelay();
            wakeUpTolerancePs = sharesWakeUps ? tolerancePs / 100 * (wakeUpShare / (Quantity.WHOLE / 100)) : 0;
        }

        private long tolerancePs(FlowMetrics metrics) {
            DataRate minRate = metrics.minRate();
            if (metrics.hasMaxJitter()) {
                return metrics.maxJitterPs();
            }
            if (metrics.hasMaxDelay() || minRate == null) {
                return metrics.maxDelayPs();
            }
            return Math.max(minRate.psForBytesUp(1538), ELASTIC_TOLERANCE);
        }

        Held first() {
            return packets.getFirst();
        }

        long eligiblePs() {
            return isStrict ? first().packet.idealPs : share.guaranteedPs;
        }

        long orderPs() {
            return tolerancePs + (isStrict ? Math.max(eligiblePs(), first().sincePs) : eligiblePs());
        }

        void becomeFirst(long nowPs) {
            if (!isStrict && share.unboundPs <= nowPs) {
                takeTag();
            }
        }

        void takeTag() {
            hasTag = true;
            share.startTag = Math.max(virtualTime[priority], share.finishTag);
        }
    }
}
