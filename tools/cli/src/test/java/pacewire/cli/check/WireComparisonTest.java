package pacewire.cli.check;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WireComparisonTest {
    private static final int BYTES = 100;

    @Test
    void equalLogsDoNotDiffer() {
        assertThat(compare(log("a0@1 b0@2"), log("a0@1 b0@2")).isNone()).isTrue();
    }

    @Test
    void flowsAreTheSameByNameHoweverTheyAreNumbered() {
        DepartureLog now = new DepartureLog();
        now.flowNumber("b");
        fill(now, "a0@1 b0@2");

        assertThat(compare(log("a0@1 b0@2"), now).isNone()).isTrue();
    }

    @Test
    void whenOnlyTimesMoveTheFirstAndTheFarthestAreTold() {
        WireDifference difference = compare(log("a0@1 b0@2 a1@30"), log("a0@1 b0@5 a1@20"));

        assertThat(difference.isOnlyTimes()).isTrue();
        assertThat(difference.moved()).isEqualTo(2);
        assertThat(sure(difference.first()).index()).isEqualTo(1);
        // 30 became 20, which is farther than 2 became 5.
        assertThat(sure(difference.largestShift()).by()).isEqualTo(-10);
        assertThat(sure(difference.largestShift()).now().flow()).isEqualTo("a");
    }

    @Test
    void aSwapOfTwoFlowsIsAnOrderAcrossFlows() {
        WireDifference difference = compare(log("a0@1 b0@2 a1@3"), log("a0@1 a1@2 b0@3"));

        assertThat(difference.isOnlyTimes()).isFalse();
        assertThat(difference.withinFlow()).isNull();
        assertThat(sure(difference.acrossFlows()).index()).isEqualTo(1);
        assertThat(sure(sure(difference.acrossFlows()).before()).flow()).isEqualTo("b");
        assertThat(sure(sure(difference.acrossFlows()).now()).flow()).isEqualTo("a");
    }

    @Test
    void aSwapInsideAFlowIsAnOrderWithinIt() {
        WireDifference difference = compare(log("a0@1 a1@2 b0@3"), log("a1@1 a0@2 b0@3"));

        assertThat(difference.acrossFlows()).isNull();
        assertThat(sure(sure(difference.withinFlow()).now()).packet()).isEqualTo(0);
        // Packet 1 came from 2 to 1, packet 0 from 1 to 2.
        assertThat(difference.moved()).isEqualTo(2);
    }

    @Test
    void aPacketThatIsGoneIsMissingAndChangesNoOrder() {
        WireDifference difference = compare(log("a0@1 b0@2 a1@3"), log("a0@1 a1@3"));

        assertThat(difference.missing().count()).isEqualTo(1);
        assertThat(sure(difference.missing().first()).flow()).isEqualTo("b");
        assertThat(difference.added().count()).isZero();
        assertThat(difference.acrossFlows()).isNull();
        assertThat(difference.largestShift()).isNull();
    }

    @Test
    void aLogThatGoesOnLongerDiffersWhereTheOtherEnds() {
        WireDifference difference = compare(log("a0@1"), log("a0@1 a1@2"));

        assertThat(sure(difference.first()).index()).isEqualTo(1);
        assertThat(sure(difference.first()).before()).isNull();
        assertThat(difference.added().count()).isEqualTo(1);
    }

    @Test
    void aNumberThatIsSentAgainIsPairedInOrder() {
        WireDifference difference = compare(log("a0@1 a0@5"), log("a0@1 a0@7"));

        assertThat(difference.isOnlyTimes()).isTrue();
        assertThat(difference.moved()).isEqualTo(1);
        assertThat(sure(difference.largestShift()).by()).isEqualTo(2);
    }

    @Test
    void behindWhatIsKeptTheCheckpointsSayBetweenWhichDepartures() {
        DepartureLog before = new DepartureLog(5);
        DepartureLog now = new DepartureLog(5);
        for (int i = 0; i < 3 * DepartureLog.CHECKPOINT_EVERY; i++) {
            before.add(i, before.flowNumber("a"), i, BYTES);
            now.add(i == 15_000 ? i + 1 : i, now.flowNumber("a"), i, BYTES);
        }

        // Number 15,001 moved: between the checkpoints at 10,000 and 20,000.
        assertThat(compare(before, now).between()).isEqualTo(new WireDifference.Span(10_001, 20_000));
    }

    private static <T> T sure(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static WireDifference compare(DepartureLog before, DepartureLog now) {
        return WireComparison.compare(before, now);
    }

    /** Of words such as "a0@1": packet 0 of flow a departs at 1. */
    static DepartureLog log(String text) {
        DepartureLog log = new DepartureLog();
        fill(log, text);
        return log;
    }

    private static void fill(DepartureLog log, String text) {
        for (String word : text.split(" ", -1)) {
            int at = word.indexOf('@');
            log.add(
                    Long.parseLong(word.substring(at + 1)),
                    log.flowNumber(word.substring(0, 1)),
                    Long.parseLong(word.substring(1, at)),
                    BYTES);
        }
    }
}
