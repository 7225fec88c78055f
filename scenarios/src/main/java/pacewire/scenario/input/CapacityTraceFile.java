package pacewire.scenario.input;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import pacewire.core.units.SimTime;
import pacewire.model.link.CapacityTrace;
import pacewire.scenario.format.MalformedLineException;

/**
 * A recorded link as mm-link(1) of Mahimahi reads it: on each line the instant, in whole milliseconds, at which 1500 bytes
 * can be sent; never descending. The trace repeats after its last instant. Blank lines are skipped.
 */
public final class CapacityTraceFile {
    /** Up to 11 days, which is longer than anybody records. */
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");

    private CapacityTraceFile() {}

    /** Reads the lines of a trace. */
    public static CapacityTrace parse(List<String> lines) throws MalformedLineException {
        LongStream.Builder opportunitiesPs = LongStream.builder();
        long lastMs = 0;
        int opportunities = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty()) {
                lastMs = milliseconds(line, i + 1, lastMs);
                opportunitiesPs.add(lastMs * SimTime.MILLISECOND);
                opportunities++;
            }
        }
        if (lastMs == 0) {
            throw new MalformedLineException(
                    0,
                    "opportunities over 0 ms: " + opportunities,
                    "a capacity trace ends at 1 ms or later, since it repeats after its last line");
        }
        return new CapacityTrace(opportunitiesPs.build().toArray(), lastMs * SimTime.MILLISECOND);
    }

    private static long milliseconds(String line, int number, long lastMs) throws MalformedLineException {
        if (!MILLISECONDS.matcher(line).matches()) {
            throw new MalformedLineException(
                    number, Lines.quoted(line), "a line is a time in whole milliseconds, such as 125");
        }
        long ms = Long.parseLong(line);
        if (ms < lastMs) {
            throw new MalformedLineException(
                    number, Lines.quoted(line), "times never descend, and the one before is " + lastMs);
        }
        return ms;
    }
}
