package pacewire.model.sched;

import java.util.function.LongConsumer;

import pacewire.core.units.DataRate;

/**
 * The virtual time of the fluid that weighted fair queueing follows (generalised processor sharing): it rises by what the line
 * sends, divided by the weights of the flows that are backlogged <em>in the fluid</em>, whoever waits for the line itself. Found
 * by iterated deletion (Parekh and Gallager 1993, section III): from one end of a flow's backlog to the next, with the set
 * changing at each. A flow's {@link FairFlow#finish} is the virtual time at which its backlog ends.
 *
 * <p>No instant is ever a fraction: what is counted is the work that the line does. A step to the end of a backlog takes a
 * whole number of units of work; only where a flow begins must what is left be divided, and the unit of {@link TagUnit} is
 * made finer for that. When it can be no finer, virtual time is rounded down by less than 2^-61, and the rest of the work is
 * kept for the next step: no work is lost or made.
 */
final class FluidClock {
    private final FairFlows flows;
    private final TagUnit unit;
    /** Flows backlogged in the fluid, by the end of their backlog. */
    private final TagHeap backlogged = new TagHeap();

    private final LongConsumer multiplyOthers;
    private final Wide virtual = new Wide();
    /** Work of the line that virtual time has not taken in yet, in the unit. */
    private final Wide work = new Wide();

    private final Wide scratch = new Wide();
    private long workedUntilPs;
    private long backloggedWeight;

    /** @param multiplyOthers multiplies all virtual times that stand elsewhere, when the unit gets finer */
    FluidClock(DataRate line, FairFlows flows, LongConsumer multiplyOthers) {
        unit = new TagUnit(line);
        this.flows = flows;
        this.multiplyOthers = multiplyOthers;
    }

    boolean isIdle() {
        return backlogged.isEmpty();
    }

    boolean isBacklogged(FairFlow flow) {
        return backlogged.contains(flow.slot);
    }

    /** Virtual time starts at 0 again: only while idle, and when no tag is in use. */
    void startAnew() {
        virtual.setZero();
        unit.reset();
    }

    void reset() {
        backlogged.clear();
        backloggedWeight = 0;
        work.setZero();
        startAnew();
    }

    /** Serves until now; flows whose backlog ends are forgotten where nothing else keeps them. */
    void advance(long nowPs) {
        if (backlogged.isEmpty()) {
            workedUntilPs = nowPs;
            return;
        }
        unit.addLineTime(work, nowPs - workedUntilPs, 1);
        workedUntilPs = nowPs;
        while (!backlogged.isEmpty() && reachesEndOfFirstBacklog()) {
            endFirstBacklogs();
        }
        if (backlogged.isEmpty()) {
            work.setZero();
        }
    }

    /** Whether the work done takes virtual time to the end of the first backlog; if so it is taken off. */
    private boolean reachesEndOfFirstBacklog() {
        backlogged.firstInto(scratch);
        scratch.subtract(virtual);
        scratch.multiply(backloggedWeight);
        if (scratch.compareTo(work) > 0) {
            return false;
        }
        work.subtract(scratch);
        return true;
    }

    private void endFirstBacklogs() {
        backlogged.firstInto(virtual);
        while (backlogged.hasUpTo(virtual)) {
            FairFlow flow = flows.at(backlogged.removeFirst());
            backloggedWeight -= flow.servedWeight;
            flows.forget(flow);
        }
    }

    /**
     * A packet comes, at the instant until which was served: the flow's finish is the packet's. The fluid serves the flow by
     * the weight that it has ({@link #follow}).
     */
    void arrive(FairFlow flow, int bytes) {
        if (isBacklogged(flow)) {
            backlogged.remove(flow.slot);
        } else {
            takeInWork();
            refine(unit.refineFor(flow.weight));
            flow.finish.set(virtual);
            flow.servedWeight = flow.weight;
            backloggedWeight += flow.weight;
        }
        unit.addBytes(flow.finish, bytes, flow.servedWeight);
        backlogged.add(flow.slot, flow.finish, 0);
    }

    /**
     * Takes notice of the new weight of a flow that is backlogged, at the instant until which was served: what is left of its
     * backlog is served by the new weight. Comes after {@link #prepareToMove} and {@link #moveTag}.
     */
    void follow(FairFlow flow) {
        moveTag(flow.finish, flow);
        backlogged.remove(flow.slot);
        backlogged.add(flow.slot, flow.finish, 0);
        backloggedWeight += flow.weight - flow.servedWeight;
        flow.servedWeight = flow.weight;
    }

    /** Makes the unit fine enough for {@link #moveTag}, and virtual time up to date. */
    void prepareToMove(FairFlow flow) {
        takeInWork();
        refine(unit.refineBy(flow.weight));
        refine(unit.refineFor(flow.weight));
    }

    /** Moves a tag of a flow with a new weight: what was {@code left / weight} of virtual time is {@code left / newWeight}. */
    void moveTag(Wide tag, FairFlow flow) {
        if (tag.compareTo(virtual) > 0) {
            tag.subtract(virtual);
            tag.multiply(flow.servedWeight);
            tag.divide(flow.weight);
            tag.add(virtual);
        }
    }

    /** Virtual time as of now: exactly, or rounded down when the unit can be no finer. */
    private void takeInWork() {
        if (work.isZero() || backloggedWeight == 0) {
            return;
        }
        scratch.set(work);
        long rest = scratch.divide(backloggedWeight);
        if (rest > 0) {
            refine(unit.refineBy(backloggedWeight / TagUnit.greatestCommonDivisor(backloggedWeight, rest)));
            scratch.set(work);
            rest = scratch.divide(backloggedWeight);
        }
        virtual.add(scratch);
        work.setProduct(rest, 1);
    }

    private void refine(long factor) {
        if (factor == 1) {
            return;
        }
        virtual.multiply(factor);
        work.multiply(factor);
        backlogged.multiplyKeys(factor);
        for (int place = 0; place < backlogged.size(); place++) {
            flows.at(backlogged.slotAt(place)).finish.multiply(factor);
        }
        multiplyOthers.accept(factor);
    }
}
