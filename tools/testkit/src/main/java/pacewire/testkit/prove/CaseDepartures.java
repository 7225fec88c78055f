package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import pacewire.model.packet.DropReason;
import pacewire.model.sched.SchedulerSetup;
import pacewire.testkit.prove.cost.WatchedScheduler;
import pacewire.testkit.prove.trial.CaseGenerator;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trial;

/** What becomes of the packets of a case, in the words of a replay. */
public final class CaseDepartures {
    private CaseDepartures() {}

    /**
     * As {@code pacewire replay} prints it: a row for each packet in the order in which it was sent or dropped; those that never
     * left come last.
     */
    public static String csv(SchedulerSetup setup, ReproductionFile file) {
        long seed = CaseGenerator.instanceSeed(file.seed(), file.tried().number());
        List<Passage> passages = new ArrayList<>(new Trial(WatchedScheduler.in(setup), file.tried(), seed)
                .trace()
                .passages());
        passages.sort(Comparator.comparingLong(CaseDepartures::lastEvent));
        StringBuilder text = new StringBuilder("id,flow,arrival,start,end,verdict\n");
        passages.forEach(passage -> text.append(row(passage)).append('\n'));
        return text.toString();
    }

    private static long lastEvent(Passage passage) {
        return passage.refused() == null ? passage.goneEvent() : passage.arrivedEvent();
    }

    private static String row(Passage passage) {
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(passage.arrival().id()),
                String.valueOf(passage.flow()),
                CaseRows.seconds(passage.arrivedPs()).toString()));
        if (passage.wasSent()) {
            cells.add(CaseRows.seconds(passage.startPs()).toString());
            cells.add(CaseRows.seconds(passage.endPs()).toString());
            cells.add("sent");
        } else {
            @Nullable DropReason reason = passage.refused() == null ? passage.dropped() : passage.refused();
            cells.addAll(List.of("", "", reason == null ? "held" : "dropped:" + reason.key()));
        }
        return String.join(",", cells);
    }
}
