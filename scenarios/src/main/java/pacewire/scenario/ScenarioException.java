package pacewire.scenario;

import java.util.List;
import java.util.stream.Collectors;

import pacewire.scenario.format.Problem;

/** A scenario that cannot be run as it stands, with everything that is wrong in it, in the order of the file. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** At least one problem; the message has one line for each. */
    public ScenarioException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
