package pacewire.model.sched;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.Ecn;
import pacewire.model.packet.Packet;

/**
 * CoDel's state of one queue, after RFC 8289 (Nichols, Jacobson, McGregor and Iyengar, "Controlled Delay Active Queue
 * Management", 2018), section 5: once packets have waited longer than the target for a whole interval, one is dropped, and
 * then the next after interval / sqrt(count) as long as it lasts. {@link CodelFlavour} tells where others differ.
 *
 * <p>{@link Packet#heldSincePs} of each packet is when it came.
 */
final class Codel {
    /** A cycle's drop rate is taken up again within so many intervals (RFC 8289, section 5.4). */
    private static final int RESUMES_WITHIN_INTERVALS = 16;

    private final CodelSettings settings;
    private final long targetTicks;
    private final long intervalTicks;

    private boolean isDropping;
    /** Whether the sojourn time was above target when last looked at; then {@link #firstAbove} is when dropping may begin. */
    private boolean isAbove;

    private long firstAbove;
    /** Whether packets were ever dropped; then {@link #dropNext} is when the next was due. */
    private boolean hasDropped;

    private long dropNext;
    private long count;
    private long lastCount;
    private int inverseRoot = CodelControlLaw.ONE;

    Codel(CodelSettings settings) {
        this.settings = settings;
        targetTicks = settings.ticks(settings.targetPs());
        intervalTicks = settings.ticks(settings.intervalPs());
    }

    /** Makes it as new. */
    void reset() {
        isDropping = false;
        isAbove = false;
        firstAbove = 0;
        hasDropped = false;
        dropNext = 0;
        count = 0;
        lastCount = 0;
        inverseRoot = CodelControlLaw.ONE;
    }

    /** Counts packets that were dropped for another reason, so that what comes is dropped faster. */
    void countMore(int packets) {
        count += packets;
    }

    /** The first packet that is not dropped, taken out of its queue; null when none is left. */
    @Nullable
    Packet dequeue(CodelQueue queue, long nowPs) {
        Packet packet = queue.poll();
        if (packet == null) {
            foundEmpty();
            return null;
        }
        boolean mayDrop = mayDrop(packet, queue, nowPs);
        if (isDropping) {
            isDropping = mayDrop;
            return mayDrop ? dropAllDue(packet, queue, nowPs) : packet;
        }
        return mayDrop ? startDropping(packet, queue, nowPs) : packet;
    }

    private void foundEmpty() {
        isDropping = false;
        if (settings.flavour() != CodelFlavour.NS3) {
            isAbove = false;
        }
    }

    /** Whether the queue has been above target for an interval now that a packet was taken out of it. */
    private boolean mayDrop(@Nullable Packet packet, CodelQueue queue, long nowPs) {
        if (packet == null || sojournTicks(packet, nowPs) < targetTicks || settings.isSmall(queue.backlogBytes())) {
            isAbove = false;
            return false;
        }
        long now = settings.ticks(nowPs);
        if (!isAbove) {
            isAbove = true;
            firstAbove = now + intervalTicks;
            return false;
        }
        return settings.flavour() == CodelFlavour.RFC8289 ? now >= firstAbove : now > firstAbove;
    }

    /** ns-3 cuts the difference to units, Linux each of the two instants. */
    private long sojournTicks(Packet packet, long nowPs) {
        return settings.flavour() == CodelFlavour.NS3
                ? settings.ticks(nowPs - packet.heldSincePs)
                : settings.ticks(nowPs) - settings.ticks(packet.heldSincePs);
    }

    /** In the dropping state: whatever is due at once, which may be much when the line is fast and the backlog old. */
    private @Nullable Packet dropAllDue(Packet first, CodelQueue queue, long nowPs) {
        long now = settings.ticks(nowPs);
        Packet packet = first;
        while (isDropping && packet != null && now >= dropNext) {
            boolean countsFirst = settings.flavour() != CodelFlavour.RFC8289;
            if (countsFirst) {
                countOne();
            }
            if (marks(packet)) {
                if (!countsFirst) {
                    countOne();
                }
                dropNext = (settings.flavour() == CodelFlavour.NS3 ? now : dropNext) + stepTicks();
                return packet;
            }
            queue.dropEarly(packet, nowPs);
            packet = queue.poll();
            isDropping = mayDrop(packet, queue, nowPs);
            if (isDropping) {
                if (!countsFirst) {
                    countOne();
                }
                dropNext += stepTicks();
            }
        }
        return packet;
    }

    /** Enters the dropping state with one packet. */
    private @Nullable Packet startDropping(Packet first, CodelQueue queue, long nowPs) {
        Packet packet = first;
        if (!marks(first)) {
            queue.dropEarly(first, nowPs);
            packet = queue.poll();
            // For what it notes of the packet behind; whether that may be dropped too is asked when it is due.
            mayDrop(packet, queue, nowPs);
        }
        isDropping = true;
        long now = settings.ticks(nowPs);
        // The first time there is nothing to take up, though packets may have been counted that were pushed out. Linux
        // compares
        // with a time of 0 then, in 32 bits: that is a matter of when the machine was started.
        boolean isRecent = hasDropped && now - dropNext < RESUMES_WITHIN_INTERVALS * intervalTicks;
        long delta = count - lastCount;
        boolean resumes = delta > 1 && isRecent;
        hasDropped = true;
        count = resumes ? delta : 1;
        inverseRoot = resumes ? CodelControlLaw.newtonStep(inverseRoot, count) : CodelControlLaw.ONE;
        lastCount = count;
        dropNext = now + stepTicks();
        return packet;
    }

    private boolean marks(Packet packet) {
        if (settings.isMarking() && Ecn.isCapable(packet)) {
            packet.ecn = Ecn.CONGESTION;
            return true;
        }
        return false;
    }

    private void countOne() {
        count++;
        inverseRoot = CodelControlLaw.newtonStep(inverseRoot, count);
    }

    /** The control law: interval / sqrt(count). */
    private long stepTicks() {
        return settings.flavour() == CodelFlavour.RFC8289
                ? CodelControlLaw.exactStep(intervalTicks, count)
                : CodelControlLaw.newtonLaw(intervalTicks, inverseRoot);
    }
}
