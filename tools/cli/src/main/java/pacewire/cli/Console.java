package pacewire.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/** All that the commands touch of the world around the process: streams, the wall clock, the user's wish to stop. */
final class Console {
    private final CheckedOutput checkedOut;
    private final PrintWriter out;
    private final PrintWriter err;
    private final InputStream in;
    private final boolean isTerminal;
    private final LongSupplier nanoClock;
    private final BooleanSupplier interrupted;

    /** With nothing to read. */
    Console(
            OutputStream out,
            OutputStream err,
            boolean isTerminal,
            LongSupplier nanoClock,
            BooleanSupplier interrupted) {
        this(InputStream.nullInputStream(), out, err, isTerminal, nanoClock, interrupted);
    }

    /**
     * Text goes out in UTF-8.
     *
     * @param in what the user types or pipes in
     * @param isTerminal whether somebody watches
     * @param nanoClock wall clock in nanoseconds from any origin
     * @param interrupted whether the user wants to stop
     */
    Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            boolean isTerminal,
            LongSupplier nanoClock,
            BooleanSupplier interrupted) {
        this.in = in;
        this.checkedOut = new CheckedOutput(out);
        this.out = new PrintWriter(
                new OutputStreamWriter(new BufferedOutputStream(checkedOut), StandardCharsets.UTF_8), false);
        this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
        this.isTerminal = isTerminal;
        this.nanoClock = nanoClock;
        this.interrupted = interrupted;
    }

    /** For results. */
    PrintWriter out() {
        return out;
    }

    /** For everything else. */
    PrintWriter err() {
        return err;
    }

    /** Standard input. */
    InputStream in() {
        return in;
    }

    boolean isTerminal() {
        return isTerminal;
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    /** @throws InterruptedRunException when the user wants to stop */
    void checkInterrupted() {
        if (interrupted.getAsBoolean()) {
            throw new InterruptedRunException("interrupted");
        }
    }

    /** Hands on what is buffered, and says whether every byte of the results was taken: null, or why not. */
    @Nullable
    IOException flush() {
        out.flush();
        err.flush();
        return checkedOut.failure();
    }
}
