package pacewire.model.sched;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;

/**
 * A packet scheduler as users see it: its name, what it is, where it comes from, and its parameters, each declared once.
 * Validation, the command line, the JSON Schema and the reference page derive from this.
 *
 * @param name as in scenario files, such as "jitter-edf"
 * @param summary one sentence
 * @param source the paper, RFC or kernel file it follows
 * @param parameters its parameters in the order to show them
 * @param factory makes an instance
 */
public record SchedulerSpec(
        String name, String summary, String source, List<ParameterSpec> parameters, Factory factory) {
    /** Makes a packet scheduler from validated parameters, for a place in the network. */
    @FunctionalInterface
    public interface Factory {
        PacketScheduler create(ParameterValues parameters, SchedulerEnvironment environment);
    }
}
