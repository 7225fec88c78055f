package pacewire.scenario.input;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.units.SimTime;
import pacewire.core.units.UnitException;
import pacewire.scenario.format.MalformedLineException;

/** Measured times, one on each line with its unit. Blank lines and lines with % are skipped. */
public final class ValuesFile {
    private ValuesFile() {}

    /** Reads the lines of a file: times in picoseconds, at least one. */
    public static List<Long> parse(List<String> lines) throws MalformedLineException {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("%")) {
                values.add(value(line, i + 1));
            }
        }
        if (values.isEmpty()) {
            throw new MalformedLineException(0, "no value", "an empirical distribution has at least one");
        }
        return List.copyOf(values);
    }

    private static long value(String line, int number) throws MalformedLineException {
        try {
            return SimTime.parse(line);
        } catch (UnitException wrong) {
            throw new MalformedLineException(
                    number, Lines.quoted(line), "a line is a time with its unit, such as '12.5 ms'");
        }
    }
}
