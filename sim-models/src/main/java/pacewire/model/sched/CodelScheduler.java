package pacewire.model.sched;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.packet.DropListener;
import pacewire.model.packet.DropReason;
import pacewire.model.packet.Packet;
import pacewire.model.packet.PacketFifo;
import pacewire.model.packet.Verdict;

/** One queue, first in, first out, kept short by {@link Codel}; {@link CodelFlavour} tells whose. */
public final class CodelScheduler implements PacketScheduler {
    public static final SchedulerSpec SPEC = SchedulerSpec.named("codel")
            .summary("One queue kept short by CoDel: drops at ever shorter intervals while packets wait too long.")
            .source("RFC 8289; Linux net/sched/sch_codel.c; ns-3.37 codel-queue-disc.cc")
            .parameters(
                    CodelSettings.FLAVOUR,
                    CodelSettings.TARGET,
                    CodelSettings.INTERVAL,
                    CodelSettings.MTU,
                    // Linux sch_codel.c: DEFAULT_CODEL_LIMIT 1000; ns-3 has the same.
                    ParameterSpec.quantity(
                            "limit", Quantity.PACKETS, "1000 packets", 1, Integer.MAX_VALUE, "most packets held"),
                    CodelSettings.ECN_OFF)
            .claims(CodelScheduler::claimsOf)
            .madeBy(CodelScheduler::new);

    private final CodelSettings settings;
    private final int limitPackets;
    private final DropListener drops;
    private final Queue queue = new Queue();
    private final Codel codel;

    CodelScheduler(SchedulerSetup setup, SchedulerEnvironment environment) {
        settings = settingsOf(setup);
        limitPackets = (int) setup.parameters().value("limit");
        drops = environment.drops();
        codel = new Codel(settings);
    }

    private static CodelSettings settingsOf(SchedulerSetup setup) {
        return CodelSettings.of(setup.parameters(), setup.parameters().value(CodelSettings.ECN_OFF.name()) == 1);
    }

    private static List<Claim> claimsOf(SchedulerSetup setup, SchedulerEnvironment environment) {
        long limit = setup.parameters().value("limit");
        List<Claim> claims = new ArrayList<>(List.of(
                new Claim.WorkConserving(),
                new Claim.FlowOrder(),
                new Claim.Bounded(limit, Long.MAX_VALUE),
                new Claim.DropsOnlyWhenFull(limit, Long.MAX_VALUE),
                new Claim.BlindToFlows(),
                new Claim.FlowNumbersAreNames(),
                new Claim.Cost(Claim.Growth.CONSTANT)));
        claims.addAll(settingsOf(setup).claims(false));
        return claims;
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        if (queue.packets.size() >= limitPackets) {
            return DropReason.QUEUE_FULL;
        }
        packet.heldSincePs = nowPs;
        queue.packets.add(packet);
        return Verdict.Accepted.ACCEPTED;
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        return codel.dequeue(queue, nowPs);
    }

    @Override
    public long readyAtPs(long nowPs) {
        return queue.packets.isEmpty() ? NEVER : nowPs;
    }

    @Override
    public void reset(DropListener taker, long nowPs) {
        queue.packets.dropAll(taker, nowPs);
        codel.reset();
    }

    @Override
    public int packetCount() {
        return queue.packets.size();
    }

    @Override
    public long byteCount() {
        return queue.packets.bytes();
    }

    private final class Queue implements CodelQueue {
        final PacketFifo packets = new PacketFifo();

        @Override
        public @Nullable Packet poll() {
            return packets.poll();
        }

        @Override
        public long backlogBytes() {
            return packets.bytes();
        }

        @Override
        public void dropEarly(Packet packet, long nowPs) {
            drops.dropped(packet, DropReason.EARLY, nowPs);
        }
    }
}
