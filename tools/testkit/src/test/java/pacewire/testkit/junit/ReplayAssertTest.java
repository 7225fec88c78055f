package pacewire.testkit.junit;

import org.junit.jupiter.api.Test;

import pacewire.core.units.Rational;
import pacewire.testkit.replay.Arrival;
import pacewire.testkit.replay.Replay;
import pacewire.testkit.replay.ReplayResult;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pacewire.testkit.junit.SchedulerAssertions.assertThat;

class ReplayAssertTest {
    /** A byte a second; "c" finds the queue full. */
    private final ReplayResult result = Replay.through("fifo")
            .parameter("limit", "1 packet")
            .rate("1")
            .arrival("a", "1", "0", "2")
            .arrival("b", "2", "1", "2")
            .arrival("c", "2", "1.5", "2")
            .arrival("d", "1", "6", "1")
            .run();

    @Test
    void whatIsTrueIsAsserted() {
        assertThat(result)
                .leavesInOrder("a", "b", "d")
                .startsAt("b", "2")
                .endsAt("b", "4 s")
                .drops("c")
                .leavesNothingBehind()
                .keepsFlowsInOrder()
                .neverIdlesWhilePacketsWait()
                .isNeverEarly()
                .meetsDeadlines()
                .conformsTo("1", "2")
                .flowConformsTo("2", "1/1000", "2");
    }

    @Test
    void whatIsNotTrueFailsWithWhatWasFound() {
        assertFails(
                () -> assertThat(result).leavesInOrder("b", "a", "d"),
                "order of departure: expected [b, a, d], found [a, b, d]");
        assertFails(() -> assertThat(result).startsAt("b", "1"), "start of 'b': expected 1, found 2");
        assertFails(() -> assertThat(result).endsAt("b", "3"), "end of 'b': expected 3, found 4");
        assertFails(() -> assertThat(result).endsAt("c", "3"), "'c' is not sent; sent: [a, b, d]");
        assertFails(() -> assertThat(result).drops(), "packets dropped: expected [], found [c]");
    }

    @Test
    void whatNeverLeavesIsNamed() {
        ReplayResult ended = Replay.through("fifo")
                .rate("1")
                .arrival("a", "1", "0", "2")
                .arrival("b", "2", "1", "2")
                .until(Rational.ONE)
                .run();

        assertFails(() -> assertThat(ended).leavesNothingBehind(), "packets that never leave: expected [], found [b]");
    }

    @Test
    void aFlowOutOfOrderIsNamed() {
        ReplayResult sorted = Replay.through("pifo")
                .parameter("rank", "deadline")
                .rate("1")
                .arrival(Arrival.of("a", "1", "0", "1"))
                .arrival(Arrival.of("b", "1", "0", "1").withDeadline(Rational.of(9)))
                .arrival(Arrival.of("c", "1", "0", "1").withDeadline(Rational.of(2)))
                .run();

        assertThat(sorted).leavesInOrder("c", "b", "a");
        assertFails(
                () -> assertThat(sorted).keepsFlowsInOrder(),
                "flow '1' is out of order: 'b' came before 'c' and leaves after it");
        assertThat(sorted).meetsDeadlines();
    }

    @Test
    void aMissedDeadlineIsNamed() {
        ReplayResult late = Replay.through("fifo")
                .rate("1")
                .arrival(Arrival.of("a", "1", "0", "3").withDeadline(Rational.of(2)))
                .run();

        assertFails(() -> assertThat(late).meetsDeadlines(), "'a' has a deadline at 2 s, and ends at 3 s");
    }

    @Test
    void anEarlyPacketIsNamed() {
        ReplayResult early = Replay.through("fifo")
                .rate("1")
                .arrival(Arrival.of("a", "1", "0", "3").withEligible(Rational.of(2)))
                .run();

        assertFails(() -> assertThat(early).isNeverEarly(), "'a' leaves at 0 s, and is eligible at 2 s");
    }

    @Test
    void anIdleLineIsNamed() {
        // Two tokens at first, and one a second: the second packet waits for two of them, one of which comes while the
        // first leaves.
        ReplayResult shaped = Replay.through("tbf")
                .parameter("rate", "1")
                .parameter("burst", "2")
                .rate("2")
                .arrival("a", "1", "0", "2")
                .arrival("b", "1", "0", "2")
                .run();

        assertThat(shaped).startsAt("b", "2").conformsTo("1", "2");
        assertFails(
                () -> assertThat(shaped).neverIdlesWhilePacketsWait(),
                "the line is idle from 1 s to 2 s, while 'b' waits");
    }

    @Test
    void whatABucketDoesNotLetThroughIsNamed() {
        assertFails(
                () -> assertThat(result).conformsTo("1/2", "2"),
                "all packets: 'b' starts at 2 s, 1 bytes more than a bucket of 2 and 1/2 lets through");
        assertFails(
                () -> assertThat(result).flowConformsTo("1", "1/1000", "2"),
                "flow '1': 'd' starts at 6 s, 0.994 bytes more than a bucket of 2 and 1/1000 lets through");
    }

    private static void assertFails(org.assertj.core.api.ThrowableAssert.ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }
}
