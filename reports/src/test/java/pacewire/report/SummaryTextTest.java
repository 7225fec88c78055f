package pacewire.report;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import pacewire.report.sample.SampleResults;
import pacewire.scenario.result.RunResult;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryTextTest {
    @Test
    void theAccountNamesWhatRanTheGroupsTheServerAndTheExpectations() {
        // Two transfers whose datagrams all depart 1 us late: of 10 s on 4 cores, 0.9 s of CPU time for 10 MB.
        String[] lines = SummaryText.of(SampleResults.titled("Two")).split("\n", -1);

        assertThat(lines)
                .startsWith(
                        "Two: transmit over jitter-edf on linux-6, 10 s simulated, seed 1",
                        "",
                        "                                             departure           RFC 3550",
                        "                                  contracts      error             jitter         mean  packets",
                        "group    requests  done  refused       kept        p99      max       p99         rate     lost")
                .endsWith(
                        "",
                        "server: 12 system calls (epoll_wait 4, accept 2, close 2, recv 2, ...)",
                        "        0 B copied to user, 256 B from user; 12 context switches, 1,800 interrupts, "
                                + "4,000 timer wake-ups",
                        "        CPU 900 ms (2.25 % of 4 cores), 90.0 ms per MB sent",
                        "",
                        "held:   groups.viewers.departureErrorUs.p99 atMost 2 ms; measured: 1 us",
                        "held:   server.bytesCopiedToUser equals 0 B; measured: 0 B",
                        "");
        assertThat(lines[5]).startsWith("viewers         2     2        0        2/2    1.00 us  1.00 us");
    }

    @Test
    void aFailedExpectationStandsOut() {
        assertThat(SummaryText.of(SampleResults.applicationPacing()))
                .contains("FAILED: groups.viewers.departureErrorUs.p99 atMost 2 ms; measured: 1")
                .contains("    0/200  ");
    }

    @Test
    void whereNothingWasMeasuredStandsADash() {
        assertThat(SummaryText.of(SampleResults.allRefused()))
                .contains("viewers        20     0       20          -          -    -         -     -        0\n");
    }

    static Stream<RunResult> results() {
        return Stream.of(
                SampleResults.videoOnDemand(),
                SampleResults.applicationPacing(),
                SampleResults.overload(),
                SampleResults.nobodyCame());
    }

    @ParameterizedTest
    @MethodSource("results")
    void theGroupsFitIntoAHundredColumns(RunResult result) {
        assertThat(SummaryText.of(result).lines().limit(5 + result.groups().size()))
                .allMatch(line -> line.length() <= 100);
    }
}
