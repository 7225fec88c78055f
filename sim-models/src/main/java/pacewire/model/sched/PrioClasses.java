package pacewire.model.sched;

import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropListener;
import pacewire.model.packet.Packet;
import pacewire.model.packet.Verdict;

/**
 * Strict priority over classes: each is a band, with any packet scheduler in it. A band whose packet scheduler holds its
 * packets back, or has dropped what it had, lets the next one go, as {@code prio_dequeue} of Linux {@code net/sched/sch_prio.c}.
 */
final class PrioClasses implements ClassfulScheduler {
    private final ClassTree tree;
    private final List<ClassTree.Leaf> bands;

    /**
     * @param setup its classes are the bands
     * @param remainder says the band of a packet that no class takes
     */
    PrioClasses(SchedulerSetup setup, ClassTree.Remainder remainder, SchedulerEnvironment environment) {
        tree = new ClassTree(setup, remainder, environment);
        bands = tree.leaves();
    }

    @Override
    public Verdict enqueue(Packet packet, long nowPs) {
        ClassTree.Leaf band = tree.leafOf(packet);
        if (band == null) {
            throw new IllegalStateException("no band for a packet of priority " + packet.priority);
        }
        return band.queue().enqueue(packet, nowPs);
    }

    @Override
    public @Nullable Packet dequeue(long nowPs) {
        for (int band = 0; band < bands.size(); band++) {
            Packet packet = bands.get(band).queue().dequeue(nowPs);
            if (packet != null) {
                return packet;
            }
        }
        return null;
    }

    @Override
    public long readyAtPs(long nowPs) {
        return tree.readyAtPs(nowPs);
    }

    @Override
    public void reset(DropListener drops, long nowPs) {
        tree.reset(drops, nowPs);
    }

    @Override
    public ClassTree classes() {
        return tree;
    }
}
