package pacewire.model.app;

import java.util.List;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.os.Program;

/**
 * A server application as users see it: its name, what it is, what it follows, and its parameters, each declared once.
 *
 * @param name as in scenario files, such as "sleep-sendto"
 * @param summary one sentence
 * @param source which real programs work this way
 * @param scheduler the packet scheduler that it is usually run over, as in scenario files, such as "{type: fq}"
 * @param nic what its NIC is usually set to besides: keys below {@code nic} and their values, such as "launchTime=true"
 * @param pacers packet schedulers that heed what it asks of its sockets, by name; empty: it asks nothing, and any will do
 * @param parameters its parameters in the order to show them
 * @param factory makes the main thread's program
 */
public record ApplicationSpec(
        String name,
        String summary,
        String source,
        String scheduler,
        List<String> nic,
        List<String> pacers,
        List<ParameterSpec> parameters,
        Factory factory) {
    /** An application that asks nothing of the NIC. */
    public ApplicationSpec(
            String name,
            String summary,
            String source,
            String scheduler,
            List<String> pacers,
            List<ParameterSpec> parameters,
            Factory factory) {
        this(name, summary, source, scheduler, List.of(), pacers, parameters, factory);
    }

    /** An application that works over any packet scheduler. */
    public ApplicationSpec(
            String name,
            String summary,
            String source,
            String scheduler,
            List<ParameterSpec> parameters,
            Factory factory) {
        this(name, summary, source, scheduler, List.of(), List.of(), parameters, factory);
    }

    /** Makes the program of the main thread from validated parameters. */
    @FunctionalInterface
    public interface Factory {
        Program create(ParameterValues parameters);
    }
}
