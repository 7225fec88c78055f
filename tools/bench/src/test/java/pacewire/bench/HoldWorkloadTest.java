package pacewire.bench;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The hold model keeps what its name says. */
class HoldWorkloadTest {
    @ParameterizedTest
    @EnumSource(Spacing.class)
    void exactlySoManyEventsStayPending(Spacing spacing) {
        HoldWorkload workload = new HoldWorkload(37, spacing, 0.25);

        for (int round = 0; round < 20; round++) {
            workload.advance(101);
            assertThat(workload.pending()).isEqualTo(37);
        }
        assertThat(workload.eventsFired()).isEqualTo(20 * 101);
    }
}
