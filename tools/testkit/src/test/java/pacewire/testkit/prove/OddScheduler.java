package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;
import pacewire.model.sched.PacketScheduler;
import pacewire.model.sched.SchedulerEnvironment;

/** A first-in-first-out queue, right as it stands; tests break it in one way each. */
class OddScheduler implements PacketScheduler {
    final List<Packet> held = new ArrayList<>();
    final SchedulerEnvironment environment;

    OddScheduler(SchedulerEnvironment environment) {
        this.environment = environment;
    }

    /** Which of those held leaves next. */
    int next(long nowPs) {
        return 0;
    }

    /** From when on a packet may leave. */
    long mayLeavePs(Packet packet) {
        return packet.heldSincePs;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        packet.heldSincePs = nowPs;
        held.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        if (held.isEmpty() || mayLeavePs(held.get(next(nowPs))) > nowPs) {
            return null;
        }
        return held.remove(next(nowPs));
    }

    /** Drops the packet that is next; for those that manage their queue. */
    void dropNext(DropReason reason, long nowPs) {
        environment.drops().dropped(held.remove(next(nowPs)), reason, nowPs);
    }

    @Override
    public long readyAtPs(long nowPs) {
        return held.isEmpty() ? NEVER : Math.max(nowPs, mayLeavePs(held.get(next(nowPs))));
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        held.forEach(packet -> drops.dropped(packet, DropReason.RESET, nowPs));
        held.clear();
    }

    @Override
    public int packetCount() {
        return held.size();
    }

    @Override
    public long byteCount() {
        return held.stream().mapToLong(Packet::ipBytes).sum();
    }
}
