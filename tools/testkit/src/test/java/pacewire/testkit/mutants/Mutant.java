package pacewire.testkit.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A packet scheduler that is broken on purpose: its source with a place or two changed.
 *
 * @param name what is wrong with it, in a few words
 * @param scheduler the class whose declaration is proven, such as "DrrScheduler"
 * @param file the class that is changed: the scheduler's own, or one that it is made of
 * @param edits what is changed there
 * @param setting parameters other than the defaults, in base units
 * @param property of the proof kit that must be named as broken, one of several separated by "|"
 */
record Mutant(
        String name, String scheduler, String file, List<Edit> edits, Map<String, Long> setting, String property) {

    /**
     * A change of the source.
     *
     * @param original what stands there; exactly once in the file
     * @param broken what stands there instead
     */
    record Edit(String original, String broken) {}

    /** One whose own file is changed, with default parameters. */
    static Mutant of(String scheduler, String name, String original, String broken, String property) {
        return new Mutant(name, scheduler, scheduler, List.of(new Edit(original, broken)), Map.of(), property);
    }

    /** The same, with a part of the scheduler changed that stands in a file of its own. */
    Mutant in(String otherFile) {
        return new Mutant(name, scheduler, otherFile, edits, setting, property);
    }

    /** The same with another change beside. */
    Mutant and(String original, String broken) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(original, broken));
        return new Mutant(name, scheduler, file, more, setting, property);
    }

    /** The same with a parameter set, in base units. */
    Mutant with(String parameter, long value) {
        return new Mutant(name, scheduler, file, edits, Map.of(parameter, value), property);
    }

    @Override
    public String toString() {
        return scheduler + ": " + name;
    }
}
