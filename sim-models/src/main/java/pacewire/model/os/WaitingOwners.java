package pacewire.model.os;

import java.util.ArrayDeque;

import pacewire.model.sched.PacketScheduler;

/**
 * Who waits for the packet scheduler: owners of packets that it did not take, and of packets that it dropped. They are called
 * when others have left.
 */
final class WaitingOwners {
    private final PacketScheduler scheduler;
    /** Owners that keep a packet which the packet scheduler did not take, first come, first asked again. */
    private final ArrayDeque<FlowOwner> waitingForRoom = new ArrayDeque<>();
    /** Owners of packets that were dropped in the packet scheduler's present call, one for each packet. */
    private final ArrayDeque<FlowOwner> bereft = new ArrayDeque<>();
    /**
     * Owners that go on after a drop when others have left. Were they to go on at once, a packet scheduler that drops one
     * for each that comes would see whole transfers dropped in an instant.
     */
    private final ArrayDeque<FlowOwner> goingOn = new ArrayDeque<>();

    private boolean isRefilling;

    WaitingOwners(PacketScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Packets that wait for room. */
    long packets() {
        return waitingForRoom.size();
    }

    /** An owner keeps a packet that the packet scheduler did not take. */
    void keep(FlowOwner owner) {
        waitingForRoom.add(owner);
    }

    /** A packet of an owner was dropped in the packet scheduler's present call. */
    void bereave(FlowOwner owner) {
        bereft.add(owner);
    }

    /** After a packet was handed to the packet scheduler. */
    void settleEnqueue(long nowPs) {
        settleDrops(nowPs);
        refillEmpty(nowPs);
    }

    /** After a call of the packet scheduler: tells those whose packets were dropped; returns how many packets those are. */
    private int settleDrops(long nowPs) {
        int dropped = bereft.size();
        for (FlowOwner owner = bereft.poll(); owner != null; owner = bereft.poll()) {
            if (owner.goesOnAfterDrop(nowPs)) {
                goingOn.add(owner);
            }
        }
        return dropped;
    }

    /** Nothing is left that could leave and so call those who go on: they are called now, until one has filled it. */
    private void refillEmpty(long nowPs) {
        if (isRefilling || goingOn.isEmpty()) {
            return;
        }
        isRefilling = true;
        while (scheduler.packetCount() == 0 && !goingOn.isEmpty()) {
            goingOn.remove().goOn(nowPs);
        }
        isRefilling = false;
    }

    /** A packet has left the packet scheduler: who waits longest for room offers its packet again. */
    void offerRoom(long nowPs) {
        FlowOwner owner = waitingForRoom.poll();
        if (owner != null) {
            owner.roomAgain(nowPs);
        }
        FlowOwner bereaved = goingOn.poll();
        if (bereaved != null) {
            bereaved.goOn(nowPs);
        }
    }

    /** After a dequeue: each packet that was dropped made room, whether one came out or none. */
    void settleDequeue(long nowPs) {
        for (int dropped = settleDrops(nowPs); dropped > 0; dropped--) {
            offerRoom(nowPs);
        }
        refillEmpty(nowPs);
    }
}
