package pacewire.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import pacewire.core.units.SimTime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgressLineTest {
    private static final long TEN_SECONDS = 10 * SimTime.SECOND;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong wallNanos = new AtomicLong();
    private final AtomicBoolean interrupted = new AtomicBoolean();

    @Test
    void theLineTellsVirtualTimeShareSpeedAndTimeLeft() {
        ProgressLine line = new ProgressLine(console(true), true);

        wallNanos.set(2_000_000_000L);
        line.progress(4 * SimTime.SECOND, TEN_SECONDS, 3_000_000);

        // 3 million events in 2 s of wall clock; 60 % are left, which at 20 % a second take 3 s.
        assertThat(text()).isEqualTo("\r4.000 s of 10 s   40 %  1,500,000 events/s  3 s left");
    }

    @Test
    void aLongWaitIsToldInMinutes() {
        ProgressLine line = new ProgressLine(console(true), true);

        wallNanos.set(10_000_000_000L);
        line.progress(SimTime.SECOND, TEN_SECONDS, 1_000);

        // 10 % took 10 s: the other 90 % take 90 s.
        assertThat(text()).endsWith("1 min 30 s left");
    }

    @Test
    void theLineIsRewrittenAtMostFiveTimesASecond() {
        ProgressLine line = new ProgressLine(console(true), true);

        for (int tenth = 1; tenth <= 10; tenth++) {
            wallNanos.set(tenth * 100_000_000L);
            line.progress(tenth * SimTime.SECOND, TEN_SECONDS, tenth);
        }

        assertThat(text().chars().filter(letter -> letter == '\r')).hasSize(5);
    }

    @Test
    void clearingLeavesAnEmptyLine() {
        ProgressLine line = new ProgressLine(console(true), true);
        wallNanos.set(2_000_000_000L);
        line.progress(4 * SimTime.SECOND, TEN_SECONDS, 3_000_000);
        int shown = text().length() - 1;
        err.reset();

        line.clear();

        assertThat(text()).isEqualTo("\r" + " ".repeat(shown) + "\r");
    }

    @Test
    void nothingIsShownInAPipeOrWhenItIsNotWanted() {
        ProgressLine inAPipe = new ProgressLine(console(false), true);
        ProgressLine unwanted = new ProgressLine(console(true), false);

        wallNanos.set(2_000_000_000L);
        inAPipe.progress(SimTime.SECOND, TEN_SECONDS, 1);
        unwanted.progress(SimTime.SECOND, TEN_SECONDS, 1);
        inAPipe.clear();
        unwanted.clear();

        assertThat(err.size()).isEqualTo(0);
    }

    @Test
    void theUsersWishToStopEndsTheRun() {
        ProgressLine line = new ProgressLine(console(false), false);
        interrupted.set(true);

        assertThatThrownBy(() -> line.progress(SimTime.SECOND, TEN_SECONDS, 1))
                .isInstanceOf(InterruptedRunException.class);
    }

    @Test
    void theLastNumberOfEventsIsKept() {
        ProgressLine line = new ProgressLine(console(false), false);

        line.progress(SimTime.SECOND, TEN_SECONDS, 100_000);
        line.progress(TEN_SECONDS, TEN_SECONDS, 123_456);

        assertThat(line.eventsFired()).isEqualTo(123_456);
    }

    private Console console(boolean isTerminal) {
        return new Console(new ByteArrayOutputStream(), err, isTerminal, wallNanos::get, interrupted::get);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
