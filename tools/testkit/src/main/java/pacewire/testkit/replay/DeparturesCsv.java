package pacewire.testkit.replay;

import java.io.IOException;
import java.io.Writer;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;

import pacewire.core.units.Rational;

/**
 * What came of a replay, as CSV: {@code id,flow,arrival,start,end,verdict}, a row for each packet in the order in which it was
 * sent or dropped; those that never left come last. Times are in seconds, exactly: plain decimals, and fractions where a decimal
 * would not end. {@code verdict} is {@code sent}, {@code dropped:} and the reason, or {@code held}; {@code start} and {@code
 * end} are empty unless it is {@code sent}.
 */
public final class DeparturesCsv {
    private DeparturesCsv() {}

    /** Writes it all; ends no stream. */
    public static void write(ReplayResult result, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord("id", "flow", "arrival", "start", "end", "verdict");
        for (Outcome outcome : result.outcomes()) {
            csv.writeRecord(
                    outcome.id(),
                    outcome.flow(),
                    outcome.arrival().time().toString(),
                    text(outcome.startOrNull()),
                    text(outcome.endOrNull()),
                    outcome.verdict());
        }
        csv.flush();
    }

    private static String text(@Nullable Rational seconds) {
        return seconds == null ? "" : seconds.toString();
    }
}
