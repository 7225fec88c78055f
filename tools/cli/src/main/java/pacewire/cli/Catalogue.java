package pacewire.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import pacewire.core.spec.ParameterSpec;

/** Pluggable parts of one kind, printed as a list or one by one. */
final class Catalogue {
    private final String kind;
    private final List<Part> parts;

    /**
     * A part as users see it.
     *
     * @param source the paper, RFC or program it follows
     */
    record Part(String name, String summary, String source, List<ParameterSpec> parameters) {}

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
            table(part.parameters()).print(out);
        }
    }

    private static WrappedTable table(List<ParameterSpec> parameters) {
        WrappedTable table = new WrappedTable("parameter", "default", "allowed", "what it does");
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
