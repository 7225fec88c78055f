package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.core.units.Quantity;
import pacewire.core.units.SimTime;
import pacewire.model.packet.TrafficEnvelope;

/**
 * The flows of a packet scheduler that promises delays by earliest deadline first, and the test whether another promise can be
 * kept beside those made ({@link DemandBound}). Flows that were not opened are known while packets of them are held.
 */
final class PromisedFlows {
    private final SchedulerEnvironment environment;
    private final long unpromisedDelayPs;
    private final FlowTable<PromisedFlow> flows = new FlowTable<>(PromisedFlow::new);
    private JitterEdfAdmission admission;

    /** @param unpromisedDelayPs delay that packets of flows that asked for none are given; {@link SimTime#NEVER}: none */
    PromisedFlows(SchedulerEnvironment environment, long unpromisedDelayPs) {
        this.environment = environment;
        this.unpromisedDelayPs = unpromisedDelayPs;
        admission = newAdmission();
    }

    /** No wake-ups are shared, and guarantees may take the whole line. */
    private JitterEdfAdmission newAdmission() {
        return new JitterEdfAdmission(environment, 0, Quantity.WHOLE);
    }

    /**
     * Opens a flow, if its delay can be promised. It is promised for what conforms to the envelope; without one the flow
     * has the delay for its deadlines, and nothing is promised.
     *
     * @param delayPs {@link SimTime#NEVER}: none named
     * @throws IllegalStateException when the flow is open already, or packets of it are held
     */
    Admission open(int number, long delayPs, @Nullable TrafficEnvelope envelope) {
        PromisedFlow known = flows.find(number);
        if (known != null) {
            throw new IllegalStateException(
                    "flow " + number + (known.isOpen() ? " is open already" : " holds packets"));
        }
        DemandCurve curve = curve(delayPs, envelope);
        Admission answer = admit(curve, delayPs);
        if (answer.isAdmitted()) {
            flows.add(number).open(delayOf(delayPs), envelope, curve);
        }
        return answer;
    }

    /** Changes what is promised to a flow that is open; packets held keep their deadlines. */
    Admission change(int number, long delayPs, @Nullable TrafficEnvelope envelope) {
        PromisedFlow flow = flows.find(number);
        if (flow == null || !flow.isOpen()) {
            throw new IllegalStateException("flow " + number + " is not open");
        }
        DemandCurve old = flow.curve();
        long oldDelayPs = flow.delayPs();
        if (old != null) {
            admission.release(old, oldDelayPs);
        }
        DemandCurve curve = curve(delayPs, envelope);
        Admission answer = admit(curve, delayPs);
        if (answer.isAdmitted()) {
            flow.open(delayOf(delayPs), envelope, curve);
        } else if (old != null) {
            // It was kept beside the same others a moment ago.
            admission.admit(old, oldDelayPs);
        }
        return answer;
    }

    /** Closes a flow; it is forgotten when its last packet has left. */
    void close(int number) {
        PromisedFlow flow = flows.find(number);
        if (flow != null) {
            flow.close();
            forgetIfDone(flow);
        }
    }

    /** The flow of a packet that comes. */
    PromisedFlow packetCame(int number) {
        PromisedFlow flow = flows.find(number);
        if (flow == null) {
            flow = flows.add(number);
            flow.open(unpromisedDelayPs, null, null);
            flow.close();
        }
        flow.packetCame();
        return flow;
    }

    /** A packet of a flow has left. */
    void packetLeft(int number) {
        PromisedFlow flow = flows.find(number);
        if (flow != null) {
            flow.packetLeft();
            forgetIfDone(flow);
        }
    }

    /** Forgets all flows and promises. */
    void clear() {
        flows.clear();
        admission = newAdmission();
    }

    /** The least delay promised; {@link SimTime#NEVER} when none is. */
    long leastPromisePs() {
        return admission.leastTolerancePs();
    }

    /** Number of flows known. */
    int size() {
        return flows.size();
    }

    private void forgetIfDone(PromisedFlow flow) {
        if (flow.isDone()) {
            DemandCurve curve = flow.curve();
            if (curve != null) {
                admission.release(curve, flow.delayPs());
            }
            flows.remove(flow);
        }
    }

    private long delayOf(long delayPs) {
        return delayPs == SimTime.NEVER ? unpromisedDelayPs : delayPs;
    }

    private @Nullable DemandCurve curve(long delayPs, @Nullable TrafficEnvelope envelope) {
        return envelope == null || delayPs == SimTime.NEVER ? null : admission.curve(envelope, delayPs);
    }

    private Admission admit(@Nullable DemandCurve curve, long delayPs) {
        return curve == null ? Admission.ADMITTED : admission.admit(curve, delayPs);
    }
}
