package pacewire.scenario;

import org.junit.jupiter.api.Test;

import pacewire.scenario.format.Node;

import static org.assertj.core.api.Assertions.assertThat;

class ReaderWarmUpTest {
    /** In a run a failure would go unnoticed, and so would the loss of time. */
    @Test
    void itsLinesAreReadAsAScenarioIs() {
        assertThat(ReaderWarmUp.load())
                .isInstanceOfSatisfying(
                        Node.Mapping.class,
                        mapping -> assertThat(mapping.entries().keySet()).containsExactly("a", "b", "g"));
    }
}
