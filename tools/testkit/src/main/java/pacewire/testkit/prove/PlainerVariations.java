package pacewire.testkit.prove;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.spec.ParameterValues;
import pacewire.model.sched.ClassSetup;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.PacketFilter;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.trial.Variation;

/** The ways in which a case's set-up can be one step nearer to the set-up under test, those that leave out most first. */
final class PlainerVariations {
    private final SchedulerSpec spec;

    PlainerVariations(SchedulerSpec spec) {
        this.spec = spec;
    }

    List<Variation> of(Variation variation) {
        List<Variation> plainer = new ArrayList<>();
        if (variation.hasTables()) {
            plainer.add(variation.withoutTables());
        }
        if (variation.opensLate()) {
            plainer.add(variation.openingEarly());
        }
        variation.parameters().keySet().forEach(name -> plainer.add(variation.without(name)));
        variation.tables().forEach((name, rows) -> {
            plainer.add(variation.withRows(name, List.of()));
            fewer(rows).stream()
                    .filter(rest -> !rest.isEmpty())
                    .forEach(rest -> plainer.add(variation.withRows(name, rest)));
        });
        ClassSpec declared = spec.classes();
        if (declared != null) {
            classes(variation.classes(), declared).forEach(classes -> plainer.add(variation.withClasses(classes)));
        }
        return plainer;
    }

    /** All lists with one element less. */
    private static <T> List<List<T>> fewer(List<T> list) {
        List<List<T>> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<T> rest = new ArrayList<>(list);
            rest.remove(i);
            all.add(rest);
        }
        return all;
    }

    private static List<List<ClassSetup>> classes(List<ClassSetup> classes, ClassSpec declared) {
        List<List<ClassSetup>> plainer = new ArrayList<>(fewer(classes));
        for (int i = 0; i < classes.size(); i++) {
            for (ClassSetup plain : ofClass(classes.get(i), declared)) {
                List<ClassSetup> changed = new ArrayList<>(classes);
                changed.set(i, plain);
                plainer.add(changed);
            }
        }
        return plainer;
    }

    private static List<ClassSetup> ofClass(ClassSetup each, ClassSpec declared) {
        List<ClassSetup> plainer = new ArrayList<>();
        if (each.queue() != null) {
            plainer.add(new ClassSetup(each.name(), each.parameters(), each.match(), null, List.of()));
        }
        for (ParameterSpec parameter : declared.parameters()) {
            Map<String, Long> rest = new LinkedHashMap<>(each.parameters().asMap());
            rest.remove(parameter.name());
            ParameterValues values = ParameterValues.of(declared.parameters(), rest);
            if (!values.asMap().equals(each.parameters().asMap())) {
                plainer.add(new ClassSetup(each.name(), values, each.match(), each.queue(), each.classes()));
            }
        }
        Function<List<PacketFilter>, ClassSetup> matching =
                match -> new ClassSetup(each.name(), each.parameters(), match, each.queue(), each.classes());
        fewer(each.match()).forEach(match -> plainer.add(matching.apply(match)));
        for (int i = 0; i < each.match().size(); i++) {
            for (List<PacketFilter.Condition> rest : fewer(each.match().get(i).conditions())) {
                List<PacketFilter> match = new ArrayList<>(each.match());
                match.set(i, new PacketFilter(rest));
                plainer.add(matching.apply(match));
            }
        }
        classes(each.classes(), declared)
                .forEach(below ->
                        plainer.add(new ClassSetup(each.name(), each.parameters(), each.match(), each.queue(), below)));
        return plainer;
    }
}
