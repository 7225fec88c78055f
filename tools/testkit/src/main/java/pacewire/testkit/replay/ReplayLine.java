package pacewire.testkit.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketPool;
import pacewire.model.packet.Protocol;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;
import pacewire.testkit.replay.ReplayPlan.FlowChange;
import pacewire.testkit.replay.ReplayPlan.Offer;
import pacewire.testkit.replay.SchedulerFault.Kind;

/**
 * A packet scheduler in front of a line that is always willing: idle, it asks for a packet; a packet takes its length over the
 * rate; when none may leave, the line sleeps until the instant that the packet scheduler names, or until a packet comes.
 *
 * <p>What happens at one instant happens in this order: a packet ends; all packets of the instant are offered, in the order
 * given; the line asks for the next one. A polled packet scheduler is asked for one packet at each poll, after the packets of
 * that instant were offered, and sending takes no time.
 */
public final class ReplayLine {
    /** In a row, with nothing offered, sent or dropped: more wake-ups than any packet scheduler needs, and a moment's work. */
    private static final int MOST_IDLE_WAKE_UPS = 100_000;

    private static final int MOST_IDLE_POLLS = 20_000_000;

    private enum State {
        EXPECTED,
        OFFERED,
        HELD,
        SENT,
        DROPPED
    }

    private final ReplayPlan plan;
    private final ReplayObserver observer;
    private final PacketPool pool = new PacketPool();
    private final List<Offer> offers;
    private final State[] states;
    private final long[] startPs;
    private final long[] endPs;
    private final byte[] ecn;
    private final @Nullable DropReason[] reasons;
    /** Packets sent or dropped, in order. */
    private final int[] order;

    private @Nullable PacketScheduler scheduler;
    private int settled;
    private int offered;
    private int idleWakeUps;
    /** Whether packets were dropped in place of the one last asked for: others may be ready still. */
    private boolean hasDroppedInstead;

    /** A line for one replay. */
    public ReplayLine(ReplayPlan plan, ReplayObserver observer) {
        this.plan = plan;
        this.observer = observer;
        offers = plan.offers();
        states = new State[offers.size()];
        Arrays.fill(states, State.EXPECTED);
        startPs = new long[states.length];
        endPs = new long[states.length];
        ecn = new byte[states.length];
        reasons = new DropReason[states.length];
        order = new int[states.length];
    }

    /** Takes the packets that the packet scheduler drops after it took them: for its {@link SchedulerEnvironment}. */
    public DropListener drops() {
        return this::dropped;
    }

    /**
     * Plays it all; once.
     *
     * @throws SchedulerFault when the packet scheduler breaks its contract so that it cannot go on
     * @throws ReplayException when it refuses a flow
     */
    public ReplayResult run(PacketScheduler packetScheduler) {
        if (scheduler != null) {
            throw new IllegalStateException("a line plays one replay once");
        }
        scheduler = packetScheduler;
        observer.began(packetScheduler, plan);
        long nowPs = plan.polling() == null ? drain(packetScheduler) : poll(packetScheduler, plan.polling());
        observer.finished(nowPs);
        return new ReplayResult(plan, Arrays.copyOf(order, settled), startPs, endPs, ecn, reasons, heldAtTheEnd());
    }

    private long drain(PacketScheduler packetScheduler) {
        long nowPs = offers.isEmpty() ? 0 : offers.get(0).timePs();
        openFlows(packetScheduler, nowPs);
        while (nowPs <= plan.untilPs()) {
            offerThrough(packetScheduler, nowPs);
            @Nullable Packet packet = ask(packetScheduler, nowPs);
            long nextPs = packet == null ? wakeUp(packetScheduler, nowPs) : send(packetScheduler, packet, nowPs);
            if (nextPs == PacketScheduler.NEVER) {
                return nowPs;
            }
            nowPs = nextPs;
        }
        return nowPs;
    }

    /** When the line is free again. */
    private long send(PacketScheduler packetScheduler, Packet packet, long nowPs) {
        long end = later(nowPs, plan.lineRate().psForBytes(packet.wireBytes()));
        settle(packet, State.SENT, nowPs, end);
        observer.started(packet, nowPs);
        offerThrough(packetScheduler, Math.min(end - 1, plan.untilPs()));
        observer.ended(packet, end);
        return end;
    }

    /** When the line asks again: as soon as the packet scheduler names, or a packet comes. */
    private long wakeUp(PacketScheduler packetScheduler, long nowPs) {
        long readyPs = readyAt(packetScheduler, nowPs);
        if (++idleWakeUps > MOST_IDLE_WAKE_UPS) {
            throw new SchedulerFault(
                    Kind.NO_PROGRESS, nowPs, MOST_IDLE_WAKE_UPS + " instants were named, and no packet left");
        }
        long arrivalPs = offered < offers.size() ? offers.get(offered).timePs() : PacketScheduler.NEVER;
        return Math.max(nowPs, Math.min(readyPs, arrivalPs));
    }

    private long poll(PacketScheduler packetScheduler, ReplayPlan.Polling polling) {
        long firstPs = offers.isEmpty() ? 0 : offers.get(0).timePs();
        openFlows(packetScheduler, Math.min(firstPs, polling.startPs()));
        long nowPs = polling.startPs();
        for (; nowPs <= plan.untilPs(); nowPs = later(nowPs, polling.periodPs())) {
            offerThrough(packetScheduler, nowPs);
            @Nullable Packet packet = ask(packetScheduler, nowPs);
            if (packet != null) {
                settle(packet, State.SENT, nowPs, nowPs);
                observer.started(packet, nowPs);
                observer.ended(packet, nowPs);
                continue;
            }
            long readyPs = readyAt(packetScheduler, nowPs);
            if (offered == offers.size() && readyPs == PacketScheduler.NEVER) {
                return nowPs;
            }
            if (offered == offers.size() && ++idleWakeUps > MOST_IDLE_POLLS) {
                throw new SchedulerFault(Kind.NO_PROGRESS, nowPs, MOST_IDLE_POLLS + " polls, and no packet left");
            }
        }
        return nowPs;
    }

    private static long later(long nowPs, long ps) {
        if (ps >= PacketScheduler.NEVER - nowPs) {
            throw new ReplayException("the replay goes on beyond the range of its clock, 2^63 ticks");
        }
        return nowPs + ps;
    }

    private long readyAt(PacketScheduler packetScheduler, long nowPs) {
        long readyPs = packetScheduler.readyAtPs(nowPs);
        observer.readyAt(readyPs, nowPs);
        if (readyPs <= nowPs && !hasDroppedInstead) {
            throw new SchedulerFault(
                    Kind.NOTHING_LEAVES,
                    nowPs,
                    "ready at tick " + readyPs + ", but no packet leaves and none is dropped");
        }
        return readyPs;
    }

    private @Nullable Packet ask(PacketScheduler packetScheduler, long nowPs) {
        int settledBefore = settled;
        observer.asks(nowPs);
        @Nullable Packet packet = packetScheduler.dequeue(nowPs);
        hasDroppedInstead = packet == null && settled > settledBefore;
        observer.dequeued(packet, nowPs);
        return packet;
    }

    private void openFlows(PacketScheduler packetScheduler, long nowPs) {
        for (FlowChange flow : plan.opened()) {
            Admission answer = packetScheduler.openFlow(flow.flow(), flow.metrics(), flow.envelope(), nowPs);
            requireAdmitted(answer, flow);
            observer.opened(flow.flow(), flow.metrics(), nowPs);
        }
    }

    /** Offers, each at its own instant, all packets that have come by now. */
    private void offerThrough(PacketScheduler packetScheduler, long nowPs) {
        while (offered < offers.size() && offers.get(offered).timePs() <= nowPs) {
            Offer offer = offers.get(offered);
            change(packetScheduler, offer);
            offer(packetScheduler, offer);
        }
    }

    private void change(PacketScheduler packetScheduler, Offer offer) {
        FlowChange change = offer.change();
        if (change != null) {
            Admission answer =
                    packetScheduler.changeFlow(change.flow(), change.metrics(), change.envelope(), offer.timePs());
            requireAdmitted(answer, change);
            observer.changed(change.flow(), change.metrics(), offer.timePs());
        }
    }

    private void offer(PacketScheduler packetScheduler, Offer offer) {
        Packet packet = packetOf(offer);
        int index = offered++;
        idleWakeUps = 0;
        states[index] = State.OFFERED;
        observer.arrives(packet, offer.timePs());
        @Nullable Verdict verdict = packetScheduler.enqueue(packet, offer.timePs());
        if (verdict instanceof DropReason reason) {
            if (states[index] != State.OFFERED) {
                throw new SchedulerFault(
                        Kind.NOT_HELD,
                        offer.timePs(),
                        "packet '" + offer.arrival().id() + "' is refused, and was dropped");
            }
            reasons[index] = reason;
            settle(packet, State.DROPPED, offer.timePs(), offer.timePs());
        } else if (verdict == null) {
            throw new SchedulerFault(
                    Kind.NO_VERDICT,
                    offer.timePs(),
                    "no verdict on packet '" + offer.arrival().id() + "'");
        } else if (states[index] == State.OFFERED) {
            states[index] = State.HELD;
        }
        observer.enqueued(packet, verdict, offer.timePs());
    }

    /** Packets are taken in order of arrival and never given back, so that the pool numbers them in that order. */
    private Packet packetOf(Offer offer) {
        Packet packet = pool.take(offer.timePs());
        packet.protocol = Protocol.RAW;
        packet.flow = offer.flow();
        packet.sequence = offer.sequence();
        packet.payloadBytes = offer.bytes();
        packet.priority = offer.priority();
        packet.dscp = (byte) offer.arrival().dscp();
        packet.ecn = offer.arrival().ecn();
        packet.eligiblePs = offer.eligiblePs();
        packet.deadlinePs = offer.deadlinePs();
        packet.idealPs = offer.idealPs();
        return packet;
    }

    private void dropped(Packet packet, DropReason reason, long nowPs) {
        if (isKnown(packet) && (stateOf(packet) == State.HELD || stateOf(packet) == State.OFFERED)) {
            reasons[(int) packet.id] = Objects.requireNonNull(reason);
            settle(packet, State.DROPPED, nowPs, nowPs);
            observer.dropped(packet, reason, nowPs);
            return;
        }
        throw new SchedulerFault(Kind.NOT_HELD, nowPs, "a packet is dropped that is not held: " + packet);
    }

    private void settle(Packet packet, State state, long start, long end) {
        if (state == State.SENT && (!isKnown(packet) || stateOf(packet) != State.HELD)) {
            throw new SchedulerFault(Kind.NOT_HELD, start, "a packet is sent that is not held: " + packet);
        }
        int index = (int) packet.id;
        states[index] = state;
        startPs[index] = start;
        endPs[index] = end;
        ecn[index] = packet.ecn;
        order[settled++] = index;
        idleWakeUps = 0;
    }

    private boolean isKnown(Packet packet) {
        return packet.id >= 0 && packet.id < offered;
    }

    private State stateOf(Packet packet) {
        return states[(int) packet.id];
    }

    private int[] heldAtTheEnd() {
        int[] held = new int[offers.size() - settled];
        int count = 0;
        for (int index = 0; index < states.length; index++) {
            if (states[index] == State.HELD || states[index] == State.EXPECTED) {
                held[count++] = index;
            }
        }
        return held;
    }

    private void requireAdmitted(Admission answer, FlowChange flow) {
        if (!answer.isAdmitted()) {
            throw new ReplayException("flow '" + plan.flows().get(flow.flow()) + "' is refused: " + answer.reason());
        }
    }
}
