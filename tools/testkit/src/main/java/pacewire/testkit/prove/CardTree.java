package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import pacewire.testkit.prove.cost.CostCurve;
import pacewire.testkit.prove.property.Finding;

/** A report card as a tree of maps, lists, texts and numbers, to be written as JSON. */
public final class CardTree {
    private CardTree() {}

    /**
     * The tree.
     *
     * @param howToSeeIt commands that show how a property breaks, by its name
     */
    public static Map<String, Object> of(ReportCard card, BiFunction<String, Breach, List<String>> howToSeeIt) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("scheduler", card.scheduler());
        tree.put("seed", card.seed());
        tree.put("cases", card.cases());
        tree.put("proven", card.isProven());
        List<Object> results = new ArrayList<>();
        card.results().forEach(result -> results.add(of(result, howToSeeIt)));
        tree.put("properties", results);
        CostCurve cost = card.cost();
        if (cost != null) {
            List<Object> points = new ArrayList<>();
            cost.points().forEach(point -> points.add(of(point)));
            tree.put("cost", points);
        }
        return tree;
    }

    private static Map<String, Object> of(CostCurve.Point point) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("flows", point.flows());
        tree.put("operationsPerPacket", point.operations());
        return tree;
    }

    private static Map<String, Object> of(PropertyResult result, BiFunction<String, Breach, List<String>> howToSeeIt) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("property", result.kind().name());
        tree.put("statement", result.kind().statement());
        tree.put("claimed", result.isClaimed());
        tree.put("heldCases", result.heldCases());
        Breach breach = result.breach();
        if (breach != null) {
            Finding.Broken finding = breach.finding();
            Map<String, Object> broken = new LinkedHashMap<>();
            broken.put("case", breach.found().number());
            broken.put("packet", finding.packet());
            broken.put("message", finding.message());
            broken.put("bound", finding.bound());
            broken.put("value", finding.value());
            broken.put("line", breach.smallest().line().toString());
            broken.put("packets", breach.smallest().arrivals().size());
            broken.put("commands", howToSeeIt.apply(result.kind().name(), breach));
            tree.put("broken", broken);
        }
        return tree;
    }
}
