package pacewire.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.Quantity;
import pacewire.model.sched.ClassSpec;
import pacewire.model.sched.SchedulerCatalogue;
import pacewire.model.sched.SchedulerSpec;
import pacewire.model.sched.TableSpec;
import pacewire.scenario.ScenarioException;
import pacewire.scenario.SchedulerText;

/**
 * How to set up a packet scheduler, as a user would write it: every default, a row of each table, and two classes. What
 * the packet scheduler would refuse is left out.
 */
final class SchedulerExample {
    /** Expedited forwarding, RFC 3246. */
    private static final int EXPEDITED_DSCP = 46;

    private final SchedulerSpec spec;
    private final List<Part> parts;

    /** A key with its value, both as in YAML's flow style. */
    private record Part(String key, String value) {}

    SchedulerExample(SchedulerSpec spec, SchedulerCatalogue catalogue) {
        this.spec = spec;
        this.parts = candidates(spec).stream()
                .filter(candidate -> isAccepted(flow(spec, candidate), catalogue))
                .findFirst()
                .orElse(List.of());
    }

    /** Lines of a scenario file. */
    List<String> yaml() {
        List<String> lines = new ArrayList<>(List.of("server:", "  scheduler:", "    type: " + spec.name()));
        parts.forEach(part -> lines.add("    " + part.key() + ": " + part.value()));
        return lines;
    }

    /** On the command line, with one parameter set where it has any. */
    String replay() {
        boolean isNested = parts.stream().anyMatch(part -> part.value().startsWith("["));
        String set = spec.parameters().stream()
                .filter(parameter -> parameter.defaultText() != null)
                .findFirst()
                .map(parameter -> " --param " + parameter.name() + "=" + quoted(parameter.defaultText()))
                .orElse("");
        String scheduler = isNested ? "'" + nested() + "'" : spec.name();
        return "./pacewire replay --scheduler " + scheduler + (isNested ? "" : set) + " --rate 1Gbps arrivals.csv";
    }

    private static String quoted(@Nullable String text) {
        String word = String.valueOf(text);
        return word.contains(" ") ? "'" + word + "'" : word;
    }

    private String nested() {
        return flow(
                spec,
                parts.stream().filter(part -> part.value().startsWith("[")).toList());
    }

    /** The fullest first. */
    private static List<List<Part>> candidates(SchedulerSpec spec) {
        List<Part> plain = values(spec.parameters()).toList();
        List<Part> rows = spec.tables().stream().map(SchedulerExample::rows).toList();
        List<List<Part>> candidates = new ArrayList<>();
        for (Part classes : classes(spec.classes())) {
            candidates.add(joined(joined(plain, rows), List.of(classes)));
        }
        for (Part classes : classes(spec.classes())) {
            candidates.add(joined(plain, List.of(classes)));
        }
        candidates.add(joined(plain, rows));
        candidates.add(plain);
        return candidates;
    }

    private static List<Part> joined(List<Part> first, List<Part> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static Part rows(TableSpec table) {
        return new Part(table.name(), "[" + flow(values(table.columns()).toList()) + "]");
    }

    /** Two classes that set nothing, or one parameter. */
    private static List<Part> classes(@Nullable ClassSpec spec) {
        if (spec == null) {
            return List.of();
        }
        List<Part> candidates = new ArrayList<>(List.of(classes("")));
        for (ParameterSpec parameter : spec.parameters()) {
            Quantity quantity = parameter.quantity();
            if (parameter.defaultText() == null && quantity != null) {
                candidates.add(classes(", " + parameter.name() + ": " + value(quantity)));
            }
        }
        return candidates;
    }

    private static Part classes(String set) {
        return new Part(
                "classes",
                "[{name: voice, match: {dscp: " + EXPEDITED_DSCP + "}" + set + "}, {name: others" + set + "}]");
    }

    private static String value(Quantity quantity) {
        return quantity == Quantity.RATE ? "100 Mbps" : quantity.example();
    }

    private static Stream<Part> values(List<ParameterSpec> parameters) {
        return parameters.stream().flatMap(parameter -> {
            String text = parameter.defaultText();
            return text == null ? Stream.empty() : Stream.of(new Part(parameter.name(), text));
        });
    }

    private static String flow(SchedulerSpec spec, List<Part> parts) {
        return flow(joined(List.of(new Part("type", spec.name())), parts));
    }

    private static String flow(List<Part> parts) {
        return parts.stream().map(part -> part.key() + ": " + part.value()).collect(Collectors.joining(", ", "{", "}"));
    }

    private static boolean isAccepted(String text, SchedulerCatalogue catalogue) {
        try {
            SchedulerText.read(text, catalogue);
            return true;
        } catch (ScenarioException refused) {
            return false;
        }
    }
}
