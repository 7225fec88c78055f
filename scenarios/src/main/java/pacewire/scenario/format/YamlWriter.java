package pacewire.scenario.format;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes a tree as YAML, always the same way: block style, two spaces, quotes only where they are needed. */
public final class YamlWriter {
    /** Texts that need no quotes: no indicator, no colon or number sign, no space at an end. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+%*()-]*( [A-Za-z0-9_./+%*()-]+)*");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** The text of a tree, with a line feed at its end. */
    public static String write(Node root) {
        YamlWriter writer = new YamlWriter();
        writer.node(root, 0);
        return writer.out.toString();
    }

    /** Writes what follows a key's colon or a list's dash, up to the end of the line. */
    private void node(Node node, int depth) {
        if (node instanceof Node.Mapping mapping) {
            mapping(mapping, depth);
        } else if (node instanceof Node.Sequence sequence) {
            sequence(sequence, depth);
        } else if (node instanceof Node.Scalar scalar) {
            out.append(scalarText(scalar.text())).append('\n');
        } else {
            out.append("null\n");
        }
    }

    private void mapping(Node.Mapping mapping, int depth) {
        if (mapping.entries().isEmpty()) {
            out.append("{}\n");
            return;
        }
        boolean isFirst = true;
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            if (!isFirst) {
                indent(depth);
            }
            isFirst = false;
            out.append(scalarText(entry.getKey())).append(':');
            below(entry.getValue().value(), depth);
        }
    }

    private void below(Node value, int depth) {
        boolean isBlock = !(value instanceof Node.Scalar || value instanceof Node.Nothing) && !isEmpty(value);
        out.append(isBlock ? "\n" + "  ".repeat(depth + 1) : " ");
        node(value, depth + 1);
    }

    private static boolean isEmpty(Node value) {
        return value instanceof Node.Mapping mapping
                ? mapping.entries().isEmpty()
                : value instanceof Node.Sequence sequence && sequence.items().isEmpty();
    }

    private void sequence(Node.Sequence sequence, int depth) {
        if (sequence.items().isEmpty()) {
            out.append("[]\n");
            return;
        }
        for (int i = 0; i < sequence.items().size(); i++) {
            if (i > 0) {
                indent(depth);
            }
            out.append("- ");
            node(sequence.items().get(i), depth + 1);
        }
    }

    private void indent(int depth) {
        out.append("  ".repeat(depth));
    }

    private static String scalarText(String text) {
        boolean isNothing = text.toLowerCase(Locale.ROOT).equals("null");
        return PLAIN.matcher(text).matches() && !isNothing ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
