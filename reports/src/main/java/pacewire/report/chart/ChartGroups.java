package pacewire.report.chart;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import pacewire.scenario.Scenario;
import pacewire.scenario.result.RunResult;
import pacewire.scenario.result.RunResult.GroupResult;

/** What the charts say about the client groups and the run, alike. */
final class ChartGroups {
    /** More lines than this cannot be told apart. */
    static final int MOST = 12;

    private ChartGroups() {}

    /** The groups that are drawn. */
    static List<GroupResult> drawn(RunResult result) {
        List<GroupResult> groups = result.groups();
        return groups.size() <= MOST ? groups : groups.subList(0, MOST);
    }

    /** Which run it is, so that two reports side by side can be told apart. */
    static String subtitle(RunResult result) {
        Scenario.Server server = result.scenario().server();
        String run = result.scenario().title() + " – " + server.application().type() + " over " + server.schedulerName()
                + " on " + server.machine();
        int groups = result.groups().size();
        return groups <= MOST ? run : run + " (the first " + MOST + " of " + groups + " groups)";
    }

    /** Whether a legend is needed to tell groups apart. */
    static boolean areSeveral(RunResult result) {
        return result.groups().size() > 1;
    }

    /** Whether some group has ideal instants to depart at. */
    static boolean haveSchedule(RunResult result) {
        return result.groups().stream()
                .anyMatch(group ->
                        group.tolerancePs() != null || group.departureErrorPs().count() > 0);
    }

    /** The jitter that the groups tolerate, each value once, ascending. */
    static SortedSet<Long> tolerancesPs(List<GroupResult> groups) {
        SortedSet<Long> tolerances = new TreeSet<>();
        for (GroupResult group : groups) {
            Long tolerance = group.tolerancePs();
            if (tolerance != null) {
                tolerances.add(tolerance);
            }
        }
        return tolerances;
    }

    /** The greatest jitter that a drawn group tolerates; 0 when none names any. */
    static long largestTolerancePs(RunResult result) {
        SortedSet<Long> tolerances = tolerancesPs(drawn(result));
        return tolerances.isEmpty() ? 0 : tolerances.last();
    }
}
