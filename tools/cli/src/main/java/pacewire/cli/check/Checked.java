package pacewire.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import pacewire.scenario.result.RunResult.ExpectationResult;

/**
 * What came of one file.
 *
 * @param findings what differs from the golden; none without one
 * @param expectations what the file itself expects
 * @param problems what was wrong with the file or its golden
 * @param wallNanos how long it took
 */
public record Checked(
        Path file,
        Status status,
        List<Finding> findings,
        List<ExpectationResult> expectations,
        List<String> problems,
        long wallNanos) {

    /** How it ended, the worst last. */
    public enum Status {
        SAME("same"),
        /** A golden was made or renewed. */
        ACCEPTED("accepted"),
        CHANGED("changed"),
        NO_GOLDEN("no golden"),
        EXPECTATION_FAILED("failed"),
        WRONG_INPUT("wrong"),
        UNREADABLE("unreadable");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** In a word or two. */
        public String word() {
            return word;
        }

        /** Whether all is as it should be. */
        public boolean isFine() {
            return this == SAME || this == ACCEPTED;
        }
    }

    /** Expectations that did not hold. */
    public List<ExpectationResult> failedExpectations() {
        return expectations.stream().filter(result -> !result.held()).toList();
    }

    /** In a few words: what changed, and what failed. */
    public String headline() {
        List<String> words = new ArrayList<>();
        boolean isOnlyTolerated = findings.stream().allMatch(Finding::isTolerated);
        boolean onlyTimes = findings.stream().allMatch(finding -> finding.layer() == Layer.TIMES);
        for (Finding finding : findings) {
            words.add((onlyTimes && !isOnlyTolerated ? "only " : "") + finding.headline());
        }
        if (!words.isEmpty() && isOnlyTolerated) {
            words.add(0, "within tolerances");
        }
        int failed = failedExpectations().size();
        if (failed > 0) {
            words.add(failed + " of " + expectations.size() + " expectations");
        }
        return words.isEmpty() ? status.word() : status.word() + ": " + String.join("; ", words);
    }
}
