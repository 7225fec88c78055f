package pacewire.cli;

import java.util.Comparator;
import java.util.List;

/** The complaint about a name that is not in a list. */
final class UnknownName {
    /** A typing error of more letters than this is another word. */
    private static final int LARGEST_TYPING_ERROR = 3;

    private UnknownName() {}

    /** Names the closest of the known ones, if one is close. */
    static WrongInputException complaint(String kind, String name, List<String> known) {
        String closest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= LARGEST_TYPING_ERROR)
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse("");
        return new WrongInputException(
                "there is no " + kind + " '" + name + "'" + closest + " (known: " + String.join(", ", known) + ")");
    }

    /** Letters to insert, remove or replace (Levenshtein, row by row). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column - 1], diagonal));
            }
        }
        return row[to.length()];
    }
}
