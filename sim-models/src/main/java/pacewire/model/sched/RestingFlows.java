package pacewire.model.sched;

/**
 * Flows without packets whose last finish still lies ahead, by it: what they may begin with is not settled yet. Of all other
 * flows without packets the finish means nothing any more, and those that are not open are forgotten.
 */
final class RestingFlows {
    private final FairFlows flows;
    private final TagHeap byFinish = new TagHeap();

    RestingFlows(FairFlows flows) {
        this.flows = flows;
    }

    boolean isEmpty() {
        return byFinish.isEmpty();
    }

    /** Adds a flow whose last packet has left. */
    void add(FairFlow flow) {
        byFinish.add(flow.slot, flow.finish, 0);
    }

    /** Takes a flow out that has a packet again; whether it was there. */
    boolean takeOut(FairFlow flow) {
        boolean isResting = byFinish.contains(flow.slot);
        if (isResting) {
            byFinish.remove(flow.slot);
        }
        return isResting;
    }

    /** Lets those go that finish by then. */
    void forgetUpTo(Wide virtual) {
        while (byFinish.hasUpTo(virtual)) {
            flows.forget(flows.at(byFinish.removeFirst()));
        }
    }

    /** Lets all go. */
    void forgetAll() {
        while (!byFinish.isEmpty()) {
            flows.forget(flows.at(byFinish.removeFirst()));
        }
    }

    /** Forgets a flow that was closed, unless it is here: then it goes when its finish has come. */
    void forgetClosed(FairFlow flow) {
        if (!byFinish.contains(flow.slot)) {
            flows.forget(flow);
        }
    }

    /** All stamps of the flows here, in a finer unit. */
    void multiply(long factor) {
        flows.multiplyStamps(byFinish, factor);
    }

    /** Lets go of all flows, which stay known. */
    void clear() {
        byFinish.clear();
    }
}
