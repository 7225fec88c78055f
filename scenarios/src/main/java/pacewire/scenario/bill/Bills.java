package pacewire.scenario.bill;

import java.util.List;

import pacewire.core.stats.HistogramSnapshot;

/**
 * The bills of a run.
 *
 * @param worst packets that left latest, latest first
 * @param all of all groups together, under the name {@value #ALL}
 * @param groups a row for each group whose packets were asked for, in the order of the scenario
 */
public record Bills(List<PacketBill> worst, GroupBill all, List<GroupBill> groups) {
    static final String ALL = "all";

    public Bills {
        worst = List.copyOf(worst);
        groups = List.copyOf(groups);
    }

    /**
     * The bill of a group: of its packets with a place in a schedule that left the server.
     *
     * @param departureErrorPs of each packet
     * @param tails what the late ones were late for, least percentile first; none without packets
     */
    public record GroupBill(String group, HistogramSnapshot departureErrorPs, List<Tail> tails) {
        public GroupBill {
            tails = List.copyOf(tails);
        }
    }
}
