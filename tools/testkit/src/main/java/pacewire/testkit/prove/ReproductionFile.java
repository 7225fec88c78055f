package pacewire.testkit.prove;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import pacewire.core.units.Quantity;
import pacewire.testkit.prove.trial.Closing;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Step;
import pacewire.testkit.replay.ArrivalsCsv;
import pacewire.testkit.replay.ArrivalsException;

/**
 * A case on which a property breaks, as a file: arrivals as a replay reads them, and in lines that begin with {@code #:} what a
 * replay does not know. {@code prove --reproduce} runs just that case, and looks at just that property. The packet scheduler is
 * not in it: whoever mends it tries the same file again.
 *
 * @param property that broke
 * @param seed of the cases among which it was found
 * @param tried set up as under test, but for whether flows are opened late
 */
public record ReproductionFile(String property, long seed, ProofCase tried) {
    /**
     * The text of the file.
     *
     * @param comments lines for people, which come first
     */
    public String text(List<String> comments) {
        StringBuilder text = new StringBuilder();
        comments.forEach(line -> text.append("# ").append(line).append('\n'));
        append(text, ReproductionEntry.PROPERTY, property);
        append(text, ReproductionEntry.SEED, String.valueOf(seed));
        append(text, ReproductionEntry.CASE, String.valueOf(tried.number()));
        append(text, ReproductionEntry.LINE, tried.line().toString());
        append(text, ReproductionEntry.LARGEST, Quantity.SIZE.format(tried.largestBytes()));
        append(text, ReproductionEntry.OPEN, tried.variation().opensLate() ? "late" : "early");
        Iterator<String> rows = csv(tried).lines().iterator();
        text.append(rows.next()).append('\n');
        for (Step step : tried.steps()) {
            if (step instanceof Closing closing) {
                append(text, ReproductionEntry.CLOSE, closing.flow() + " " + CaseRows.seconds(closing.atPs()));
            } else {
                text.append(rows.next()).append('\n');
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ReproductionEntry entry, String value) {
        text.append(ReproductionEntry.MARK)
                .append(entry.key())
                .append(' ')
                .append(value)
                .append('\n');
    }

    /** The arrivals of a case alone. */
    static String csv(ProofCase tried) {
        StringWriter text = new StringWriter();
        try {
            ArrivalsCsv.write(CaseRows.of(tried), text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * Reads a file.
     *
     * @throws ArrivalsException when anything is wrong, with all that is wrong
     * @throws IOException when it cannot be read
     */
    public static ReproductionFile read(Path file) throws ArrivalsException, IOException {
        return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     * @throws ArrivalsException when anything is wrong, with all that is wrong
     */
    public static ReproductionFile parse(String file, String text) throws ArrivalsException {
        List<pacewire.testkit.replay.Arrival> rows = ArrivalsCsv.parse(file, text);
        return new ReproductionReader(file, rows).read(text.lines().toList());
    }
}
