package pacewire.scenario;

import java.util.ArrayList;
import java.util.List;

import pacewire.core.spec.ParameterValues;
import pacewire.core.units.Quantity;
import pacewire.model.fault.FaultSpec;
import pacewire.model.fault.Faults;
import pacewire.scenario.format.Entries;
import pacewire.scenario.format.Field;
import pacewire.scenario.format.Scalars;
import pacewire.scenario.format.Section;
import pacewire.scenario.format.Variants;
import pacewire.scenario.format.Variants.Variant;

/** The items of {@code faults:}, with the parameters that each kind of fault declares itself. */
final class FaultsFormat {
    static final Field<Long> AT = Field.required(
            "at", Scalars.measure(Quantity.TIME, 0, Limits.LONGEST_PS), "when, from the start of the run");
    static final Field<String> FILE = Field.required(
            "file", Scalars.text("a file name or a pattern such as \"movie-*\""), "which of the server's files");
    static final Field<String> GROUP =
            Field.required("group", Scalars.text("the name of a client group"), "the client group");
    static final Field<Long> CLIENT = Field.required(
            "client", Scalars.whole(0, Limits.MOST_CLIENTS - 1), "number of the client in its group, from 0");

    static final Variants<Draft> FAULT = new Variants<>(
            "fault", "a fault", Faults.all().stream().map(FaultsFormat::variant).toList());

    private FaultsFormat() {}

    /** A fault whose target was not looked for yet. */
    record Draft(FaultSpec spec, Entries entries, ParameterValues parameters) {}

    private static Variant<Draft> variant(FaultSpec spec) {
        List<Field<Long>> parameters =
                spec.parameters().stream().map(Scalars::parameter).toList();
        List<Field<?>> fields = new ArrayList<>();
        fields.add(AT);
        switch (spec.target()) {
            case SERVER -> {
                // There is one.
            }
            case FILE -> fields.add(FILE);
            case CLIENT -> fields.addAll(List.of(GROUP, CLIENT));
        }
        fields.addAll(parameters);
        return new Variant<>(
                spec.name(),
                Section.of(
                        "fault-" + spec.name(),
                        fields,
                        entries ->
                                new Draft(spec, entries, ChoiceFormat.values(entries, spec.parameters(), parameters))));
    }
}
