package pacewire.cli.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

    /** When the same packets leave in the same order at other instants, these move with the instants. */
    private static final Set<Layer> FOLLOWING_TIMES =
            EnumSet.of(Layer.TIMES, Layer.DELIVERIES, Layer.FLOWS, Layer.METRICS);

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
        boolean isOnlyTimes = findings.stream().allMatch(finding -> FOLLOWING_TIMES.contains(finding.layer()));
        for (Finding finding : findings) {
            boolean isTimes = finding.layer() == Layer.TIMES;
            words.add((isTimes && isOnlyTimes && !isOnlyTolerated ? "only " : "") + finding.headline());
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
