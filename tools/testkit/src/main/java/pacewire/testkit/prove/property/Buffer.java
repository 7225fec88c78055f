package pacewire.testkit.prove.property;

import pacewire.model.packet.DropReason;
import pacewire.model.sched.Claim;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;

/** How much is held, and what is dropped for want of room. */
final class Buffer {
    private Buffer() {}

    /** Never holds more than it says. */
    static Property bounded(Claim.Bounded claim) {
        return trial -> {
            for (Passage passage : trial.trace().passages()) {
                if (passage.packetsAfter() > claim.packets()) {
                    return Finding.broken(
                            passage,
                            "holds too many",
                            claim.packets() + " packets",
                            passage.packetsAfter() + " packets");
                }
                if (passage.bytesAfter() > claim.bytes()) {
                    return Finding.broken(passage, "holds too much", claim.bytes() + " B", passage.bytesAfter() + " B");
                }
            }
            return trial.trace().passages().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** Drops for want of room only when there is none. */
    static Property dropsOnlyWhenFull(Claim.DropsOnlyWhenFull claim) {
        return trial -> {
            for (Passage passage : trial.trace().passages()) {
                long packets = passage.packetsBefore() + 1L;
                long bytes = passage.bytesBefore() + passage.bytes();
                boolean wasForWantOfRoom = passage.refused() == DropReason.QUEUE_FULL;
                if (passage.dropped() == DropReason.PUSHED_OUT) {
                    // Several may go at once; what counts is that the one that came did not fit.
                    Passage came = lastBefore(trial.trace(), passage.droppedEvent());
                    packets = came.packetsBefore() + 1L;
                    bytes = came.bytesBefore() + came.bytes();
                    wasForWantOfRoom = true;
                }
                if (wasForWantOfRoom && packets <= claim.packets() && bytes <= claim.bytes()) {
                    return Finding.broken(
                            passage,
                            "is dropped for want of room while there is room",
                            room(claim) + " fit",
                            packets + " packets and " + bytes + " B with it");
                }
            }
            return trial.trace().passages().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    private static String room(Claim.DropsOnlyWhenFull claim) {
        if (claim.bytes() == Long.MAX_VALUE) {
            return claim.packets() + " packets";
        }
        return claim.packets() == Long.MAX_VALUE
                ? claim.bytes() + " B"
                : claim.packets() + " packets and " + claim.bytes() + " B";
    }

    private static Passage lastBefore(Trace trace, long event) {
        Passage last = trace.passages().get(0);
        for (Passage passage : trace.passages()) {
            if (passage.arrivedEvent() < event) {
                last = passage;
            }
        }
        return last;
    }

    /** What it took, it sends. */
    static Finding keepsWhatItTook(Trial trial) {
        Trace trace = trial.trace();
        for (Passage drop : trace.drops()) {
            return Finding.broken(drop, "was dropped after it was taken", "sent", String.valueOf(drop.dropped()));
        }
        return trace.passages().isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
    }
}
