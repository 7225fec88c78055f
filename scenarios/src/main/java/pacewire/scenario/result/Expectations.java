package pacewire.scenario.result;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import pacewire.scenario.Scenario;

/** Compares what a scenario expects with what was measured. */
public final class Expectations {
    private Expectations() {}

    /** Every expectation of the scenario in its order. What was not measured does not hold. */
    public static List<RunResult.ExpectationResult> evaluate(Scenario scenario, Metrics metrics) {
        return scenario.expectations().stream()
                .map(expectation -> evaluate(expectation, metrics))
                .toList();
    }

    private static RunResult.ExpectationResult evaluate(Scenario.Expectation expectation, Metrics metrics) {
        Optional<BigDecimal> measured = metrics.value(expectation.metric());
        return new RunResult.ExpectationResult(
                expectation,
                measured.map(BigDecimal::toPlainString).orElse(null),
                measured.filter(value -> expectation.comparison().holds(value, expectation.bound()))
                        .isPresent());
    }
}
