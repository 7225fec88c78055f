package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.app.Applications;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.Variants.Variant;

/** Applications, with the parameters that they declare themselves. */
final class ChoiceFormat {
    static final Variants<Scenario.Choice> APPLICATION = new Variants<>(
            "application",
            "an application",
            Applications.all().stream()
                    .map(spec -> variant(spec.name(), spec.parameters()))
                    .toList());

    private ChoiceFormat() {}

    private static Variant<Scenario.Choice> variant(String name, List<ParameterSpec> parameters) {
        List<Field<Long>> fields = parameters.stream().map(Scalars::parameter).toList();
        return new Variant<>(
                name,
                Section.of(
                        "application-" + name,
                        List.copyOf(fields),
                        entries -> new Scenario.Choice(name, values(entries, parameters, fields))));
    }

    /** The values of parameters that a pluggable part declares. */
    static ParameterValues values(Entries entries, List<ParameterSpec> parameters, List<Field<Long>> fields) {
        Map<String, Long> given = new LinkedHashMap<>();
        fields.forEach(field -> entries.find(field).ifPresent(value -> given.put(field.key(), value)));
        return ParameterValues.of(parameters, given);
    }
}
