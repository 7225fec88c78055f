package pacewire.bench;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The harness counts what was done in each round; no test says how long it took. */
class HarnessTest {
    @Test
    void eachRoundCountsWhatWasDoneInIt() {
        Counted workload = new Counted();
        Harness harness = new Harness(new Harness.Plan(0, 0, 0, 3), () -> {});

        List<Harness.Round> rounds = harness.measure(workload, () -> {});

        // A round of no length is one portion: 10 operations, 20 events, 30 ps.
        assertThat(rounds).hasSize(3).allSatisfy(round -> {
            assertThat(round.operations()).isEqualTo(10);
            assertThat(round.events()).isEqualTo(20);
            assertThat(round.virtualPs()).isEqualTo(30);
            assertThat(round.wallNanos()).isPositive();
            assertThat(round.cpuNanos()).isPositive();
        });
    }

    @Test
    void whatAPortionAllocatesIsCounted() {
        List<byte[]> arrays = new ArrayList<>();
        Workload allocating = new Counted() {
            @Override
            public void advance() {
                super.advance();
                arrays.add(new byte[1_000_000]);
            }
        };
        Harness harness = new Harness(new Harness.Plan(0, 0, 0, 1), () -> {});

        Harness.Round round = harness.measure(allocating, () -> {}).get(0);

        assertThat(arrays).hasSize(1);
        // One array for 10 operations; its header and what the harness itself needs are far below the rest.
        assertThat(round.allocatedBytesPerOperation()).isBetween(100_000.0, 110_000.0);
    }

    @Test
    void theOtherProgramHasItsTurnBehindEachRoundAndTheWorkloadIsChecked() {
        List<String> log = new ArrayList<>();
        Counted workload = new Counted() {
            @Override
            public void advance() {
                super.advance();
                log.add("work");
            }

            @Override
            public void requireSteady() {
                log.add("check");
            }
        };

        new Harness(new Harness.Plan(0, 0, 0, 2), () -> {}).measure(workload, () -> log.add("turn"));

        assertThat(log).containsExactly("work", "check", "turn", "work", "check", "turn");
    }

    @Test
    void whatIsDoneToSettleBeforeARoundIsNotMeasured() {
        Counted workload = new Counted();

        List<Harness.Round> rounds =
                new Harness(new Harness.Plan(0, 0.001, 0, 2), () -> {}).measure(workload, () -> {});

        // A round is one portion of 10 operations; a millisecond before each takes more of them.
        assertThat(rounds).extracting(Harness.Round::operations).containsExactly(10L, 10L);
        assertThat(workload.operations()).isGreaterThan(20);
    }

    @Test
    void aWishToStopEndsTheMeasuring() {
        Harness harness = new Harness(new Harness.Plan(0, 0, 3600, 1), () -> {
            throw new IllegalStateException("stop");
        });

        assertThatThrownBy(() -> harness.measure(new Counted(), () -> {})).hasMessage("stop");
    }

    @Test
    void theHeapInUseIsPositive() {
        assertThat(new Harness(new Harness.Plan(0, 0, 0, 1), () -> {}).heapUsedBytes())
                .isPositive();
    }

    @Test
    void ratesAreForEachSecondOfTheWallAndOfTheCore() {
        // 1000 operations and 4000 events in 2 s, of which the thread had a core for half a second.
        Harness.Round round = new Harness.Round(2_000_000_000, 500_000_000, 1000, 4000, 8000, 0);

        assertThat(round.operationsPerSecond()).isEqualTo(500);
        assertThat(round.eventsPerSecond()).isEqualTo(2000);
        assertThat(round.operationsPerCpuSecond()).isEqualTo(2000);
        assertThat(round.nanosPerOperation()).isEqualTo(2_000_000);
        assertThat(round.cpuShare()).isEqualTo(0.25);
        assertThat(round.allocatedBytesPerOperation()).isEqualTo(8);
    }

    /** Ten operations a portion. */
    private static class Counted implements Workload {
        private long portions;

        @Override
        public void advance() {
            portions++;
        }

        @Override
        public long operations() {
            return 10 * portions;
        }

        @Override
        public long eventsFired() {
            return 20 * portions;
        }

        @Override
        public long nowPs() {
            return 30 * portions;
        }

        @Override
        public void requireSteady() {
            // Always is.
        }
    }
}
