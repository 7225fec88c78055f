package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

import pacewire.core.units.DataRate;
import pacewire.core.units.Quantity;
import pacewire.core.units.Rational;
import pacewire.core.units.UnitException;
import pacewire.testkit.prove.property.Properties;
import pacewire.testkit.prove.property.PropertyKind;
import pacewire.testkit.prove.trial.Closing;
import pacewire.testkit.prove.trial.ProofCase;
import pacewire.testkit.prove.trial.Step;
import pacewire.testkit.prove.trial.Variation;
import pacewire.testkit.replay.ArrivalsException;
import pacewire.testkit.replay.CsvProblem;

/** Takes a {@link ReproductionFile} apart line by line; that its rows are arrivals is known. */
final class ReproductionReader {
    private final String file;
    private final Iterator<pacewire.testkit.replay.Arrival> rows;
    private final List<CsvProblem> problems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<ReproductionEntry> seen = new ArrayList<>();
    private String property = "";
    private long seed;
    private int number;
    private DataRate line = new DataRate(1);
    private int largestBytes;
    private boolean opensLate;
    private boolean hasHead;

    ReproductionReader(String file, List<pacewire.testkit.replay.Arrival> rows) {
        this.file = file;
        this.rows = rows.iterator();
    }

    ReproductionFile read(List<String> lines) throws ArrivalsException {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            if (text.startsWith(ReproductionEntry.MARK)) {
                entry(i + 1, text.substring(ReproductionEntry.MARK.length()).strip());
            } else if (!text.isBlank() && !text.startsWith("#")) {
                row(i + 1, text);
            }
        }
        for (ReproductionEntry entry : ReproductionEntry.values()) {
            if (entry != ReproductionEntry.CLOSE && !seen.contains(entry)) {
                problem(
                        0,
                        "no line '" + ReproductionEntry.MARK + entry.key() + " ...'",
                        "a file that prove wrote has one");
            }
        }
        if (rows.hasNext()) {
            problem(0, "rows of more than one line", "a row of a case takes one");
        }
        if (!problems.isEmpty()) {
            throw new ArrivalsException(problems);
        }
        Variation variation = opensLate ? Variation.NONE.openingLate() : Variation.NONE;
        return new ReproductionFile(
                property, seed, new ProofCase(number, line, largestBytes, variation, inOrder(steps)));
    }

    private void row(int at, String text) {
        if (!hasHead) {
            hasHead = true;
        } else if (rows.hasNext()) {
            try {
                steps.add(CaseRows.arrival(rows.next()));
            } catch (UnitException wrong) {
                problem(at, String.valueOf(wrong.getMessage()));
            }
        } else {
            problem(at, "'" + text + "'", "a row of a case takes one line");
        }
    }

    private void entry(int at, String text) {
        String[] words = text.split(" ", 2);
        ReproductionEntry entry = ReproductionEntry.named(words[0]);
        if (entry == null) {
            String known = Arrays.stream(ReproductionEntry.values())
                    .map(ReproductionEntry::key)
                    .collect(Collectors.joining(", "));
            problem(at, "'" + words[0] + "'", "behind '" + ReproductionEntry.MARK + "' stands one of: " + known);
            return;
        }
        if (entry != ReproductionEntry.CLOSE && seen.contains(entry)) {
            problem(at, "'" + entry.key() + "' again", "it stands once");
        }
        seen.add(entry);
        try {
            take(entry, words.length == 1 ? "" : words[1].strip());
        } catch (UnitException | NumberFormatException wrong) {
            problem(at, "'" + text + "'", entry.key() + " is " + entry.allowed());
        }
    }

    private void take(ReproductionEntry entry, String value) {
        switch (entry) {
            case PROPERTY -> property = propertyNamed(value);
            case SEED -> seed = Long.parseLong(value);
            case CASE -> number = CaseRows.number(entry.key(), value);
            case LINE -> line = DataRate.parse(value);
            case LARGEST -> largestBytes = Math.toIntExact(Quantity.SIZE.parse(value));
            case OPEN -> opensLate = isLate(value);
            case CLOSE -> steps.add(closing(value));
        }
    }

    private static String propertyNamed(String name) {
        return Properties.find(name).map(PropertyKind::name).orElseThrow(() -> new UnitException("no property"));
    }

    private static boolean isLate(String word) {
        if (!word.equals("late") && !word.equals("early")) {
            throw new UnitException("neither");
        }
        return word.equals("late");
    }

    private static Closing closing(String value) {
        String[] words = value.split(" ", 2);
        if (words.length != 2) {
            throw new UnitException("no instant");
        }
        return new Closing(CaseRows.number("flow", words[0]), CaseRows.ps("instant", Rational.parse(words[1].strip())));
    }

    /** Whoever edits a file need not sort it: a replay sorts it, too. */
    private static List<Step> inOrder(List<Step> steps) {
        return steps.stream().sorted(Comparator.comparingLong(Step::atPs)).toList();
    }

    private void problem(int at, String message) {
        String[] parts = message.split("; ", 2);
        problem(at, parts[0], parts.length == 1 ? "a case cannot hold it" : parts[1]);
    }

    private void problem(int at, String found, String allowed) {
        problems.add(new CsvProblem(file, at, 0, "", found, allowed));
    }
}
