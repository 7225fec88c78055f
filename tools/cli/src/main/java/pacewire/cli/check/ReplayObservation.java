package pacewire.cli.check;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.units.UnitException;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.scenario.Scenario;
import pacewire.scenario.Scenario.Comparison;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.result.MetricUnit;
import pacewire.scenario.result.RunResult.ExpectationResult;
import pacewire.testkit.replay.ReplayException;
import pacewire.testkit.replay.ReplayResult;

/** Plays a replay and keeps of it what goldens keep. */
final class ReplayObservation {
    private static final Map<Field<String>, Comparison> COMPARISONS = Map.of(
            ReplayFile.AT_MOST, Comparison.AT_MOST,
            ReplayFile.AT_LEAST, Comparison.AT_LEAST,
            ReplayFile.EQUALS, Comparison.EQUALS);

    private ReplayObservation() {}

    static Observed of(Path file, SchedulerCatalogue catalogue) throws ScenarioException, IOException {
        ReplayFile replay = ReplayFile.read(file, catalogue);
        ReplayResult result = play(replay, file);
        ReplayRecord record = ReplayRecord.of(result);
        Packets packets = record.packets();
        Map<String, BigDecimal> metrics = ReplayMetrics.of(result);
        List<ExpectationResult> expectations = judged(replay.expectations(), metrics, file);
        Map<String, BigDecimal> kept = new LinkedHashMap<>(metrics);
        kept.values().removeIf(value -> value.signum() == 0);
        return new Observed(sha256(replay.text()), packets, record, packets.layers(), kept, expectations);
    }

    private static ReplayResult play(ReplayFile replay, Path file) throws ScenarioException {
        try {
            return replay.replay().run();
        } catch (ReplayException wrong) {
            throw ReplayFile.wrong(file, String.valueOf(wrong.getMessage()));
        }
    }

    private static List<ExpectationResult> judged(
            List<Entries> expectations, Map<String, BigDecimal> metrics, Path file) throws ScenarioException {
        List<ExpectationResult> results = new ArrayList<>();
        for (Entries entries : expectations) {
            String metric = entries.get(ReplayFile.METRIC);
            BigDecimal measured = metrics.get(metric);
            // A reason for which nothing was dropped has no figure.
            if (measured == null && !metric.contains("dropped.")) {
                throw ReplayFile.wrong(
                        file,
                        "a replay of these packets has no metric '" + metric + "'; it has: "
                                + String.join(", ", metrics.keySet()));
            }
            results.add(judged(entries, metric, measured == null ? BigDecimal.ZERO : measured, file));
        }
        return results;
    }

    private static ExpectationResult judged(Entries entries, String metric, BigDecimal measured, Path file)
            throws ScenarioException {
        Map.Entry<Field<String>, Comparison> given = COMPARISONS.entrySet().stream()
                .filter(candidate -> entries.isGiven(candidate.getKey()))
                .findFirst()
                .orElseThrow();
        String text = entries.get(given.getKey());
        try {
            BigDecimal bound = MetricUnit.of(metric).parse(text);
            Scenario.Expectation expectation = new Scenario.Expectation(
                    metric,
                    given.getValue(),
                    text,
                    bound,
                    entries.spot(ReplayFile.METRIC).place().line());
            return new ExpectationResult(
                    expectation, measured.toPlainString(), given.getValue().holds(measured, bound));
        } catch (UnitException wrong) {
            throw ReplayFile.wrong(file, "expect: " + metric + ": " + wrong.getMessage());
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
