package pacewire.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.app.Applications;
import pacewire.model.sched.PacketSchedulers;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.Variants.Variant;

/** Pluggable parts: packet schedulers and applications, with the parameters that they declare themselves. */
final class ChoiceFormat {
    static final Variants<Scenario.Choice> PACKET_SCHEDULER = new Variants<>(
            "packetScheduler",
            "a packet scheduler",
            PacketSchedulers.all().stream()
                    .map(spec -> variant("scheduler", spec.name(), spec.summary(), spec.parameters()))
                    .toList());

    static final Variants<Scenario.Choice> APPLICATION = new Variants<>(
            "application",
            "an application",
            Applications.all().stream()
                    .map(spec -> variant("application", spec.name(), spec.summary(), spec.parameters()))
                    .toList());

    private ChoiceFormat() {}

    private static Variant<Scenario.Choice> variant(
            String kind, String name, String summary, List<ParameterSpec> parameters) {
        List<Field<Long>> fields = parameters.stream().map(Scalars::parameter).toList();
        return new Variant<>(
                name,
                summary,
                Section.of(
                        kind + "-" + name,
                        List.copyOf(fields),
                        entries -> new Scenario.Choice(name, values(entries, parameters, fields))));
    }

    private static ParameterValues values(Entries entries, List<ParameterSpec> parameters, List<Field<Long>> fields) {
        Map<String, Long> given = new LinkedHashMap<>();
        fields.forEach(field -> entries.find(field).ifPresent(value -> given.put(field.key(), value)));
        return ParameterValues.of(parameters, given);
    }
}
