package pacewire.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the first failure of a stream. A {@code PrintWriter} on top swallows it, so that results written to a full
 * disk would be lost without a word.
 */
final class CheckedOutput extends FilterOutputStream {
    private @Nullable IOException failure;

    CheckedOutput(OutputStream target) {
        super(target);
    }

    /** The first failure; null when every byte was taken. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void write(int value) throws IOException {
        try {
            out.write(value);
        } catch (IOException failed) {
            throw remember(failed);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException failed) {
            throw remember(failed);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException failed) {
            throw remember(failed);
        }
    }

    private IOException remember(IOException failed) {
        if (failure == null) {
            failure = failed;
        }
        return failed;
    }
}
