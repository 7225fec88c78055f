package pacewire.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import pacewire.model.packet.DelayPart;
import pacewire.scenario.bill.Bills;
import pacewire.scenario.bill.Tail;

/** What late packets were late for, in words. */
public final class TailText {
    private static final double PERCENTILE_IN_WORDS = 99.9;

    private TailText() {}

    /** As one would say it: "viewers: p99.9 is 71 % run queue"; empty when nobody was late. */
    public static Optional<String> inWords(Bills.GroupBill group) {
        return group.tails().stream()
                .filter(tail -> tail.percent() == PERCENTILE_IN_WORDS)
                .flatMap(tail -> tail.mainCause().stream()
                        .map(cause ->
                                group.group() + ": " + name(tail) + " is " + share(tail, cause) + " " + cause.words()))
                .findFirst();
    }

    /** The causes that any of the packets spent time on, in the order of a packet's life. */
    public static List<DelayPart> causes(List<Tail> tails) {
        List<DelayPart> causes = new ArrayList<>();
        for (DelayPart part : DelayPart.values()) {
            if (tails.stream().anyMatch(tail -> tail.shares().containsKey(part))) {
                causes.add(part);
            }
        }
        return causes;
    }

    /** Such as "p99.9"; "all" from the 0th percentile on. */
    public static String name(Tail tail) {
        if (tail.percent() == 0) {
            return "all";
        }
        String percent = Double.toString(tail.percent());
        return "p" + (percent.endsWith(".0") ? percent.substring(0, percent.length() - 2) : percent);
    }

    /** The share of a cause; empty when nothing was spent on it. */
    public static String share(Tail tail, DelayPart cause) {
        Double share = tail.shares().get(cause);
        return share == null ? "" : Figures.percent(share);
    }
}
