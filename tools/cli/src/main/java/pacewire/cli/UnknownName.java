package pacewire.cli;

import java.util.List;

import pacewire.scenario.format.Suggestions;

/** The complaint about a name that is not in a list. */
final class UnknownName {
    private UnknownName() {}

    /** Names the closest of the known ones, if one is close. */
    static WrongInputException complaint(String kind, String name, List<String> known) {
        return new WrongInputException("there is no " + kind + " '" + name + "'" + Suggestions.didYouMean(name, known)
                + " (known: " + String.join(", ", known) + ")");
    }
}
