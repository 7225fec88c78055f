package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import pacewire.testkit.prove.property.Finding;
import pacewire.testkit.prove.property.Properties;

/** A report card as lines for a terminal. */
public final class CardText {
    private CardText() {}

    /**
     * One line for each property, and for one that broke where, by how much and how to see it.
     *
     * @param howToSeeIt lines that tell how, of a property that broke
     */
    public static List<String> lines(ReportCard card, BiFunction<String, Breach, List<String>> howToSeeIt) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(card));
        for (PropertyResult result : card.results()) {
            lines.add("  " + String.format("%-22s", result.kind().name()) + verdict(result));
            Breach breach = result.breach();
            if (breach != null) {
                details(breach).forEach(line -> lines.add("      " + line));
                howToSeeIt.apply(result.kind().name(), breach).forEach(line -> lines.add("      " + line));
            }
        }
        return lines;
    }

    private static String heading(ReportCard card) {
        int broken = card.brokenProperties().size();
        return card.scheduler() + ": " + (broken == 0 ? "proven" : broken + " broken") + " on " + card.cases()
                + (card.cases() == 1 ? " case" : " cases") + " of seed " + card.seed();
    }

    /** What came of a property, in a few words. */
    public static String verdict(PropertyResult result) {
        if (result.isBroken()) {
            return "BROKEN: " + result.kind().statement();
        }
        if (!result.isClaimed()) {
            return "not claimed";
        }
        if (result.heldCases() == 0) {
            return "claimed, and not tested";
        }
        return result.kind().equals(Properties.cost()) || result.kind().equals(Properties.classCost())
                ? "held"
                : "held on " + result.heldCases();
    }

    /** What broke, and where. */
    public static List<String> details(Breach breach) {
        Finding.Broken finding = breach.finding();
        int packets = breach.smallest().arrivals().size();
        String what = finding.packet() + " " + finding.message();
        String figures = "bound: " + finding.bound() + "; value: " + finding.value();
        if (!breach.isInCase()) {
            return List.of(what, figures);
        }
        return List.of(
                what,
                figures,
                "in case " + breach.found().number() + ", made small: " + packets
                        + (packets == 1 ? " packet" : " packets") + " on a line of "
                        + breach.smallest().line());
    }
}
