package pacewire.report;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** Results could not be written: names the file or folder, and why. Nothing half-written is left. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;

    /**
     * What went wrong at a path.
     *
     * @param why in words; null when nobody knows
     */
    public OutputException(Path path, @Nullable String why, Throwable cause) {
        super("cannot write " + path + ": " + why, cause);
        this.path = path;
    }

    /** The file or folder that could not be written. */
    public Path path() {
        return path;
    }
}
