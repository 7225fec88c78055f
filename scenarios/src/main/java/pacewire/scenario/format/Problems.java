package pacewire.scenario.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while a file is read. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** What stands at a spot is not what is allowed there. */
    public void add(Spot spot, String allowed) {
        add(spot.place(), spot.path(), spot.node().found(), allowed);
    }

    /** Something was found that is not allowed; the message is made of both. */
    public void add(Place place, String path, String found, String allowed) {
        add(place, path, found, allowed, "found " + found + "; " + allowed);
    }

    /** Something was found that is not allowed, with a message of its own. */
    public void add(Place place, String path, String found, String allowed, String message) {
        this.found.add(new Problem(place.source(), place.line(), place.column(), path, found, allowed, message));
    }

    public int count() {
        return found.size();
    }

    /** All of them in the order of the file: the scenario first, then overrides and other files in the order found. */
    public List<Problem> inOrderOf(String file) {
        return found.stream()
                .sorted(Comparator.comparing(
                                (Problem problem) -> !problem.file().equals(file))
                        .thenComparing(problem -> problem.file().equals(file) ? problem.line() : 0)
                        .thenComparing(problem -> problem.file().equals(file) ? problem.column() : 0))
                .toList();
    }
}
