package pacewire.cli.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.cli.check.Checked.Status;
import pacewire.scenario.result.RunResult.ExpectationResult;

/** Tells what came of a file, for people and for programs. */
public final class CheckText {
    /** Lines of one layer on a terminal. */
    public static final int FEW = 8;

    private static final int LAYER_WIDTH = 12;

    private CheckText() {}

    /**
     * All lines but the first.
     *
     * @param most lines of each layer; how many more there are is told in one
     */
    public static List<String> details(Checked checked, int most) {
        List<String> lines = new ArrayList<>(checked.problems());
        for (Finding finding : checked.findings()) {
            String layer = finding.layer().key() + (finding.isTolerated() ? " (ok)" : "");
            List<String> all = finding.lines();
            all.stream().limit(most).forEach(line -> lines.add(padded(layer) + line));
            if (all.size() > most) {
                lines.add(padded(layer) + "and " + (all.size() - most) + " more");
            }
        }
        for (ExpectationResult failed : checked.failedExpectations()) {
            lines.add(padded("expect") + expectation(failed));
        }
        if (checked.status() == Status.NO_GOLDEN) {
            lines.add("nothing to compare with; make one: pacewire check " + checked.file()
                    + " --accept --reason 'the first golden'");
        }
        return lines;
    }

    private static String padded(String layer) {
        return layer + " ".repeat(Math.max(1, LAYER_WIDTH - layer.length()));
    }

    private static String expectation(ExpectationResult result) {
        String measured = result.measured() == null ? "nothing was measured" : "measured " + result.measured();
        return result.expectation().metric() + " "
                + result.expectation().comparison().key() + " "
                + result.expectation().text() + "; " + measured;
    }

    /** The same as a tree of maps, lists, texts and numbers. */
    public static Map<String, Object> tree(Checked checked) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", checked.file().toString());
        tree.put("status", checked.status().word());
        tree.put("headline", checked.headline());
        List<Object> changes = new ArrayList<>();
        for (Finding finding : checked.findings()) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("layer", finding.layer().key());
            change.put("tolerated", finding.isTolerated());
            change.put("lines", finding.lines());
            change.put("facts", finding.facts());
            changes.add(change);
        }
        tree.put("changes", changes);
        tree.put(
                "expectations",
                checked.expectations().stream().map(CheckText::tree).toList());
        tree.put("problems", checked.problems());
        return tree;
    }

    private static Map<String, @Nullable Object> tree(ExpectationResult result) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("metric", result.expectation().metric());
        tree.put(result.expectation().comparison().key(), result.expectation().text());
        tree.put("measured", result.measured());
        tree.put("held", result.held());
        return tree;
    }
}
