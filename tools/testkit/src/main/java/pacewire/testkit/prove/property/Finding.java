package pacewire.testkit.prove.property;

import pacewire.testkit.prove.trial.Fault;
import pacewire.testkit.prove.trial.Passage;
import pacewire.testkit.prove.trial.Trace;

/** What came of a property in a trial. */
public sealed interface Finding {
    /** It was tested, and held. */
    record Held() implements Finding {}

    /** The case says nothing about it. */
    record NotTested() implements Finding {}

    /**
     * It broke.
     *
     * @param packet at which packet
     * @param message what was wrong
     * @param bound what was to be kept
     * @param value what it was
     */
    record Broken(String packet, String message, String bound, String value) implements Finding {}

    /** It was tested, and held. */
    Finding HELD = new Held();

    /** The case says nothing about it. */
    Finding NOT_TESTED = new NotTested();

    static Finding broken(Passage at, String message, Object bound, Object value) {
        return new Broken(at.name(), message, bound.toString(), value.toString());
    }

    static Finding broken(Fault fault) {
        return new Broken(fault.packet(), fault.message(), fault.bound(), fault.value());
    }

    static Finding broken(Trace.Difference difference, String message) {
        return new Broken(difference.at().name(), message, difference.expected(), difference.found());
    }
}
