package pacewire.scenario;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names with ranges: "movie-{1..50}" stands for movie-1 to movie-50, "cam-{01..12}" keeps the leading zeros. */
final class NameRanges {
    private static final Pattern RANGE = Pattern.compile("\\{([0-9]{1,9})\\.\\.([0-9]{1,9})}");

    private NameRanges() {}

    /** A name with a range that is none. */
    static final class RangeException extends Exception {
        private static final long serialVersionUID = 1L;

        RangeException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** All names, the last range running fastest. */
    static List<String> expand(String name, int most) throws RangeException {
        List<String> names = List.of("");
        Matcher range = RANGE.matcher(name);
        int done = 0;
        while (range.find()) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            checkRange(range.group(), first, last, names.size(), most);
            names = append(names, literal(name, done, range.start()), range.group(1), first, last);
            done = range.end();
        }
        String rest = literal(name, done, name.length());
        return names.stream().map(start -> start + rest).toList();
    }

    private static void checkRange(String range, int first, int last, int names, int most) throws RangeException {
        if (first > last) {
            throw new RangeException("a range ascends, and " + range + " does not");
        }
        BigInteger all = BigInteger.valueOf(last - first + 1L).multiply(BigInteger.valueOf(names));
        if (all.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new RangeException("these are " + all + " names; allowed: " + most);
        }
    }

    private static String literal(String name, int from, int to) throws RangeException {
        String literal = name.substring(from, to);
        if (literal.contains("{") || literal.contains("}")) {
            throw new RangeException("braces hold a range such as {1..50}");
        }
        return literal;
    }

    private static List<String> append(
            List<String> starts, String literal, String firstAsWritten, int first, int last) {
        int digits = firstAsWritten.startsWith("0") ? firstAsWritten.length() : 1;
        List<String> names = new ArrayList<>(starts.size() * (last - first + 1));
        for (String start : starts) {
            for (int i = first; i <= last; i++) {
                String number = Integer.toString(i);
                names.add(start + literal + "0".repeat(Math.max(0, digits - number.length())) + number);
            }
        }
        return names;
    }
}
