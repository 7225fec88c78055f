package pacewire.model.sched;

import java.util.List;

import pacewire.core.spec.ParameterSpec;

/**
 * A list of rows that a packet scheduler takes beside its plain parameters, such as the gate control list of {@code taprio}.
 *
 * @param name as in scenario files, a plural in camelCase
 * @param columns what each row has, in the order to show them
 * @param help what it is, in a few words
 */
public record TableSpec(String name, List<ParameterSpec> columns, String help) {}
