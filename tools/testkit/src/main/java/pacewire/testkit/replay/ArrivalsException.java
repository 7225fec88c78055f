package pacewire.testkit.replay;

import java.util.List;
import java.util.stream.Collectors;

/** A file of arrivals that is not as it should be, with all that is wrong; its message has a line for each. */
public final class ArrivalsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** More would help nobody. */
    private static final int MOST_NAMED = 20;

    private final transient List<CsvProblem> problems;

    /** At least one problem, in the order of the file; the message has one line for each. */
    public ArrivalsException(List<CsvProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the file. */
    public List<CsvProblem> problems() {
        return problems;
    }

    private static String message(List<CsvProblem> problems) {
        String named =
                problems.stream().limit(MOST_NAMED).map(CsvProblem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_NAMED;
        return more > 0 ? named + "\nand " + more + " more" : named;
    }
}
