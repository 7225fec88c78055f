package pacewire.report;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of results that appears whole or not at all. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes the content of a text file. */
    @FunctionalInterface
    public interface Content {
        /** Ends no stream. */
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Writes a text file, in UTF-8, in place of one that may stand there.
     *
     * @throws OutputException when it cannot be written; then nothing has changed
     */
    public static void write(Path file, Content content) {
        writeBytes(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            content.writeTo(writer);
            writer.flush();
        });
    }

    /**
     * Writes a file of bytes, in place of one that may stand there.
     *
     * @throws OutputException when it cannot be written; then nothing has changed
     */
    public static void writeBytes(Path file, OutputFolder.Content content) {
        Path parent = file.toAbsolutePath().getParent();
        Path folder = parent == null ? file.toAbsolutePath() : parent;
        try (OutputFolder output = OutputFolder.open(folder)) {
            output.stage(String.valueOf(file.getFileName()), content);
            output.commit();
        }
    }
}
