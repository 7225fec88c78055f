package pacewire.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;

/** Pluggable parts of one kind, printed as a list or one by one. */
final class Catalogue {
    private static final int WIDTH = 100;
    private static final String BULLET = "- ";

    private final String kind;
    private final List<Part> parts;

    /**
     * A part as users see it.
     *
     * @param source the paper, RFC or program it follows
     */
    record Part(String name, String summary, String source, List<ParameterSpec> parameters, List<Section> sections) {
        /** One that takes parameters and nothing else. */
        Part(String name, String summary, String source, List<ParameterSpec> parameters) {
            this(name, summary, source, parameters, List.of());
        }
    }

    /**
     * What else there is of a part.
     *
     * @param key as in JSON
     * @param heading of the list, a sentence
     * @param parameters of each element, if it is a list that users write
     * @param lines what else there is to say
     */
    record Section(String key, String heading, List<ParameterSpec> parameters, List<String> lines) {}

    /** @param kind in words, such as "packet scheduler" */
    Catalogue(String kind, List<Part> parts) {
        this.kind = kind;
        this.parts = parts;
    }

    /**
     * Prints the list, or one part with its parameters.
     *
     * @param name the part; null for the list
     * @throws WrongInputException when there is no such part
     */
    void print(PrintWriter out, boolean asJson, @Nullable String name) {
        if (name == null) {
            list(out, asJson);
        } else {
            explain(out, asJson, find(name));
        }
    }

    private Part find(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> UnknownName.complaint(
                        kind, name, parts.stream().map(Part::name).toList()));
    }

    private void list(PrintWriter out, boolean asJson) {
        if (asJson) {
            Json.print(out, parts.stream().map(Catalogue::tree).toList());
            return;
        }
        WrappedTable table = new WrappedTable(kind, "what it does");
        parts.forEach(part -> table.add(part.name(), part.summary()));
        table.print(out);
    }

    private static void explain(PrintWriter out, boolean asJson, Part part) {
        if (asJson) {
            Json.print(out, tree(part));
            return;
        }
        out.println(part.name() + ": " + part.summary());
        out.println("Source: " + part.source());
        out.println();
        if (part.parameters().isEmpty()) {
            out.println("It has no parameters.");
        } else {
            table("parameter", part.parameters()).print(out);
        }
        for (Section section : part.sections()) {
            out.println();
            WrappedTable.wrap(section.heading(), WIDTH).forEach(out::println);
            if (!section.parameters().isEmpty()) {
                out.println();
                table("key", section.parameters()).print(out);
            }
            for (String line : section.lines()) {
                List<String> wrapped = WrappedTable.wrap(line, WIDTH - BULLET.length());
                out.println(BULLET + wrapped.get(0));
                wrapped.stream().skip(1).forEach(rest -> out.println(" ".repeat(BULLET.length()) + rest));
            }
        }
    }

    private static WrappedTable table(String what, List<ParameterSpec> parameters) {
        WrappedTable table = new WrappedTable(what, "default", "allowed", "what it does");
        for (ParameterSpec parameter : parameters) {
            String defaultText = parameter.defaultText();
            table.add(
                    parameter.name(),
                    defaultText == null ? "none" : defaultText,
                    parameter.allowed(),
                    parameter.help());
        }
        return table;
    }

    private static Map<String, Object> tree(Part part) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", part.name());
        tree.put("summary", part.summary());
        tree.put("source", part.source());
        tree.put("parameters", part.parameters().stream().map(Catalogue::tree).toList());
        part.sections().forEach(section -> tree.put(section.key(), tree(section)));
        return tree;
    }

    private static Map<String, Object> tree(Section section) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("help", section.heading());
        if (!section.parameters().isEmpty()) {
            tree.put(
                    "parameters",
                    section.parameters().stream().map(Catalogue::tree).toList());
        }
        if (!section.lines().isEmpty()) {
            tree.put("list", section.lines());
        }
        return tree;
    }

    private static Map<String, @Nullable Object> tree(ParameterSpec parameter) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", parameter.name());
        tree.put("default", parameter.defaultText());
        tree.put("allowed", parameter.allowed());
        tree.put("help", parameter.help());
        return tree;
    }
}
