package pacewire.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import pacewire.core.units.SimTime;
import pacewire.scenario.RunObserver;

/**
 * Shows how far a run has come, in one line that is written over and over, and ends the run when the user wants to stop.
 * Prints nothing when nobody watches.
 */
final class ProgressLine implements RunObserver {
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final boolean isShown;
    private final long startNanos;
    private long shownNanos;
    private int shownLength;
    private long eventsFired;

    /** @param isWanted whether to show the line when there is a terminal */
    ProgressLine(Console console, boolean isWanted) {
        this.console = console;
        this.isShown = isWanted && console.isTerminal();
        this.startNanos = console.nanoTime();
        this.shownNanos = startNanos;
    }

    @Override
    public void progress(long nowPs, long endPs, long eventsFired) {
        this.eventsFired = eventsFired;
        console.checkInterrupted();
        long nowNanos = console.nanoTime();
        if (isShown && nowNanos - shownNanos >= REFRESH_NANOS) {
            shownNanos = nowNanos;
            show(text(nowPs, endPs, eventsFired, nowNanos - startNanos));
        }
    }

    /** Events fired when the run last told. */
    long eventsFired() {
        return eventsFired;
    }

    /** Takes the line away. */
    void clear() {
        if (shownLength > 0) {
            show("");
            console.err().print('\r');
            console.err().flush();
        }
    }

    private void show(String text) {
        String padding = " ".repeat(Math.max(0, shownLength - text.length()));
        console.err().print('\r' + text + padding);
        console.err().flush();
        shownLength = text.length();
    }

    private static String text(long nowPs, long endPs, long eventsFired, long elapsedNanos) {
        double seconds = elapsedNanos / NANOS_PER_SECOND;
        double share = (double) nowPs / endPs;
        return String.format(
                Locale.ROOT,
                "%.3f s of %s  %3.0f %%  %,.0f events/s  %s",
                (double) nowPs / SimTime.SECOND,
                SimTime.format(endPs),
                100 * share,
                eventsFired / seconds,
                share > 0 ? left(seconds * (1 - share) / share) : "");
    }

    private static String left(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 60 ? whole + " s left" : whole / 60 + " min " + whole % 60 + " s left";
    }
}
