package pacewire.model.fault;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;

/**
 * A kind of fault as users see it: its name, what happens, what it is about, and its parameters, each declared once.
 *
 * @param name as in scenario files, such as "fileChanged"
 * @param summary one sentence
 * @param target what it is about, which a scenario names
 * @param parameters its parameters in the order to show them
 * @param factory makes one from validated parameters
 */
public record FaultSpec(String name, String summary, Target target, List<ParameterSpec> parameters, Factory factory) {
    /** What a fault is about. */
    public enum Target {
        SERVER,
        /** One of the server's files. */
        FILE,
        /** One client of a group. */
        CLIENT
    }

    /** The parameter {@code for} of faults that come right again: how long they last. */
    static ParameterSpec howLong(long mostPs) {
        return ParameterSpec.quantity("for", Quantity.TIME, "1 s", 1, mostPs, "how long");
    }

    /** Makes a fault. */
    @FunctionalInterface
    public interface Factory {
        Fault create(ParameterValues parameters);
    }
}
