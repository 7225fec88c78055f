package pacewire.testkit.prove.trial;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.DataRate;
import pacewire.core.units.Rational;
import pacewire.core.units.SimTime;
import pacewire.model.packet.FlowMetrics;
import pacewire.model.packet.Packet;
import pacewire.model.packet.TrafficEnvelope;
import pacewire.model.sched.Admission;
import pacewire.model.sched.PacketScheduler;

/** The flows of a case, opened, changed and closed as their packets ask for it. */
final class FlowBook {
    private static final long PS_PER_BYTE_AT_1_BPS = 8 * SimTime.SECOND;

    private final PacketScheduler scheduler;
    private final int largestBytes;
    private final Map<Integer, State> flows = new TreeMap<>();
    private boolean hasChangedTerms;

    /** What is known of a flow. */
    private static final class State {
        Terms granted = Terms.NONE;
        boolean isOpen;
        boolean wasClosed;
        boolean hasCome;
        /** Whoever was promised a rate keeps to a schedule as long as packets of it are held. */
        boolean hadRate;

        int held;
        /** When the next packet would come at the granted rate. */
        Rational nextIdeal = Rational.ZERO;
    }

    FlowBook(PacketScheduler scheduler, int largestBytes) {
        this.scheduler = scheduler;
        this.largestBytes = largestBytes;
    }

    /**
     * Opens the flows that ask for something with their first packet, and all of them when any asks for a weight: as a replay
     * does. Who divides the line by all weights must know them before the first packet comes.
     */
    void openAll(List<Arrival> arrivals, long nowPs) {
        boolean hasWeights =
                arrivals.stream().anyMatch(arrival -> arrival.terms().weight() != 1);
        for (Arrival first : arrivals) {
            boolean isKnown = flows.containsKey(first.flow());
            State state = flows.computeIfAbsent(first.flow(), number -> new State());
            if (!isKnown && (hasWeights || !first.terms().equals(Terms.NONE))) {
                open(state, first, nowPs);
            }
        }
    }

    private void open(State state, Arrival arrival, long nowPs) {
        Terms asked = arrival.terms();
        Admission answer = scheduler.openFlow(arrival.flow(), metrics(asked), envelope(asked), nowPs);
        state.isOpen = answer.isAdmitted();
        grant(state, asked, answer);
    }

    /**
     * Settles what the flow of a packet is granted. A flow is opened when it asks for something while none of its packets is
     * held, and changed when it asks for something else; until then it is best effort.
     */
    Terms settle(Arrival arrival, long nowPs) {
        State state = flows.computeIfAbsent(arrival.flow(), number -> new State());
        if (!state.isOpen && state.held == 0) {
            state.hadRate = false;
        }
        Terms before = state.granted;
        Terms asked = state.isOpen ? arrival.terms().orAsBefore(before) : arrival.terms();
        if (!asked.equals(before)) {
            if (state.isOpen) {
                grant(state, asked, scheduler.changeFlow(arrival.flow(), metrics(asked), envelope(asked), nowPs));
            } else if (state.held == 0) {
                open(state, arrival, nowPs);
            }
        }
        hasChangedTerms |= state.hasCome && (state.wasClosed || !state.granted.boundsAsMuchAs(before));
        state.hasCome = true;
        return state.granted;
    }

    /**
     * The packet's place in its flow's ideal schedule: the instant that its sender names, or when it would come if the flow
     * kept to its rate (the expected arrival time of Goyal, Lam and Vin 1995), rounded up.
     */
    long idealPs(Arrival arrival, long nowPs) {
        State state = state(arrival.flow());
        DataRate rate = state.granted.rate();
        if (!state.hadRate) {
            return Packet.UNSCHEDULED;
        }
        if (arrival.hasEligible()) {
            return arrival.eligiblePs();
        }
        if (rate == null) {
            return nowPs;
        }
        Rational ideal = state.nextIdeal.max(Rational.of(nowPs));
        state.nextIdeal = ideal.plus(
                Rational.of(arrival.bytes()).times(PS_PER_BYTE_AT_1_BPS).dividedBy(Rational.of(rate.bitsPerSecond())));
        return ideal.ceiling().longValueExact();
    }

    private static void grant(State state, Terms asked, Admission answer) {
        if (answer.isAdmitted()) {
            state.granted = asked;
            state.hadRate |= asked.rate() != null;
        }
    }

    static FlowMetrics metrics(Terms terms) {
        return new FlowMetrics(
                terms.rate(),
                terms.rate(),
                FlowMetrics.NONE,
                FlowMetrics.NONE,
                Math.min(terms.priority(), FlowMetrics.HIGHEST_PRIORITY),
                terms.weight());
    }

    private @Nullable TrafficEnvelope envelope(Terms terms) {
        DataRate rate = terms.rate();
        return rate == null ? null : TrafficEnvelope.paced(largestBytes, rate);
    }

    void close(int flow, long nowPs) {
        State state = flows.computeIfAbsent(flow, number -> new State());
        scheduler.closeFlow(flow, nowPs);
        state.isOpen = false;
        state.wasClosed = true;
        state.granted = Terms.NONE;
    }

    void taken(int flow) {
        state(flow).held++;
    }

    void gone(int flow) {
        state(flow).held--;
    }

    /** Whether a flow was granted something else after its first packet. */
    boolean hasChangedTerms() {
        return hasChangedTerms;
    }

    private State state(int flow) {
        State state = flows.get(flow);
        if (state == null) {
            throw new IllegalStateException("no packet of flow " + flow + " came");
        }
        return state;
    }
}
