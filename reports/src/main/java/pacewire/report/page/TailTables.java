package pacewire.report.page;

import java.util.ArrayList;
import java.util.List;

import pacewire.model.packet.DelayPart;
import pacewire.report.text.Figures;
import pacewire.report.text.TailText;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.Tail;

import static pacewire.report.page.ReportTable.number;
import static pacewire.report.page.ReportTable.text;

/** What the packets from a percentile of the departure error on were late for. */
final class TailTables {
    private TailTables() {}

    /** A row for each percentile of each group; empty when nothing departed by a schedule. */
    static ReportTable of(List<Bills.GroupBill> groups) {
        List<DelayPart> causes = TailText.causes(
                groups.stream().flatMap(group -> group.tails().stream()).toList());
        List<ReportTable.Column> columns =
                new ArrayList<>(List.of(text("Group"), text("Packets from"), number("Late by"), text("Mainly")));
        causes.forEach(cause -> columns.add(number(cause.words())));
        ReportTable table = ReportTable.of(columns.toArray(ReportTable.Column[]::new));
        for (Bills.GroupBill group : groups) {
            for (Tail tail : group.tails()) {
                List<String> cells = new ArrayList<>(List.of(
                        group.group(),
                        TailText.name(tail),
                        Figures.time(tail.errorPs()),
                        tail.mainCause().map(DelayPart::words).orElse("")));
                causes.forEach(cause -> cells.add(TailText.share(tail, cause)));
                table.add(cells.toArray(String[]::new));
            }
        }
        return table;
    }

    /** The 99.9th percentiles as one would say them. */
    static List<String> inWords(List<Bills.GroupBill> groups) {
        return groups.stream()
                .flatMap(group -> TailText.inWords(group).stream())
                .toList();
    }
}
