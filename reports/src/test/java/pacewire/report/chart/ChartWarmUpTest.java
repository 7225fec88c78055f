package pacewire.report.chart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;

class ChartWarmUpTest {
    /** In a run a failure would go unnoticed, and so would the loss of time. */
    @Test
    void theChartOfNothingCanBeDrawn() {
        assertThatCode(ChartWarmUp::draw).doesNotThrowAnyException();
    }
}
