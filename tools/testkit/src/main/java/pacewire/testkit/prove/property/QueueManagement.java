package pacewire.testkit.prove.property;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropReason;
import pacewire.model.packet.Ecn;
import pacewire.model.sched.Claim;
import pacewire.model.sched.EarlyDrops;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;
import pacewire.testkit.prove.trial.Trial;

/** Whom active queue management drops or marks, and how often. */
final class QueueManagement {
    private QueueManagement() {}

    /**
     * A packet dropped early, or marked.
     *
     * @param event its place in the trace
     */
    private record Signal(Passage passage, long atPs, long event, long heldPackets, long heldBytes) {}

    private static List<Signal> signals(Trace trace) {
        List<Signal> signals = new ArrayList<>();
        for (Passage passage : trace.passages()) {
            if (passage.refused() == DropReason.EARLY) {
                signals.add(new Signal(
                        passage,
                        passage.arrivedPs(),
                        passage.arrivedEvent(),
                        passage.packetsBefore() + 1L,
                        passage.bytesBefore() + passage.bytes()));
            } else if (passage.dropped() == DropReason.EARLY) {
                signals.add(new Signal(
                        passage,
                        passage.droppedPs(),
                        passage.droppedEvent(),
                        passage.packetsWhenDropped(),
                        passage.bytesWhenDropped()));
            } else if (passage.wasMarked()) {
                signals.add(new Signal(
                        passage,
                        passage.startPs(),
                        passage.startEvent(),
                        passage.packetsWhenTaken(),
                        passage.bytesWhenTaken()));
            }
        }
        signals.sort(Comparator.comparingLong(Signal::event));
        return signals;
    }

    /** Packets that waited little, or with which little is held, are left alone. */
    static Property sparesShortQueues(Claim.SparesShortQueues claim) {
        return trial -> {
            List<Signal> signals = signals(trial.trace());
            for (Signal signal : signals) {
                long sojournPs = signal.atPs() - signal.passage().arrivedPs();
                if (sojournPs < claim.sojournPs()) {
                    return Finding.broken(
                            signal.passage(),
                            "is dropped early or marked, and has waited too short a time",
                            "at least " + Text.instant(claim.sojournPs()),
                            Text.instant(sojournPs));
                }
                if (claim.bytes() > 0 && signal.heldBytes() <= claim.bytes()) {
                    return Finding.broken(
                            signal.passage(),
                            "is dropped early or marked, and too little is held",
                            "more than " + claim.bytes() + " B",
                            signal.heldBytes() + " B");
                }
            }
            return signals.isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /** Nothing happens as long as the backlog was small. */
    static Property quietBelow(Claim.QuietBelow claim) {
        return trial -> {
            List<Signal> signals = signals(trial.trace());
            if (signals.isEmpty()) {
                return Finding.HELD;
            }
            Signal first = signals.get(0);
            long packets = 0;
            long bytes = 0;
            for (Passage passage : trial.trace().passages()) {
                if (passage.arrivedEvent() <= first.event()) {
                    packets = Math.max(packets, passage.packetsAfter());
                    bytes = Math.max(bytes, passage.bytesAfter());
                }
            }
            boolean wasShort = (claim.packets() > 0 && packets <= claim.packets())
                    || (claim.bytes() > 0 && bytes <= claim.bytes());
            return wasShort
                    ? Finding.broken(
                            first.passage(),
                            "is dropped early or marked, and the backlog was never more than allowed",
                            "more than " + claim.packets() + " packets, or " + claim.bytes() + " B",
                            packets + " packets, " + bytes + " B")
                    : Finding.HELD;
        };
    }

    /** Whose sender understands marks is marked. */
    static Finding marksInsteadOfDropping(Trial trial) {
        List<Signal> signals = signals(trial.trace());
        for (Signal signal : signals) {
            boolean isCapable = signal.passage().arrival().ecn() != Ecn.NOT_CAPABLE;
            if (isCapable && !signal.passage().wasMarked()) {
                return Finding.broken(
                        signal.passage(), "understands marks and is dropped early", "marked", DropReason.EARLY.key());
            }
        }
        return signals.isEmpty() ? Finding.NOT_TESTED : Finding.HELD;
    }

    /**
     * Drops and marks by chance are as many as their probabilities make likely, and as many as are seen. A proof has many
     * cases: six standard deviations, and three for what is rare, let none of them fail by chance.
     */
    static Finding earlyByChance(Trial trial) {
        EarlyDrops account = trial.earlyDrops();
        List<Signal> signals = signals(trial.trace());
        if (account == null || (account.draws() == 0 && signals.isEmpty())) {
            return Finding.NOT_TESTED;
        }
        Passage last = trial.trace().passages().get(trial.trace().passages().size() - 1);
        long told = account.hits() + account.forced();
        boolean comeMarked = trial.trace().passages().stream()
                .anyMatch(passage -> passage.arrival().ecn() == Ecn.CONGESTION);
        if (signals.size() > told || (signals.size() < told && !comeMarked)) {
            return Finding.broken(
                    last, "until it: early drops and marks seen are not those told of", told, signals.size());
        }
        double allowed = 6 * StrictMath.sqrt(account.variance()) + 3;
        return StrictMath.abs(account.hits() - account.expectedHits()) > allowed
                ? Finding.broken(
                        last,
                        "until it: early drops and marks are not as frequent as their probabilities say",
                        account.expectedHits() + " +- " + allowed,
                        account.hits())
                : Finding.HELD;
    }

    /**
     * Drops and marks come no faster than the control law says. A packet that came with a mark and leaves may have been marked
     * once more, which nobody sees: it counts, for the law's sake, but no distance is measured from it.
     */
    static Property signalSpacing(Claim.SignalSpacing claim) {
        return trial -> {
            Trace trace = trial.trace();
            List<Signal> signals = signals(trace);
            long[] hidden = trace.departures().stream()
                    .filter(passage -> passage.arrival().ecn() == Ecn.CONGESTION)
                    .mapToLong(Passage::startEvent)
                    .toArray();
            Map<Integer, Signal> last = new HashMap<>();
            int count = 0;
            int countHidden = 0;
            for (Signal signal : signals) {
                while (countHidden < hidden.length && hidden[countHidden] < signal.event()) {
                    countHidden++;
                }
                int queue = claim.isPerFlow() ? signal.passage().flow() : 0;
                @Nullable Signal before = last.put(queue, signal);
                if (before != null) {
                    long leastPs = claim.leastPs().applyAsLong(count + countHidden)
                            - longestBetweenCalls(
                                    trace, claim.isPerFlow() ? signal.passage().flow() : null);
                    if (signal.atPs() - before.atPs() < leastPs) {
                        return Finding.broken(
                                signal.passage(),
                                "is dropped early or marked too soon after "
                                        + before.passage().name(),
                                "at least " + Text.instant(leastPs),
                                Text.instant(signal.atPs() - before.atPs()));
                    }
                }
                count++;
            }
            return last.size() == signals.size() ? Finding.NOT_TESTED : Finding.HELD;
        };
    }

    /**
     * Longest time between two departures or drops with packets held all the while; of a flow, between those of the flow, since
     * its queue is only looked at in its turn.
     */
    private static long longestBetweenCalls(Trace trace, @Nullable Integer flow) {
        List<Passage> gone = new ArrayList<>(trace.passages().stream()
                .filter(passage -> passage.goneEvent() != Passage.NEVER)
                .filter(passage -> flow == null || passage.flow() == flow)
                .toList());
        gone.sort(Comparator.comparingLong(Passage::goneEvent));
        long longestPs = 0;
        for (int i = 0; i < gone.size(); i++) {
            Passage passage = gone.get(i);
            if (passage.wasSent()) {
                longestPs = Math.max(longestPs, passage.endPs() - passage.startPs());
            }
            if (i > 0 && isHeldBetween(gone, gone.get(i - 1).goneEvent(), passage.goneEvent())) {
                longestPs = Math.max(longestPs, gonePs(passage) - gonePs(gone.get(i - 1)));
            }
            if (flow != null) {
                longestPs = Math.max(longestPs, gonePs(passage) - lastBefore(gone, i));
            }
        }
        return longestPs;
    }

    /** When the flow's queue was last looked at, or began to fill. */
    private static long lastBefore(List<Passage> gone, int index) {
        long arrivedPs = gone.get(index).arrivedPs();
        return index == 0 ? arrivedPs : Math.max(arrivedPs, gonePs(gone.get(index - 1)));
    }

    private static long gonePs(Passage passage) {
        return passage.wasSent() ? passage.startPs() : passage.droppedPs();
    }

    private static boolean isHeldBetween(List<Passage> passages, long fromEvent, long toEvent) {
        return passages.stream()
                .anyMatch(passage -> passage.arrivedEvent() < fromEvent && passage.goneEvent() >= toEvent);
    }
}
