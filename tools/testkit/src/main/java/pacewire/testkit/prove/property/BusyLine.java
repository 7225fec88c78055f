package pacewire.testkit.prove.property;

import java.util.HashMap;
import java.util.Map;

import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;

/** When the line of a trace was busy without a pause. */
final class BusyLine {
    private final Map<Passage, Long> busySincePs = new HashMap<>();

    BusyLine(Trace trace) {
        long sincePs = Long.MIN_VALUE;
        long freePs = Long.MIN_VALUE;
        for (Passage passage : trace.departures()) {
            if (passage.startPs() != freePs) {
                sincePs = passage.startPs();
            }
            busySincePs.put(passage, sincePs);
            freePs = passage.endPs();
        }
    }

    /** Whether a packet left after an instant, and the line was idle at some time between. */
    boolean waitedIdle(Passage passage, long instantPs) {
        return passage.startPs() > instantPs && busySincePs.getOrDefault(passage, instantPs) > instantPs;
    }
}
